import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createWith, fillInExample, pickCatalog, SALES, startPortal } from './harness.mjs';

/** Runs a test on a portal of its own. */
async function withPortal(options, run) {
  const portal = await startPortal(options);
  try {
    await run(portal);
  } finally {
    await portal.close();
  }
}

const fieldOf = (page) => page.getByRole('combobox', { name: 'Catalog' });
const optionsOf = (page, name) => page.getByRole('listbox', { name: 'Catalogs' }).getByRole('option', { name });
const hintOf = (page) => page.locator('#catalog-hint');

describe('the list of catalogs', () => {
  test('ten thousand stay usable: few elements, a filter that answers at once', async () => {
    const catalogs = Array.from({ length: 10_000 }, (_, index) => ({
      displayName: `Catalog ${String(index).padStart(5, '0')}`,
      description: index % 2 ? 'odd' : null,
    }));
    await withPortal({ graph: { catalogs, pageSize: 1_000 } }, async (portal) => {
      const { page, finish } = await portal.openPage({ ready: false });
      await hintOf(page).getByText('10,000 catalogs').waitFor();
      await fieldOf(page).click();
      assert.ok((await optionsOf(page).count()) <= 100);
      await page.locator('#catalog-count', { hasText: 'The first 100 of 10,000.' }).waitFor();
      const began = Date.now();
      await fieldOf(page).pressSequentially('catalog 0421');
      await page.locator('#catalog-count', { hasText: /^11 catalogs/ }).waitFor();
      const took = Date.now() - began;
      assert.ok(took < 3_000, `typing took ${took} ms`);
      await fieldOf(page).fill('04217');
      assert.equal(await optionsOf(page).count(), 1);
      await fieldOf(page).press('Enter');
      assert.equal(await fieldOf(page).inputValue(), 'Catalog 04217');
      await page.getByLabel('Name', { exact: true }).fill('sales reps');
      assert.equal((await createWith(page)).verdict, 'yes');
      const [{ catalogId }] = portal.fake.accessPackages;
      assert.equal(portal.fake.catalogs.find(({ id }) => id === catalogId)?.displayName, 'Catalog 04217');
      await finish();
    });
  });

  test('arrow keys wrap around and name the active line', async () => {
    await withPortal({}, async (portal) => {
      const { page, finish } = await portal.openPage();
      await fieldOf(page).press('ArrowUp');
      const last = optionsOf(page).last();
      assert.equal(await fieldOf(page).getAttribute('aria-activedescendant'), await last.getAttribute('id'));
      await fieldOf(page).press('ArrowDown');
      const first = optionsOf(page).first();
      assert.equal(await fieldOf(page).getAttribute('aria-activedescendant'), await first.getAttribute('id'));
      await finish();
    });
  });

  test('two catalogs of one name are told apart by id, and neither is taken by guess', async () => {
    const twins = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
    const catalogs = twins.map((id) => ({ id, displayName: 'Twin' }));
    await withPortal({ graph: { catalogs } }, async (portal) => {
      const { page, finish } = await portal.openPage();
      await fieldOf(page).fill('Twin');
      await page.keyboard.press('Tab');
      assert.equal(await fieldOf(page).getAttribute('aria-invalid'), 'true');
      await fieldOf(page).click();
      await optionsOf(page, twins[1]).click();
      await hintOf(page).getByText(`Id ${twins[1]}`).waitFor();
      await finish();
    });
  });

  test('an empty list says so, and an id can be pasted instead', async () => {
    await withPortal({ graph: { catalogs: [] } }, async (portal) => {
      const { page, finish } = await portal.openPage({ networkErrors: true });
      await page.locator('#catalog-notice', { hasText: 'There is no catalog that you may see.' }).waitFor();
      await fieldOf(page).fill(SALES);
      await page.getByLabel('Name', { exact: true }).fill('sales reps');
      assert.match((await createWith(page)).title, /does not find the catalog/);
      await finish();
    });
  });

  test('a refusal is explained, and Try again tries again without losing the focus', async () => {
    await withPortal({}, async (portal) => {
      portal.fake.fail({ match: { method: 'GET', path: 'catalogs' }, answer: { status: 403 } });
      const { page, finish } = await portal.openPage({ networkErrors: true, ready: false });
      await page.locator('#catalog-notice', { hasText: 'You may not list catalogs.' }).waitFor();
      await page.getByRole('button', { name: 'Try again' }).press('Enter');
      await hintOf(page).getByText('7 catalogs').waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'catalog');
      assert.equal(await page.locator('#catalog-notice').isVisible(), false);
      await pickCatalog(page);
      await finish();
    });
  });

  test('while it loads, the page says so', async () => {
    await withPortal({}, async (portal) => {
      portal.fake.fail({ match: { method: 'GET', path: 'catalogs' }, delayMs: 1_000 });
      const { page, finish } = await portal.openPage({ ready: false });
      await hintOf(page).getByText('Loading catalogs…').waitFor();
      await hintOf(page).getByText('7 catalogs').waitFor();
      await finish();
    });
  });
});

describe('a sandbox that is not there', () => {
  test('from the beginning: the list says so', async () => {
    await withPortal({}, async (portal) => {
      await portal.sandbox.close();
      const { page, finish } = await portal.openPage({ networkErrors: true, ready: false });
      await page.locator('#catalog-notice', { hasText: 'The sandbox does not answer.' }).waitFor();
      await page.locator('#catalog-notice', { hasText: 'npm start' }).waitFor();
      await finish();
    });
  });

  test('when Create is pressed: told, and nothing was created', async () => {
    await withPortal({}, async (portal) => {
      const { page, finish } = await portal.openPage({ networkErrors: true });
      await fillInExample(page);
      await portal.sandbox.close();
      for (const rehearsal of ['works', 'no-permission']) {
        const told = await createWith(page, rehearsal);
        assert.equal(told.verdict, 'no');
        assert.match(told.title, /sandbox does not answer/);
      }
      await finish();
    });
  });
});
