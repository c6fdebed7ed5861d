/**
 * What each published file may weigh. The build and the tests of the package hold every file against these numbers; raising
 * one needs a reason in the CHANGELOG.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/**
 * The most bytes, by entry: what a file is called before its first dot. Each format of an entry has to keep them: the module,
 * CommonJS, and the script tag's.
 *
 * @type {Record<string, { gzip: number, brotli: number }>}
 */
export const BUDGETS = {
  index: { gzip: 40_700, brotli: 36_050 },
  slim: { gzip: 10_400, brotli: 9_450 },
  entra_access_packages: { gzip: 29_400, brotli: 26_100 },
  bulk: { gzip: 45_900, brotli: 40_400 },
  msal: { gzip: 2_200, brotli: 1_950 },
  testing: { gzip: 26_500, brotli: 23_000 },
};

/** @typedef {{ raw: number, gzip: number, brotli: number }} Sizes in bytes */

/** @param {Uint8Array} bytes @returns {Sizes} */
export function weigh(bytes) {
  const { length: gzip } = gzipSync(bytes, { level: 9 });
  return { raw: bytes.length, gzip, brotli: brotliCompressSync(bytes).length };
}

/** What each file in a folder weighs. @param {string} dist @returns {Promise<Map<string, Sizes>>} by name */
export async function weighAll(dist) {
  const names = (await readdir(dist)).sort();
  return new Map(await Promise.all(names.map(async (name) => [name, weigh(await readFile(path.join(dist, name)))])));
}

/** Types are read by compilers, and no page downloads them. */
const isType = (name) => /\.d\.c?ts$/.test(name);

/** What is over its budget, or has none. @param {Map<string, Sizes>} sizes by name @returns {string[]} a sentence each */
export function overBudget(sizes) {
  return [...sizes]
    .filter(([name]) => !isType(name))
    .flatMap(([name, weights]) => {
      const [entry] = name.split('.');
      if (!Object.hasOwn(BUDGETS, entry)) return [`${name} has no budget.`];
      return Object.entries(BUDGETS[entry])
        .filter(([how, most]) => weights[how] > most)
        .map(([how, most]) => `${name} is ${weights[how]} bytes by ${how}; at most ${most} are allowed.`);
    });
}
