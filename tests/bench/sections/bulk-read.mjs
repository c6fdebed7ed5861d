/** Reading of rows, measured in Chromium beside what people use for it. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { launchBrowser } from '../../e2e/harness.mjs';

const ROWS = 50_000;
const BAD_PERCENT = 5;
/** How often each is done to warm up, and how often it is measured. */
const WARM_UP = 3;

/** What is wanted: how many times as fast as the fastest of the others, and how many times the file for memory. */
const BARS = { json: 1, csv: 4, memory: 4 };

/** The script of the page, with the package as it is published. */
async function bundle() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.mjs', import.meta.url))],
    alias: { 'entra-access-packages': fileURLToPath(new URL('../../../pkg/dist/index.js', import.meta.url)) },
    bundle: true,
    splitting: true,
    outdir: '/out',
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  return new Map(outputFiles.map(({ path, contents }) => [path.slice(path.lastIndexOf('/')), contents]));
}

async function serve() {
  const scripts = await bundle();
  const server = createServer((request, response) => {
    const script = scripts.get(request.url ?? '');
    response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
    response.end(script ?? '<!doctype html><title>bench</title><script type="module" src="/page.js"></script>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Measures everything in turn, so that a moment of load hits all alike. */
async function measure(page, rounds) {
  const { sizes } = await page.evaluate(([count, bad]) => globalThis.prepare(count, bad), [ROWS, BAD_PERCENT]);
  const results = [];
  for (const format of /** @type {const} */ (['json', 'csv'])) {
    const names = await page.evaluate((format) => globalThis.names(format), format);
    const runs = new Map(names.map((name) => [name, []]));
    for (let round = -WARM_UP; round < rounds; round++) {
      for (const name of names) {
        const run = await page.evaluate(([format, name]) => globalThis.measure(format, name), [format, name]);
        if (round >= 0) runs.get(name).push(run);
      }
    }
    results.push({ format, size: sizes[format], runs });
  }
  return results;
}

function summary(runs) {
  const times = runs.map(({ ms }) => ms).sort((one, other) => one - other);
  const median = times[Math.floor(times.length / 2)];
  const memory = Math.max(...runs.map((run) => run.memory));
  return { median, least: times[0], most: times.at(-1), memory, badRows: runs[0].badRows };
}

/** Prints the table of a format; gives what is below its bar. */
function print({ format, size, runs }) {
  const rows = [...runs].map(([name, each]) => ({ name, ...summary(each) }));
  const [ours, ...others] = rows;
  const fastest = Math.min(...others.map(({ median }) => median));
  const ratio = fastest / ours.median;
  console.log(`\n${format}: ${ROWS} rows, ${BAD_PERCENT} % bad, ${(size / 1e6).toFixed(1)} MB`);
  for (const { name, median, least, most, badRows } of rows) {
    const times = `${median.toFixed(1).padStart(8)} ms   ${least.toFixed(1)}–${most.toFixed(1)}`;
    const bad = badRows === undefined ? '' : `${badRows} bad rows`;
    console.log(`  ${name.padEnd(28)}${times.padEnd(34)}× ${(median / ours.median).toFixed(2).padEnd(8)}${bad}`);
  }
  const memory = ours.memory / size;
  console.log(`  wasm memory at its peak: ${(ours.memory / 1e6).toFixed(1)} MB, ${memory.toFixed(2)} × the file`);
  const failures = [];
  if (!(ratio > BARS[format]))
    failures.push(`${format}: ${ratio.toFixed(2)} × the fastest peer, wanted more than ${BARS[format]}`);
  if (!(memory <= BARS.memory))
    failures.push(`${format}: memory ${memory.toFixed(2)} × the file, wanted at most ${BARS.memory}`);
  for (const { name, badRows } of others) {
    if (badRows !== undefined && badRows !== ours.badRows)
      failures.push(`${format}: ${name} finds ${badRows} bad rows`);
  }
  return failures;
}

/** What it was measured with; no name of the machine. */
async function printSetting(browser) {
  const require = createRequire(import.meta.url);
  const versions = ['papaparse', 'zod', 'valibot', 'ajv'].map(async (name) => {
    const path = require.resolve(name).replace(new RegExp(`(.*/node_modules/${name})/.*`), '$1/package.json');
    return `${name} ${JSON.parse(await readFile(path, 'utf8')).version}`;
  });
  console.log(`Chromium ${browser.version()}; ${(await Promise.all(versions)).join(', ')}`);
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`);
}

/**
 * Measures, prints, and gives whether every bar is met.
 *
 * @param {{ rounds?: number }} [options]
 */
export async function run({ rounds = 15 } = {}) {
  const server = await serve();
  const browser = await launchBrowser();
  try {
    await printSetting(browser);
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.waitForFunction(() => 'ready' in globalThis);
    const failures = (await measure(page, rounds)).flatMap(print);
    for (const failure of failures) console.log(`\nbelow its bar: ${failure}`);
    return failures.length === 0;
  } finally {
    await browser.close();
    server.close();
  }
}
