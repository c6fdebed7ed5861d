/** How much a page downloads for the same job, bundled by esbuild and by Rollup. */
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { weighAll } from '../../../scripts/build/budgets.mjs';
import { withEsbuild, withRollup } from '../bundle.mjs';
import { CANDIDATES, OURS } from '../candidates/index.mjs';
import { bytes, ratio } from '../report/numbers.mjs';

/** @typedef {{ raw: number, gzip: number, brotli: number }} Weight in bytes, each file compressed for itself */

/** @param {import('../bundle.mjs').Script[]} scripts @returns {Weight} what a create downloads of them */
export function weigh(scripts) {
  const needed = scripts.filter(({ atOnce }) => atOnce).map((each) => each.bytes);
  const sum = (lengthOf) => needed.reduce((total, each) => total + lengthOf(each), 0);
  return {
    raw: sum((each) => each.length),
    gzip: sum((each) => gzipSync(each, { level: 9 }).length),
    brotli: sum((each) => brotliCompressSync(each).length),
  };
}

export const name = 'bytes';
export const about = 'what a page downloads for the same job, by esbuild and by Rollup';

const DIST = fileURLToPath(new URL('../../../pkg/dist', import.meta.url));

/**
 * @returns {Promise<{ byName: Record<string, { esbuild: Weight, rollup: Weight }>, files: Record<string, Weight> }>} by
 *   candidate, and by published file of ours
 */
export async function measure({ log = () => {}, names = CANDIDATES.map((each) => each.name) } = {}) {
  const weights = {};
  for (const name of names) {
    log(name);
    weights[name] = {
      esbuild: weigh(await withEsbuild(`export * from './candidates/${name}.mjs';`)),
      rollup: weigh(await withRollup(name)),
    };
  }
  return { byName: weights, files: Object.fromEntries(await weighAll(DIST)) };
}

/** @param {Awaited<ReturnType<typeof measure>>} data */
export function tables({ byName: data }) {
  const rows = CANDIDATES.filter(({ looks, ours }) => !ours || looks).map(({ name, title, ours }) => {
    const { esbuild, rollup } = data[name];
    const cells = [esbuild.raw, esbuild.gzip, esbuild.brotli, rollup.brotli].map(bytes);
    return { title, ours, cells: [...cells, ratio(esbuild.brotli, data[OURS].esbuild.brotli)] };
  });
  return [
    {
      title: 'Bytes of the same job',
      columns: ['kB', 'gzip', 'brotli', 'brotli, by Rollup', '× ours'],
      rows,
      note: 'Minified; kB of 1,000 bytes. The columns without a bundler’s name are esbuild’s.',
    },
  ];
}
