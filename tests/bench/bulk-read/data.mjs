/** The files that are measured: the same ones in every run. */

const HEADER = ['displayName', 'description', 'isHidden', 'catalogId'];
const TEAMS = ['Sales', 'Finance', 'Legal', 'Söhne & Töchter', 'R&D', 'Support', 'Operations', 'Personnel'];
const WORDS = 'access for the people of who work on with files sites apps roles reports and every project team'.split(
  ' ',
);

/** A generator of numbers that are the same in every run: mulberry32. */
function random(seed) {
  let state = seed;
  return (end) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  };
}

/** What makes a row bad; each of them is one problem. */
const SPOILERS = [
  (row) => ({ ...row, displayName: '' }),
  (row) => ({ ...row, displayName: `${row.displayName} ` }),
  (row) => ({ ...row, displayName: row.displayName.padEnd(1_100, '.') }),
  (row) => ({ ...row, isHidden: 'maybe' }),
  (row) => ({ ...row, catalogId: row.catalogId.slice(1) }),
];

/**
 * Rows, of which some are bad.
 *
 * @param {number} count
 * @param {number} badPercent
 */
export function makeRows(count, badPercent) {
  const below = random(20_26);
  const digits = (length) => Array.from({ length }, () => below(16).toString(16)).join('');
  const catalogs = Array.from({ length: 40 }, () => [8, 4, 4, 4, 12].map(digits).join('-'));
  return Array.from({ length: count }, (_, at) => {
    const words = Array.from({ length: 8 + below(16) }, () => WORDS[below(WORDS.length)]);
    // Some cells need quotes, and some have quotes in them.
    if (below(4) === 0) words.splice(2, 0, 'also,');
    if (below(10) === 0) words.splice(4, 0, '"new"');
    const row = {
      displayName: `${TEAMS[below(TEAMS.length)]} ${at + 1}`,
      description: words.join(' '),
      isHidden: ['true', 'false'][below(2)],
      catalogId: catalogs[below(catalogs.length)],
    };
    return (at * badPercent) % 100 < badPercent ? SPOILERS[below(SPOILERS.length)](row) : row;
  });
}

/** The rows as CSV, as a spreadsheet writes it. */
export function toCsv(rows) {
  const cell = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = rows.map((row) => HEADER.map((name) => cell(row[name])).join(','));
  return [HEADER.join(','), ...lines, ''].join('\r\n');
}

/** The rows as JSON, as `create` takes them. */
export function toJson(rows) {
  const truth = (text) => (text === 'true' ? true : text === 'false' ? false : text);
  return JSON.stringify(
    rows.map(({ displayName, description, isHidden, catalogId }) => ({
      displayName,
      description,
      isHidden: truth(isHidden),
      catalog: { id: catalogId },
    })),
  );
}
