/** The table of a run: what happened to how many creates. */

const COLUMNS = [
  'creates',
  'POSTs',
  're-sent',
  'doubles',
  'told',
  'unseen',
  'created',
  'adopted',
  'refused',
  'unknown',
];

/** In which column a create's end is counted. */
function columnOf({ outcome, code }) {
  if (outcome) return outcome;
  return code === 'ERR_OUTCOME_UNKNOWN' ? 'unknown' : 'refused';
}

/** @param {{ keys: string[], judged: ReturnType<import('./oracle.mjs').judge>, told: any }[]} rows */
export function countUp(rows) {
  const table = new Map();
  for (const { keys, judged, told } of rows) {
    const name = keys.join(' | ');
    if (!table.has(name)) table.set(name, { keys, ...Object.fromEntries(COLUMNS.map((column) => [column, 0])) });
    const counts = table.get(name);
    counts.creates += 1;
    counts.POSTs += judged.posts;
    counts['re-sent'] += judged.resent;
    counts.doubles += judged.doubles;
    counts.told += judged.reported;
    counts.unseen += judged.excused;
    counts[columnOf(told)] += 1;
  }
  return [...table.values()].sort((a, b) => a.keys.join().localeCompare(b.keys.join()));
}

/** The table as text, a line a row, with sums below. @param {string[]} heads what the keys are */
export function formatTable(heads, rows) {
  const sums = { keys: heads.map((_, at) => (at === 0 ? 'all' : '')) };
  for (const column of COLUMNS) sums[column] = rows.reduce((sum, row) => sum + row[column], 0);
  const lines = [[...heads, ...COLUMNS], ...[...rows, sums].map((row) => [...row.keys, ...COLUMNS.map((c) => row[c])])];
  const widths = lines[0].map((_, at) => Math.max(...lines.map((line) => String(line[at]).length)));
  const cell = (value, at) =>
    typeof value === 'number' || at >= heads.length
      ? String(value).padStart(widths[at])
      : String(value).padEnd(widths[at]);
  return lines.map((line) => line.map(cell).join('  ').trimEnd()).join('\n');
}

/** The smallest of the values that at least this part of them does not exceed. */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)];
}
