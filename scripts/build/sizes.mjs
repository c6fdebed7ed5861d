/** What each published file weighs, and the bounds that it has to keep. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { SetupError } from '../setup/problem.mjs';

/** Brotli at most so many bytes. Raising one needs a reason in the CHANGELOG. */
const BUDGETS = {
  ...{ 'index.js': 71_500, 'index.cjs': 71_500, 'index.global.js': 71_500 },
  ...{ 'bulk.js': 44_500, 'bulk.cjs': 44_500, 'bulk.global.js': 44_500 },
  ...{ 'msal.js': 2_000, 'msal.cjs': 2_000 },
};

/** @param {string} dist @param {{ isSmall: boolean, log: (line: string) => void }} options */
export async function printSizes(dist, { isSmall, log }) {
  const columns = (...cells) => log(cells.map((cell, at) => (at ? `${cell}`.padStart(9) : cell.padEnd(28))).join(' '));
  columns('file', 'raw', 'gzip', 'brotli');
  const over = [];
  for (const name of (await readdir(dist)).sort()) {
    const bytes = await readFile(path.join(dist, name));
    const brotli = brotliCompressSync(bytes).length;
    columns(name, bytes.length, gzipSync(bytes, { level: 9 }).length, brotli);
    const most = BUDGETS[name];
    if (brotli > most) over.push(`${name} is ${brotli} bytes by brotli; at most ${most} are allowed.`);
  }
  if (!isSmall) log('A plain build, larger than what is published: rustup component add rust-src makes it small.');
  else if (over.length) throw new SetupError(over.join('\n'));
}
