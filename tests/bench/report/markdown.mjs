/** The report as Markdown. */
import { describe } from '../setting.mjs';

const escaped = (text) => text.replaceAll('|', '\\|');

/** @param {string[][]} rows the first has the heads; the first column is text, the others are numbers */
export function markdownTable([heads, ...rows], isNumber = (at) => at > 0) {
  const line = (cells) => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(heads), line(heads.map((_, at) => (isNumber(at) ? '--:' : '---'))), ...rows.map(line)].join('\n');
}

/** @param {import('../sections/index.mjs').Table} table */
const section = ({ title, columns, rows, note }) => {
  const strong = ({ title, ours }) => (ours ? `**${title}**` : title);
  return `### ${title}\n\n${markdownTable([['', ...columns], ...rows.map((row) => [strong(row), ...row.cells])])}\n\n${note}`;
};

/** @param {import('../bars.mjs').Bar[]} bars */
export const barsTable = (bars) =>
  markdownTable(
    [
      ['bar', 'wanted', 'measured', ''],
      ...bars.map(({ what, wanted, measured, met }) => [what, wanted, measured, met ? 'met' : '**not met**']),
    ],
    () => false,
  );

/** All of it. */
export function wholeReport({ setting, tables, bars }) {
  return [...describe(setting), '### The bars', barsTable(bars), ...tables.map(section)].join('\n\n');
}
