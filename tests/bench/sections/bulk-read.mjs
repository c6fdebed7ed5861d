/** Reading and checking a file of rows, in a page, beside what people use for it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { withEsbuild } from '../bundle.mjs';
import { inTurn } from '../in-turn.mjs';
import { milliseconds, ratio, spread } from '../report/numbers.mjs';
import { spreadOf } from '../statistics.mjs';

export const name = 'bulk-read';
export const about = 'reading and checking 50,000 rows from bytes, JSON and CSV';

export const ROWS = 50_000;
const BAD_PERCENT = 5;
const WARM_UP = 3;
const FORMATS = /** @type {const} */ (['json', 'csv']);

/** @typedef {{ ms: number, memory: number, badRows?: number }} Run */
/** @typedef {{ size: number, runs: Record<string, Run[]> }} Read of one format; ours is the first of the runs */

async function serve() {
  const made = await withEsbuild(`import './bulk-read/page.mjs';`);
  const scripts = new Map(made.map(({ name, bytes }) => [`/${name}`, bytes]));
  const server = createServer((request, response) => {
    const script = scripts.get(request.url ?? '');
    response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
    response.end(script ?? '<!doctype html><title>bench</title><script type="module" src="/app.js"></script>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** @returns {Promise<Record<'json' | 'csv', Read>>} */
export async function measure({ browser, rounds = 15, log = () => {} }) {
  const server = await serve();
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  try {
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.waitForFunction(() => 'ready' in globalThis);
    const { sizes } = await page.evaluate(([count, bad]) => globalThis.prepare(count, bad), [ROWS, BAD_PERCENT]);
    const data = {};
    for (const format of FORMATS) {
      log(format);
      const names = await page.evaluate((format) => globalThis.names(format), format);
      const measure = (name) => page.evaluate(([format, name]) => globalThis.measure(format, name), [format, name]);
      data[format] = { size: sizes[format], runs: await inTurn({ names, rounds, warmUp: WARM_UP, measure }) };
    }
    return data;
  } finally {
    await page.close();
    server.close();
    server.closeAllConnections();
  }
}

/** What a format's readings come to. @param {Read} read */
export function summaryOf({ size, runs }) {
  const readers = Object.entries(runs).map(([name, each]) => ({
    name,
    ...spreadOf(each.map(({ ms }) => ms)),
    badRows: each[0].badRows,
  }));
  const [ours, ...others] = readers;
  const memory = Math.max(...Object.values(runs)[0].map((run) => run.memory));
  const fastest = Math.min(...others.map(({ median }) => median));
  return { readers, ours, others, memory, timesFile: memory / size, timesFastest: fastest / ours.median };
}

/** @param {Awaited<ReturnType<typeof measure>>} data */
export const tables = (data) =>
  FORMATS.map((format) => {
    const { readers, ours, memory, timesFile } = summaryOf(data[format]);
    const size = (data[format].size / 1e6).toFixed(1);
    return {
      title: `${ROWS.toLocaleString('en')} rows of ${format.toUpperCase()}`,
      columns: ['ms', 'middle half', '× ours', 'bad rows found'],
      rows: readers.map((each) => ({
        title: each.name,
        ours: each === ours,
        cells: [milliseconds(each.median), spread(each), ratio(each.median, ours.median), String(each.badRows ?? '–')],
      })),
      note: `${size} MB of bytes, ${BAD_PERCENT} % of the rows bad; every problem is told. Our WebAssembly had ${(memory / 1e6).toFixed(1)} MB at its peak, ${timesFile.toFixed(2)} times the file.`,
    };
  });
