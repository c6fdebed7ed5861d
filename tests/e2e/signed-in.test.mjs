/** What the page keeps and says around a sign-in, at a real OpenID provider. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fillInExample, outcome, SALES } from './harness.mjs';
import {
  CLIENT_ID,
  goToSignIn,
  signIn,
  signInToCatalogs,
  startTenant,
  statusSays,
  TENANT_ID,
} from './msal-support.mjs';

let tenant;
before(async () => {
  tenant = await startTenant();
});
after(() => tenant?.close());

async function open(t) {
  const { page, context } = await tenant.openPage();
  t.after(() => context.close());
  return page;
}

const valuesOf = (page) =>
  Promise.all(['#catalog', '#display-name', '#description'].map((field) => page.locator(field).inputValue()));

test('signing in again keeps what was typed and picked', async (t) => {
  const page = await open(t);
  await signInToCatalogs(page, tenant.oidc);
  await fillInExample(page);
  const before = await valuesOf(page);
  // The provider knows the person by now and asks for consent only.
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Sign in again' }).click();
  const listed = page.waitForResponse(/\/catalogs\?/);
  await (await opened).getByRole('button', { name: 'Accept' }).click();
  await (await listed).finished();
  await page.locator('#catalog-hint', { hasText: SALES }).waitFor();
  await statusSays(page, 'Signed in as');
  assert.deepEqual(await valuesOf(page), before);
});

test('after “Sign in to go on”, signing in clears the failure and leads back to Create', async (t) => {
  const page = await open(t);
  await page.getByLabel('Application (client) ID').fill(CLIENT_ID);
  await page.getByLabel('Directory (tenant) ID').fill(TENANT_ID);
  await page.getByRole('combobox', { name: 'Catalog' }).fill(SALES);
  await page.getByLabel('Name', { exact: true }).fill('night shift');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  assert.equal((await outcome(page)).title, 'Sign in to go on');
  const popup = page.waitForEvent('popup');
  await page.locator('#result').getByRole('button', { name: 'Sign in again' }).click();
  const provider = await popup;
  await provider.getByRole('button', { name: 'Next' }).click();
  await provider.getByRole('button', { name: 'Accept' }).click();
  await statusSays(page, 'Signed in as');
  await page.locator('#result').waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'create');
  await page.keyboard.press('Enter');
  assert.equal((await outcome(page)).verdict, 'yes');
});

test('a window that was closed does not block the next try', async (t) => {
  const page = await open(t);
  const provider = await goToSignIn(page, tenant.oidc);
  await provider.getByRole('button', { name: 'Next' }).waitFor();
  await provider.close();
  await signIn(page, tenant.oidc);
  await statusSays(page, 'Signed in as');
});
