/** The few figures of a full run that the README shows: a table and the panels of the chart. */
import { BASELINE, CANDIDATES, OURS } from '../candidates/index.mjs';
import { summaryOf } from '../sections/bulk-read.mjs';
import { spreadsOf } from '../sections/cold-start.mjs';
import { heldOf } from '../sections/memory.mjs';
import { inPage, overNetwork } from '../sections/per-create.mjs';
import { bytes, megabytes, microseconds, milliseconds, more } from './numbers.mjs';

/** The results of all sections, by their names. @typedef {Record<string, any>} Results */

/** @param {Results} results @returns {string[][]} the first row has the heads */
export function summaryRows({ bytes: { byName: weights }, 'cold-start': { atOnce }, 'per-create': creates, memory }) {
  const rows = CANDIDATES.map(({ name, title, ours }) => [
    ours ? `**${title}**` : title,
    bytes(weights[name].esbuild.brotli),
    milliseconds(spreadsOf(atOnce.loopback[name]).first.median, 0),
    milliseconds(spreadsOf(atOnce.slow[name]).first.median, 0),
    name === BASELINE ? '–' : more(overNetwork(creates, name).over.median, (ms) => milliseconds(ms, 2)),
    name === BASELINE ? '–' : more(inPage(creates, name).over.median, microseconds),
    megabytes(heldOf(memory[name]).heap + heldOf(memory[name]).wasm),
  ]);
  const heads = [
    '',
    'kB, brotli',
    'cold start, ms',
    'at 10 Mbit/s, ms',
    'a create over fetch, ms',
    'work in the page, µs',
    'memory, MB',
  ];
  return [heads, ...rows];
}

/** @param {Results} results @returns {string[][]} */
export function bulkRows({ 'bulk-read': read }) {
  const formats = Object.entries(read).map(([format, each]) => ({ format, ...summaryOf(each) }));
  return [
    ['50,000 rows', 'ms'],
    ...formats.flatMap(({ format, readers, ours }) =>
      readers.map((each) => [
        `${format.toUpperCase()}: ${each === ours ? `**${each.name}**` : each.name}`,
        milliseconds(each.median, 0),
      ]),
    ),
  ];
}

/** @param {Results} results @returns {import('./svg.mjs').Panel[]} */
export function panelsOf({
  bytes: { byName: weights },
  'cold-start': { atOnce },
  'per-create': creates,
  'bulk-read': read,
}) {
  const once = CANDIDATES.filter(({ name, ours }) => !ours || name === OURS);
  const bars = (candidates, figureOf) =>
    candidates.map(({ name, title, label = title, ours = false }) => ({ label, value: figureOf(name), isOurs: ours }));
  const readers = Object.entries(read).flatMap(([format, each]) =>
    summaryOf(each).readers.map(({ name, median }, at) => ({
      label: `${format.toUpperCase()}: ${name}`,
      value: median,
      isOurs: at === 0,
    })),
  );
  return [
    {
      title: 'Download for one create, kB by brotli',
      bars: bars(once, (name) => weights[name].esbuild.brotli / 1_000),
    },
    {
      title: 'Cold start at 10 Mbit/s and 40 ms, ms to the request',
      bars: bars(once, (name) => spreadsOf(atOnce.slow[name]).first.median),
    },
    {
      title: 'Work in the page for one create over fetch alone, µs',
      bars: bars(
        CANDIDATES.filter(({ name }) => name !== BASELINE),
        (name) => Math.max(0, inPage(creates, name).over.median * 1_000),
      ),
    },
    {
      title: '50,000 rows read and checked, ms',
      bars: readers,
    },
  ];
}
