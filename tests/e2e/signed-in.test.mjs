/** What the page keeps and says around a sign-in, at a real OpenID provider. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { creates, fillInExample, outcome, SALES } from './harness.mjs';
import {
  CLIENT_ID,
  goToSignIn,
  signIn,
  signInToCatalogs,
  startTenant,
  statusSays,
  TENANT_ID,
} from './msal-support.mjs';
import { send } from './states.mjs';

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

/** Sends the example, cancels before there is an answer, and reloads: the page is signed out then. */
async function loseSightOf(t) {
  const page = await open(t);
  tenant.graph.fake.reset();
  await signInToCatalogs(page, tenant.oidc);
  await fillInExample(page);
  tenant.graph.fake.fail({ answerDelayMs: 60_000 });
  await send(page, tenant.graph.fake);
  await page.getByRole('button', { name: 'Cancel' }).click();
  assert.equal((await outcome(page)).verdict, 'unknown');
  await page.reload();
  return page;
}

const lookAgainIn = (card) => card.getByRole('button', { name: /^Look again/ });

test('after a reload, looking what became of a create asks to sign in, and then finds it', async (t) => {
  const page = await loseSightOf(t);
  const card = page.locator('#unsettled');
  assert.match(await card.textContent(), /“sales reps”, catalog Sales, was under way in your tenant/);
  await lookAgainIn(card).click();
  assert.equal(await page.getByRole('radio', { name: /Your tenant/ }).isChecked(), true);
  const told = await outcome(page);
  assert.equal(told.title, 'Sign in to go on');
  assert.equal(told.verdict, 'unknown');

  const popup = page.waitForEvent('popup');
  await page.locator('#result').getByRole('button', { name: 'Sign in again' }).click();
  await (await popup).getByRole('button', { name: 'Accept' }).click();
  await page.locator('#result').waitFor({ state: 'hidden' });
  assert.match(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''), /^Look again/);
  await page.keyboard.press('Enter');
  assert.equal((await outcome(page)).verdict, 'yes');
  assert.equal(creates(tenant.graph.fake).length, 1);
});

test('in another tenant than the one that it went to, a create is not looked for', async (t) => {
  const page = await loseSightOf(t);
  await page.getByRole('radio', { name: /Your tenant/ }).check();
  await page.getByLabel('Directory (tenant) ID').fill('fabrikam.example');
  const popup = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await (await popup).getByRole('button', { name: 'Accept' }).click();
  await statusSays(page, 'Signed in as');
  const before = tenant.graph.fake.requests.length;
  await lookAgainIn(page.locator('#unsettled')).click();
  const told = await outcome(page);
  assert.equal(told.title, 'That create went to another tenant');
  assert.equal(tenant.graph.fake.requests.length, before, 'nothing was asked');
  assert.equal(await page.locator('#unsettled').isVisible(), true, 'and it is kept');
});
