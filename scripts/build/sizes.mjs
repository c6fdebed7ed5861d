/** What each published file weighs, told by the build, which fails where one is over its budget. */
import { SetupError } from '../setup/problem.mjs';
import { overBudget, weighAll } from './budgets.mjs';

/** @param {string} dist @param {{ isSmall: boolean, log: (line: string) => void }} options */
export async function printSizes(dist, { isSmall, log }) {
  const columns = (...cells) => log(cells.map((cell, at) => (at ? `${cell}`.padStart(9) : cell.padEnd(28))).join(' '));
  const sizes = await weighAll(dist);
  columns('file', 'raw', 'gzip', 'brotli');
  for (const [name, { raw, gzip, brotli }] of sizes) columns(name, raw, gzip, brotli);
  const problems = overBudget(sizes);
  if (!isSmall) log('A plain build, larger than what is published: rustup component add rust-src makes it small.');
  else if (problems.length > 0) throw new SetupError(problems.join('\n'));
}
