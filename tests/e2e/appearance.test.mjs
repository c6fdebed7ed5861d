import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, afterEach, before, describe, test } from 'node:test';
import { startPortal } from './harness.mjs';
import { STATES } from './states.mjs';

const { source: axeSource } = createRequire(import.meta.url)('axe-core');

let portal;
before(async () => {
  // For the state in which there are two of a name.
  portal = await startPortal({ graph: { nameUniqueness: 'none' } });
});
after(() => portal?.close());
afterEach(() => portal.fake.reset());

/** Opens what can be folded away. */
async function unfold(page) {
  for (const summary of await page.locator('#result summary').all()) await summary.click();
}

describe('axe-core finds nothing', () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const [name, reach] of Object.entries(STATES)) {
      test(`${name}, ${colorScheme}`, async () => {
        const { page, finish } = await portal.openPage({ networkErrors: true, context: { colorScheme } });
        await reach(page, portal.fake);
        await unfold(page);
        // Evaluated by the debugger, to which the page's policy does not apply.
        await page.evaluate(axeSource);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
        assert.deepEqual(found, []);
        await finish();
      });
    }
  }
});

describe('a window of 320 pixels', () => {
  for (const [name, reach] of Object.entries(STATES)) {
    test(`${name}: nothing sticks out to the side`, async () => {
      const { page, finish } = await portal.openPage({
        networkErrors: true,
        context: { viewport: { width: 320, height: 640 } },
      });
      await reach(page, portal.fake);
      await unfold(page);
      const wide = await page.evaluate(() => ({
        page: document.documentElement.scrollWidth,
        out: [...document.querySelectorAll('main *')]
          .filter((each) => each.getBoundingClientRect().right > 320.5)
          .map((each) => each.outerHTML.slice(0, 80)),
      }));
      assert.deepEqual(wide, { page: 320, out: [] });
      await finish();
    });
  }
});

describe('the colour scheme', () => {
  test('follows the system', async () => {
    const backgrounds = [];
    for (const colorScheme of ['light', 'dark']) {
      const { page, finish } = await portal.openPage({ context: { colorScheme } });
      backgrounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
      await finish();
    }
    assert.deepEqual(backgrounds, ['rgb(244, 246, 247)', 'rgb(15, 21, 24)']);
  });
});
