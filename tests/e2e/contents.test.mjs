/** The list of what is in the chosen catalog. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { createWith, fillInExample, pickCatalog, SALES, startPortal } from './harness.mjs';

let portal;
before(async () => {
  portal = await startPortal();
});
after(() => portal?.close());
afterEach(() => portal.fake.reset());

const listOf = (page) => page.locator('#contents-list li');
const lists = () => portal.fake.requests.filter(({ method, url }) => method === 'GET' && /accessPackages/.test(url));

async function unfold(page) {
  await page.getByText('What is in it already').click();
  await page.locator('#contents-status', { hasText: /\d packages?\./ }).waitFor();
}

describe('what is in the catalog', () => {
  test('is not asked for before somebody wants to see it, nor without a catalog', async () => {
    const { page, finish } = await portal.openPage();
    assert.equal(await page.locator('#contents').isVisible(), false);
    await pickCatalog(page);
    await page.getByText('What is in it already').waitFor();
    assert.deepEqual(lists(), []);
    await finish();
  });

  test('lists the packages of that catalog by name, and follows the choice', async () => {
    const { page, finish } = await portal.openPage();
    await pickCatalog(page);
    await unfold(page);
    const inSales = portal.fake.accessPackages.filter(({ catalogId }) => catalogId === SALES);
    assert.ok(inSales.length > 0);
    assert.deepEqual(
      (await listOf(page).allTextContents()).sort(),
      inSales.map(({ displayName }) => displayName).sort(),
    );
    const other = portal.fake.catalogs.find(({ id }) => id !== SALES);
    await pickCatalog(page, other.displayName);
    const inOther = portal.fake.accessPackages.filter(({ catalogId }) => catalogId === other.id);
    const count = inOther.length === 1 ? '1 package.' : `${inOther.length} packages.`;
    await page.locator('#contents-status', { hasText: count }).waitFor();
    assert.equal(await listOf(page).count(), inOther.length);
    await finish();
  });

  test('has a package once it was created', async () => {
    const { page, finish } = await portal.openPage();
    await fillInExample(page);
    await unfold(page);
    assert.ok(!(await listOf(page).allTextContents()).includes('sales reps'));
    await createWith(page);
    await page.locator('#contents-list', { hasText: 'sales reps' }).waitFor();
    await finish();
  });

  test('a refusal is told in its place, and unfolding again tries again', async () => {
    const { page, finish } = await portal.openPage({ networkErrors: true });
    await pickCatalog(page);
    portal.fake.fail({ match: { method: 'GET' }, answer: { status: 403 } });
    await page.getByText('What is in it already').click();
    await page.locator('#contents-status', { hasText: 'You may not list its packages.' }).waitFor();
    await page.getByText('What is in it already').click();
    await unfold(page);
    assert.ok((await listOf(page).count()) > 0);
    await finish();
  });
});
