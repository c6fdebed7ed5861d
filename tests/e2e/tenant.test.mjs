/** What the tenant's panel does before anybody signs in; the sign-in itself is tested against an OpenID provider. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { outcome, SALES, startPortal } from './harness.mjs';

const CLIENT = '11111111-2222-4333-8444-555555555555';
const SCOPE = 'https://graph.microsoft.com/EntitlementManagement.ReadWrite.All';

let portal;
before(async () => {
  portal = await startPortal();
});
after(() => portal?.close());

async function openTenant(options) {
  const opened = await portal.openPage(options);
  await opened.page.getByText('Your tenant', { exact: true }).click();
  return opened;
}

describe('your tenant, signed out', () => {
  test('shows what to register: this page’s redirect URI, the permission, the roles', async () => {
    const { page, finish } = await openTenant();
    const text = await page.locator('#tenant-setup').textContent();
    assert.ok(text.includes(`${portal.origin}/`));
    for (const word of ['EntitlementManagement.ReadWrite.All', 'Access package manager', 'Catalog owner']) {
      assert.ok(text.includes(word), word);
    }
    assert.equal(await page.locator('#catalog-hint').textContent(), 'Sign in to see your catalogs.');
    await finish();
  });

  test('ids that cannot be right are told at the field, and nothing is loaded or stored', async () => {
    const { page, finish } = await openTenant();
    await page.getByLabel('Application (client) ID').fill('contoso');
    await page.getByLabel('Directory (tenant) ID').fill('contoso');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    assert.match(await page.locator('#client-id-problem').textContent(), /is a GUID/);
    assert.match(await page.locator('#tenant-id-problem').textContent(), /GUID or a domain/);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'client-id');
    assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
    await page.getByLabel('Directory (tenant) ID').fill('contoso.onmicrosoft.com');
    assert.equal(await page.locator('#tenant-id-problem').isVisible(), false);
    await finish();
  });

  test('the request can be seen, and Create says that nobody is signed in', async () => {
    const { page, finish } = await openTenant();
    await page.getByRole('combobox', { name: 'Catalog' }).fill(SALES);
    await page.getByLabel('Name', { exact: true }).fill('sales reps');
    await page
      .getByText('https://graph.microsoft.com/v1.0/identityGovernance/entitlementManagement/accessPackages')
      .waitFor();
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    const told = await outcome(page);
    assert.equal(told.verdict, 'no');
    assert.equal(told.title, 'Sign in to go on');
    await page.locator('#result').getByRole('button', { name: 'Sign in again' }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'client-id', 'the ids are still missing');
    await finish();
  });

  test('Sign in goes to the tenant with PKCE and the Graph scope, and only the two ids are remembered', async () => {
    const login = 'https://login.microsoftonline.com';
    const { page, finish } = await openTenant({ networkErrors: true, alsoAsked: [login] });
    await page.context().route(`${login}/**`, (route) => route.abort());
    const asked = page.context().waitForEvent('request', {
      predicate: (request) => request.url().startsWith(login) && request.isNavigationRequest(),
    });
    await page.getByLabel('Application (client) ID').fill(` ${CLIENT} `);
    await page.getByLabel('Directory (tenant) ID').fill('contoso.com');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    const { pathname, searchParams } = new URL((await asked).url());
    assert.equal(pathname, '/contoso.com/oauth2/v2.0/authorize');
    assert.equal(searchParams.get('client_id'), CLIENT);
    assert.equal(searchParams.get('redirect_uri'), `${portal.origin}/`);
    assert.equal(searchParams.get('response_type'), 'code');
    assert.equal(searchParams.get('code_challenge_method'), 'S256');
    assert.ok(searchParams.get('scope').split(' ').includes(SCOPE));
    const kept = await page.evaluate(() => Object.values({ ...localStorage }));
    assert.deepEqual(
      kept.map((each) => JSON.parse(each)),
      [{ clientId: CLIENT, tenantId: 'contoso.com' }],
    );
    await finish();
  });

  test('an address that only looks like the answer of a sign-in leads to the page', async () => {
    const { page, finish } = await portal.openPage();
    for (const stale of ['/?state=stale', '/#code=stale&state=stale']) {
      await page.goto('about:blank');
      await page.goto(portal.origin + stale);
      await page.locator('#catalog-hint', { hasText: '7 catalogs' }).waitFor();
      assert.equal(page.url(), `${portal.origin}/`);
    }
    await finish();
  });
});
