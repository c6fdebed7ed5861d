/** The report for a terminal. */
import { describe } from '../setting.mjs';

/** @param {import('../setting.mjs').Setting} setting */
export const printSetting = (setting) => console.log(describe(setting).join('\n'));

/** Columns of one width, the first to the left and the others to the right. */
export function aligned(rows) {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  const cell = (text, at) => (at === 0 ? text.padEnd(widths[at]) : text.padStart(widths[at]));
  return rows.map((row) => row.map(cell).join('   ').trimEnd());
}

/** @param {import('../sections/index.mjs').Table[]} tables */
export function printTables(tables) {
  for (const { title, columns, rows, note } of tables) {
    const lines = aligned([['', ...columns], ...rows.map((row) => [row.title, ...row.cells])]);
    console.log(`\n${title}\n${lines.map((line) => `  ${line}`).join('\n')}\n  ${note}`);
  }
}

/** @param {import('../bars.mjs').Bar[]} bars */
export function printBars(bars) {
  if (bars.length === 0) return;
  const rows = bars.map(({ what, wanted, measured, met }) => [met ? 'met' : 'NOT MET', what, measured, wanted]);
  console.log(`\nBars\n${aligned([['', '', 'measured', 'wanted'], ...rows]).join('\n')}`);
}
