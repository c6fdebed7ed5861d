/** What is wanted of a run: every bar of every section, met or not. */
import { OURS, OURS_ONE_REQUEST, RIVAL } from './candidates/index.mjs';
import { bytes, megabytes, microseconds, milliseconds, more } from './report/numbers.mjs';
import { ROWS, summaryOf } from './sections/bulk-read.mjs';
import { LINK_TITLES, spreadsOf } from './sections/cold-start.mjs';
import { heldOf } from './sections/memory.mjs';
import { inPage, overNetwork } from './sections/per-create.mjs';
import { noiseOf } from './statistics.mjs';

/**
 * @typedef {object} Bar
 * @property {string} what
 * @property {string} wanted
 * @property {string} measured
 * @property {boolean} met
 */

/** What ours may take more than the graph client with zod/mini until the request arrives, in milliseconds. */
const COLD_START_MS = { loopback: 15, slow: 30 };

/** What one create may take more than with fetch alone, in milliseconds: over the network, and in the page. */
const CREATE_MS = 0.2;
const WORK_MS = 0.03;

/** What a page may download, in bytes: for a create and for many at once by brotli, the slim entry's JavaScript by gzip. */
const DOWNLOAD = { create: 35_000, bulk: 25_000, slim: 5_000 };

/** In bytes. */
const WASM_BYTES = 1_200_000;

/** How many times as fast as the fastest of the others; how many times the file the memory may be. */
const BULK = { json: 1, csv: 4, memory: 4 };

/** @type {Record<string, (data: any) => Bar[]>} by section */
const BARS = {
  bytes: ({ byName, files }) =>
    [
      { what: 'download for a create, by brotli', most: DOWNLOAD.create, is: byName[OURS].esbuild.brotli },
      { what: 'download for many at once on top, by brotli', most: DOWNLOAD.bulk, is: files['bulk.js'].brotli },
      { what: 'JavaScript of the slim entry, by gzip', most: DOWNLOAD.slim, is: files['slim.js'].gzip },
    ].map(({ what, most, is }) => ({
      what,
      wanted: `at most ${bytes(most)} kB`,
      measured: `${bytes(is)} kB`,
      met: is <= most,
    })),
  'cold-start': ({ atOnce, afterForm }) => [
    ...Object.entries(atOnce).map(([link, byName]) => {
      const difference = firstOf(byName, OURS).median - firstOf(byName, RIVAL).median;
      return {
        what: `cold start ${LINK_TITLES[link]}, over the graph client with zod/mini`,
        wanted: `at most +${COLD_START_MS[link]} ms`,
        measured: `${more(difference)} ms`,
        met: difference <= COLD_START_MS[link],
      };
    }),
    ...Object.entries(afterForm).map(([link, byName]) => {
      const [ours, rival] = [OURS, RIVAL].map((name) => firstOf(byName, name));
      const difference = ours.median - rival.median;
      const noise = noiseOf(ours, rival);
      return {
        what: `with a form in between, ${LINK_TITLES[link]}, over the graph client with zod/mini`,
        wanted: `at most the noise, ${milliseconds(noise)} ms`,
        measured: `${more(difference)} ms`,
        met: difference <= noise,
      };
    }),
  ],
  'per-create': (data) => {
    const onNetwork = overNetwork(data, OURS_ONE_REQUEST).over;
    const worked = inPage(data, OURS_ONE_REQUEST).over;
    return [
      {
        what: 'one create over the network (verify: false), over fetch alone',
        wanted: `at most +${CREATE_MS} ms`,
        measured: `${more(onNetwork.median, (ms) => milliseconds(ms, 2))} ms`,
        met: onNetwork.median <= CREATE_MS,
      },
      {
        what: 'work in the page for one create (verify: false), over fetch alone',
        wanted: `at most +${microseconds(WORK_MS)} µs`,
        measured: `${more(worked.median, microseconds)} µs`,
        met: worked.median <= WORK_MS,
      },
    ];
  },
  'bulk-read': (data) =>
    Object.keys(data).flatMap((format) => {
      const { ours, others, timesFile, timesFastest } = summaryOf(data[format]);
      const named = `${ROWS.toLocaleString('en')} rows of ${format.toUpperCase()}`;
      const disagreeing = others.filter(({ badRows }) => badRows !== undefined && badRows !== ours.badRows);
      return [
        {
          what: `${named}, speed beside the fastest of the others`,
          wanted: `more than ${BULK[format]} ×`,
          measured: `${timesFastest.toFixed(2)} ×`,
          met: timesFastest > BULK[format],
        },
        {
          what: `${named}, memory beside the file`,
          wanted: `at most ${BULK.memory} ×`,
          measured: `${timesFile.toFixed(2)} ×`,
          met: timesFile <= BULK.memory,
        },
        {
          what: `${named}, the same bad rows as the others find`,
          wanted: 'the same',
          measured: disagreeing.length === 0 ? 'the same' : `others: ${disagreeing.map(({ name }) => name).join(', ')}`,
          met: disagreeing.length === 0,
        },
      ];
    }),
  memory: (data) => {
    const { wasm } = heldOf(data[OURS]);
    return [
      {
        what: 'memory of WebAssembly after one create',
        wanted: `at most ${megabytes(WASM_BYTES)} MB`,
        measured: `${megabytes(wasm)} MB`,
        // None at all would mean that it was not seen.
        met: wasm > 0 && wasm <= WASM_BYTES,
      },
    ];
  },
};

const firstOf = (byName, name) => spreadsOf(byName[name]).first;

/** The bars of what was measured. @param {Record<string, any>} results by section @returns {Bar[]} */
export const barsOf = (results) => Object.keys(results).flatMap((section) => BARS[section]?.(results[section]) ?? []);
