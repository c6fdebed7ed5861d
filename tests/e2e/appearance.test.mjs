import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startPortal } from './harness.mjs';
import { sticksOut, violations } from './looks.mjs';
import { STATES } from './states.mjs';

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
