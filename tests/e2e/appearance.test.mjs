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

/** Opens what can be folded away, where no question lies above it. */
async function unfold(page) {
  if ((await page.getByRole('dialog').count()) > 0) return;
  for (const summary of await page.locator('#result summary').all()) await summary.click();
}

/** What axe-core finds wrong. It is evaluated by the debugger, to which the page's policy does not apply. */
async function violations(page) {
  await page.evaluate(axeSource);
  const { violations: found } = await page.evaluate(() => globalThis.axe.run());
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** What is wider than the window. */
const sticksOut = (page) =>
  page.evaluate(() => {
    const width = innerWidth;
    const out = [...document.querySelectorAll('main *, dialog *')].filter(
      (each) => each.getBoundingClientRect().right > width + 0.5,
    );
    return { page: document.documentElement.scrollWidth - width, out: out.map((each) => each.outerHTML.slice(0, 80)) };
  });

describe('each state', () => {
  for (const [name, reach] of Object.entries(STATES)) {
    test(`${name}: axe-core finds nothing, in light and in dark; in 320 pixels nothing sticks out`, async () => {
      const { page, finish } = await portal.openPage({ networkErrors: true });
      await reach(page, portal.fake);
      await unfold(page);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await violations(page), [], colorScheme);
      }
      await page.setViewportSize({ width: 320, height: 640 });
      assert.deepEqual(await sticksOut(page), { page: 0, out: [] });
      assert.deepEqual(await violations(page), [], 'narrow');
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
