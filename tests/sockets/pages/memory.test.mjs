/** Ten thousand creates in one page leave nothing behind. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPages } from './browser.mjs';

const WARM_UP = 1_000;
const CREATES = 10_000;

/** How much the heap may grow by creates that are over, in bytes. */
const GROWTH_MAX = 1_000_000;

/** How long the page may keep what it keeps on purpose, in milliseconds. */
const REST_MS = 15_000;

let pages;

before(async () => {
  pages = await openPages({
    script: new URL('memory-page.mjs', import.meta.url),
    modules: { '/watch.mjs': new URL('watch.mjs', import.meta.url) },
  });
});

after(() => pages?.close());

/** What is left when nothing more goes away: a name may be remembered for a while. */
async function settledLeftovers(tab) {
  const deadline = Date.now() + REST_MS;
  for (;;) {
    const left = await tab.evaluate(() => globalThis.leftovers());
    if ((left.timers === 0 && left.locks === 0) || Date.now() > deadline) return left;
    await new Promise((later) => setTimeout(later, 500));
  }
}

test(`${CREATES} creates in one page leave no memory, timer, listener or lock behind`, async (context) => {
  const tab = await pages.openTab();
  const devtools = await tab.context().newCDPSession(tab);
  const measure = async () => {
    const collect = () => devtools.send('HeapProfiler.collectGarbage');
    await collect();
    const left = await settledLeftovers(tab);
    // Again: what finalisers and the watch itself let go of.
    await collect();
    return { ...left, ...(await devtools.send('Runtime.getHeapUsage')) };
  };

  await tab.evaluate((count) => globalThis.createMany(count), WARM_UP);
  const before = await measure();
  const start = performance.now();
  const ends = await tab.evaluate((count) => globalThis.createMany(count), CREATES);
  const seconds = (performance.now() - start) / 1_000;
  const afterwards = await measure();

  const growth = afterwards.usedSize - before.usedSize;
  context.diagnostic(
    `${JSON.stringify(ends)} in ${seconds.toFixed(1)} s; WebAssembly ${before.memories} → ${afterwards.memories} bytes; ` +
      `heap ${before.usedSize} → ${afterwards.usedSize} bytes`,
  );
  assert.deepEqual(Object.keys(ends).sort(), ['adopted', 'created']);
  assert.equal(before.memories.length, 1, 'the memory of the WebAssembly was seen');
  assert.deepEqual(afterwards.memories, before.memories, 'and is flat after warm-up');
  assert.ok(growth < GROWTH_MAX, `the heap grew by ${growth} bytes`);
  assert.ok(afterwards.timersEver > before.timersEver, 'timers were seen');
  assert.ok(afterwards.listenersEver > before.listenersEver, 'listeners were seen');
  assert.deepEqual([afterwards.timers, afterwards.locks], [0, 0]);
  // What drives the browser has listeners of its own.
  assert.deepEqual(afterwards.listeners, before.listeners);
});
