/** Everybody who is measured does the job, in a page, from the bundle that is measured; and what they weigh is plausible. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from '../e2e/harness.mjs';
import { CANDIDATES } from './candidates/index.mjs';
import { measure as measureBytes, weigh } from './sections/bytes.mjs';
import { createAtOnce } from './sections/cold-start.mjs';
import { STUB } from './sections/per-create.mjs';
import { serve } from './serve/index.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;

before(async () => {
  browser = await launchBrowser();
  server = await serve(CANDIDATES.map(({ name }) => name));
});

after(async () => {
  await browser?.close();
  await server?.close();
});

for (const { name, title, looks } of CANDIDATES) {
  test(`${title} creates one package and gives its id, and the arrival is seen`, async () => {
    const { first, post, id } = await createAtOnce(browser, server, 'loopback', name);
    const made = (await server.packages()).filter(({ displayName }) => displayName === 'sales reps');
    assert.deepEqual(
      made.map((each) => each.id),
      [id],
    );
    assert.ok(first > 0);
    assert.equal(post > first, looks === true, 'a look comes first, or none');
  });

  test(`${title} creates in a page without a network`, async () => {
    const context = await browser.newContext();
    await context.addInitScript({ path: STUB });
    const page = await context.newPage();
    await page.goto(server.pageOf(name, 'warm'));
    await page.waitForFunction(() => 'ready' in globalThis);
    assert.ok((await page.evaluate(() => globalThis.createMany(3, 'no.'))) > 0);
    await context.close();
  });
}

test('what is fetched later does not weigh', () => {
  const bytes = Buffer.from('a'.repeat(100));
  const script = (atOnce) => ({ name: 'a', bytes, atOnce });
  assert.equal(weigh([script(true), script(false)]).raw, 100);
});

test('what is small is told to be small, by both bundlers', async () => {
  const names = ['fetch', 'ky', 'axios'];
  const { byName: weights } = await measureBytes({ names });
  for (const bundler of ['esbuild', 'rollup']) {
    const [alone, ky, axios] = names.map((name) => weights[name][bundler]);
    assert.ok(alone.brotli < 500 && alone.brotli < ky.brotli && ky.brotli < axios.brotli, bundler);
    for (const { raw, gzip, brotli } of [ky, axios]) assert.ok(brotli < gzip && gzip < raw, bundler);
  }
});
