/** A run that nobody made, for tests of what is made of one. */
import { CANDIDATES } from './candidates/index.mjs';

/** The same for each candidate, but for ours. */
const each = (ours, others) => Object.fromEntries(CANDIDATES.map((one) => [one.name, one.ours ? ours : others]));

const arrivals = (ms) => [ms, ms + 2, ms + 4].map((first) => ({ first, post: first + 1 }));
const weight = (brotli) => ({ raw: brotli * 4, gzip: brotli * 2, brotli });
const costs = (elapsed, worked) => [0, 0.1, 0.2].map((more) => ({ elapsed: elapsed + more, worked: worked + more }));
const reads = (ms, badRows) => [ms, ms + 1, ms + 2].map((each) => ({ ms: each, memory: 2_000_000, badRows }));

/** @returns {Record<string, any>} the results by section, in which every bar is met */
export const makeUpResults = () => ({
  bytes: {
    byName: each(
      { esbuild: weight(34_000), rollup: weight(34_001) },
      { esbuild: weight(5_000), rollup: weight(4_000) },
    ),
    files: { 'bulk.js': weight(24_000), 'slim.js': weight(2_400) },
  },
  'cold-start': {
    atOnce: { loopback: each(arrivals(50), arrivals(40)), slow: each(arrivals(150), arrivals(130)) },
    afterForm: { loopback: each(arrivals(10), arrivals(10)), slow: each(arrivals(10), arrivals(9)) },
  },
  'per-create': {
    network: each(costs(1.1, 0.2), costs(1, 0.1)),
    work: each(costs(0.08, 0.05), costs(0.05, 0.03)),
  },
  'bulk-read': {
    json: { size: 1_000_000, runs: { 'entra-access-packages': reads(10, 5), 'JSON.parse alone': reads(20) } },
    csv: {
      size: 1_000_000,
      runs: { 'entra-access-packages': reads(10, 5), 'PapaParse + <checks> & more': reads(90, 5) },
    },
  },
  memory: each([{ heap: 3_000_000, wasm: 1_100_000 }], [{ heap: 1_000_000, wasm: 0 }]),
});

/** What it was made with. @type {import('./setting.mjs').Setting} */
export const SETTING = {
  date: '2026-01-05',
  machine: '2 × A Processor, 8 GiB',
  chromium: '1.2.3',
  node: '4.5.6',
  ours: '0.0.1',
  peers: { ky: '7.8.9' },
};
