/** How the view *Many* looks: by axe-core, in both schemes, in a narrow window, zoomed, and with forced colours. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startPortal } from './harness.mjs';
import { sticksOut, violations } from './looks.mjs';
import { MANY_STATES } from './many-states.mjs';
import { openMany, planSample } from './many-support.mjs';

let portal;
before(async () => {
  portal = await startPortal();
});
after(() => portal?.close());
afterEach(() => portal.fake.reset());

describe('each state', () => {
  for (const [name, reach] of Object.entries(MANY_STATES)) {
    test(`${name}: axe-core finds nothing, in light and in dark; in 320 pixels nothing sticks out`, async () => {
      const { page, finish } = await openMany(portal);
      await reach(page);
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

describe('a plan', () => {
  test('at 200 % text size rows are as high as their text, and still fit', async () => {
    const { page, finish } = await openMany(portal);
    await planSample(page);
    const height = () =>
      page
        .locator('#plan .grid-body .grid-row')
        .first()
        .evaluate((row) => row.offsetHeight);
    const before = await height();
    // By the object model: the policy of the page lets no style in otherwise.
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
    await page.waitForFunction(
      (least) => document.querySelector('#plan .grid-body .grid-row').offsetHeight > least,
      before * 1.9,
    );
    const tops = await page
      .locator('#plan .grid-body .grid-row')
      .evaluateAll((rows) => rows.slice(0, 3).map((row) => row.offsetTop));
    assert.equal(tops[1] - tops[0], await height());
    assert.equal((await sticksOut(page)).page, 0);
    await finish();
  });

  test('with forced colours the row that is meant and a pressed toggle can be told', async () => {
    const { page, finish } = await openMany(portal, { context: { forcedColors: 'active' } });
    await planSample(page);
    await page.locator('#plan .filter').first().click();
    const outlines = await page.evaluate(() =>
      ['#plan .grid-row[aria-selected="true"]', '#plan .filter[aria-pressed="true"]'].map(
        (selector) => getComputedStyle(document.querySelector(selector)).outlineStyle,
      ),
    );
    assert.deepEqual(outlines, ['solid', 'solid']);
    await finish();
  });
});
