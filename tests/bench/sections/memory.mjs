/** What a page holds after one create. */
import { fileURLToPath } from 'node:url';
import { BASELINE, CANDIDATES, candidateOf } from '../candidates/index.mjs';
import { inTurn } from '../in-turn.mjs';
import { megabytes, more } from '../report/numbers.mjs';
import { serve } from '../serve/index.mjs';
import { spreadOf } from '../statistics.mjs';

export const name = 'memory';
export const about = 'the heap of JavaScript and the memory of WebAssembly after one create';

const MEMORIES = fileURLToPath(new URL('../page/memories.js', import.meta.url));

/** @typedef {{ heap: number, wasm: number }} Held in bytes */

/** @returns {Promise<Held>} */
async function holdAfterOne(browser, server, name) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  try {
    await context.addInitScript({ path: MEMORIES });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await page.goto(server.pageOf(name, 'at-once'));
    await page.waitForFunction(() => 'created' in globalThis);
    await page.evaluate(() => globalThis.created);
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    return { heap: usedSize, wasm: await page.evaluate(() => globalThis.wasmBytes()) };
  } finally {
    await context.close();
  }
}

/** @returns {Promise<Record<string, Held[]>>} by candidate */
export async function measure({ browser, rounds = 5 }) {
  const names = CANDIDATES.map((each) => each.name);
  const server = await serve(names);
  try {
    return await inTurn({
      names,
      rounds,
      async measure(name) {
        await server.reset();
        return holdAfterOne(browser, server, name);
      },
    });
  } finally {
    await server.close();
  }
}

/** What one holds: the middle of the heap, and the most that its WebAssembly had. @param {Held[]} runs @returns {Held} */
export const heldOf = (runs) => ({
  heap: spreadOf(runs.map(({ heap }) => heap)).median,
  wasm: Math.max(...runs.map(({ wasm }) => wasm)),
});

/** @param {Awaited<ReturnType<typeof measure>>} data */
export function tables(data) {
  const baseline = heldOf(data[BASELINE]).heap;
  const rows = Object.keys(data).map((name) => {
    const { title, ours } = candidateOf(name);
    const { heap, wasm } = heldOf(data[name]);
    return { title, ours, cells: [megabytes(heap), more(heap - baseline, megabytes), wasm ? megabytes(wasm) : '–'] };
  });
  return [
    {
      title: 'Memory after one create',
      columns: ['heap, MB', 'over fetch alone', 'WebAssembly, MB'],
      rows,
      note: 'After a collection of garbage; MB of 1,000,000 bytes.',
    },
  ];
}
