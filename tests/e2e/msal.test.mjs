/** Signing in with real MSAL.js at a real OpenID provider, ending in a created package. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { creates, fillInExample, outcome, SALES } from './harness.mjs';
import {
  CLIENT_ID,
  goToSignIn,
  signIn,
  signInToCatalogs,
  startTenant,
  statusSays,
  storageOf,
  TENANT_ID,
  windowOf,
} from './msal-support.mjs';

/** @type {Awaited<ReturnType<typeof startTenant>>} */
let tenant;
/** The access tokens as they are when no test wants others. */
let usual;

before(async () => {
  tenant = await startTenant();
  usual = { ...tenant.oidc.tokens };
});
after(() => tenant?.close());
beforeEach(() => {
  Object.assign(tenant.oidc.tokens, usual);
  tenant.graph.fake.reset();
  tenant.sandbox.fake.reset();
  tenant.judged.length = 0;
  tenant.oidc.tokenRequests.length = 0;
});

/** Opens the portal and closes it with the test. */
async function open(t) {
  const opened = await tenant.openPage();
  t.after(() => opened.context.close());
  return opened;
}

const pressCreate = (page) => page.getByRole('button', { name: 'Create', exact: true }).click();

const bearerOf = (request) => request.headers().authorization?.replace(/^Bearer /, '');

/** The claims of a JWT, unchecked: the fake has checked it. */
const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());

test('sign in, create: the fake has checked signature, audience and scope', async (t) => {
  const { page } = await open(t);
  await signInToCatalogs(page, tenant.oidc);
  await fillInExample(page);
  await pressCreate(page);
  const { verdict } = await outcome(page);
  assert.equal(verdict, 'yes');

  const id = await page.locator('#result code[data-field="id"]').textContent();
  const stored = tenant.graph.fake.accessPackages.find((candidate) => candidate.id === id);
  assert.equal(stored?.displayName, 'sales reps');
  assert.equal(stored?.catalogId, SALES);

  const [create, ...more] = creates(tenant.graph.fake);
  assert.deepEqual(more, []);
  assert.equal(create.status, 201);
  assert.deepEqual(JSON.parse(create.body), {
    displayName: 'sales reps',
    description: 'outside sales representatives',
    isHidden: false,
    catalog: { id: SALES },
  });

  assert.ok(tenant.judged.length > 0);
  assert.ok(tenant.judged.every(({ ok }) => ok));
  const claims = claimsOf(tenant.judged.at(-1).token);
  assert.equal(claims.aud, tenant.graph.origin);
  assert.equal(claims.iss, tenant.oidc.issuer);
  assert.equal(claims.scp, 'EntitlementManagement.ReadWrite.All');
  assert.equal(claims.client_id, CLIENT_ID);
});

test('the token goes to Graph only, in one header, and is kept nowhere', async (t) => {
  const { page, seen } = await open(t);
  await signInToCatalogs(page, tenant.oidc);
  await fillInExample(page);
  await pressCreate(page);
  await outcome(page);

  const tokens = [...new Set(tenant.judged.map(({ token }) => token))];
  assert.ok(tokens.length > 0);
  const carriers = seen.requests.filter((request) => tokens.includes(bearerOf(request)));
  assert.ok(carriers.length > 0);
  for (const request of carriers) assert.equal(new URL(request.url()).origin, tenant.graph.origin);
  for (const request of seen.requests) {
    for (const token of tokens) {
      assert.ok(!request.url().includes(token), 'a token is in a URL');
      assert.ok(!(request.postData() ?? '').includes(token), 'a token is in a body');
    }
  }
  const known = [tenant.portal.origin, tenant.graph.origin, tenant.sandbox.origin, tenant.oidc.issuer];
  const asked = seen.requests.map((request) => new URL(request.url()).origin);
  assert.deepEqual(
    [...new Set(asked)].filter((origin) => !known.includes(origin)),
    [],
  );

  const { local, session, cookies } = await storageOf(page);
  assert.equal(cookies, '');
  assert.equal(Object.keys(local).length, 1, `localStorage has ${Object.keys(local)}`);
  assert.deepEqual(JSON.parse(Object.values(local)[0]), { clientId: CLIENT_ID, tenantId: TENANT_ID });
  // MSAL.js caches in memory; what it may keep here is the state of a sign-in under way.
  const kept = JSON.stringify(session);
  for (const token of tokens) assert.ok(!kept.includes(token), 'an access token is in sessionStorage');
  assert.doesNotMatch(kept, /refreshtoken|accesstoken|idtoken/i);
  const shown = await page.evaluate(() => document.documentElement.outerHTML);
  for (const token of tokens) assert.ok(!shown.includes(token), 'a token is on the page');
});

test('the console is silent, and the address has nothing of the sign-in left', async (t) => {
  const { page, seen } = await open(t);
  await signInToCatalogs(page, tenant.oidc);
  assert.equal(page.url(), `${tenant.portal.origin}/`);
  assert.deepEqual(seen.console, []);
  assert.deepEqual(seen.errors, []);
});

test('the sandbox sees nothing of the tenant', async (t) => {
  const { page } = await open(t);
  tenant.sandbox.fake.reset();
  await signInToCatalogs(page, tenant.oidc);
  await fillInExample(page);
  await pressCreate(page);
  await outcome(page);
  assert.deepEqual(creates(tenant.sandbox.fake), []);
});

test('MSAL.js renews the token silently between two creates', async (t) => {
  // Five minutes or less: MSAL.js takes such a token for run out whenever it is asked.
  tenant.oidc.tokens.lifetime = 120;
  const { page } = await open(t);
  await signInToCatalogs(page, tenant.oidc);
  await fillInExample(page);
  await pressCreate(page);
  assert.equal((await outcome(page)).verdict, 'yes');
  const first = tenant.judged.at(-1).token;
  const renewalsBefore = tenant.oidc.tokenRequests.length;

  await page.getByRole('button', { name: 'Create another' }).click();
  await fillInExample(page);
  await page.getByLabel('Name', { exact: true }).fill('sales reps, the second');
  await pressCreate(page);
  assert.equal((await outcome(page)).verdict, 'yes');

  assert.notEqual(tenant.judged.at(-1).token, first);
  const renewals = tenant.oidc.tokenRequests.slice(renewalsBefore).map(({ grant }) => grant);
  assert.ok(renewals.length > 0);
  assert.deepEqual([...new Set(renewals)], ['refresh_token']);
  assert.equal(page.url(), `${tenant.portal.origin}/`);
});

test('a token for another audience is refused with 401, and the page says so', async (t) => {
  tenant.oidc.tokens.audience = 'https://elsewhere.example';
  const { page } = await open(t);
  await signInToCatalogs(page, tenant.oidc);
  await fillInByCatalogId(page);
  await pressCreate(page);
  const { verdict, title, text } = await outcome(page);
  assert.equal(verdict, 'no');
  assert.equal(title, 'Graph does not accept the sign-in');
  assert.match(text, /401/);
  assert.ok(tenant.judged.every(({ ok }) => !ok));
  assert.equal(tenant.graph.fake.requests.at(-1)?.status, 401);
});

test('a token without the permission is refused with 403, and the page names the permission', async (t) => {
  tenant.oidc.tokens.scp = 'User.Read';
  const { page } = await open(t);
  await signInToCatalogs(page, tenant.oidc);
  await fillInByCatalogId(page);
  await pressCreate(page);
  const { verdict, title, text } = await outcome(page);
  assert.equal(verdict, 'no');
  assert.equal(title, 'You may not create packages in this catalog');
  assert.match(text, /EntitlementManagement\.ReadWrite\.All/);
  assert.equal(creates(tenant.graph.fake).at(-1)?.status, 403);
});

/** Without a list of catalogs, its id is what one can give. */
async function fillInByCatalogId(page) {
  const catalog = page.getByRole('combobox', { name: 'Catalog' });
  await catalog.fill(SALES);
  await catalog.press('Tab');
  await page.getByLabel('Name', { exact: true }).fill('sales reps');
}

test('a sign-in that the person cancels is told, and nothing is sent', async (t) => {
  const { page } = await open(t);
  await signIn(page, tenant.oidc, { answer: 'Cancel' });
  await statusSays(page, /did not succeed/);
  assert.deepEqual(tenant.graph.fake.requests, []);
  assert.equal(new URL(page.url()).hash, '');
});

test('signing out forgets the account', async (t) => {
  const { page, context } = await open(t);
  await signInToCatalogs(page, tenant.oidc);
  const signOut = () => page.getByRole('button', { name: 'Sign out' }).click();
  const provider = await windowOf(page, tenant.oidc.issuer, signOut);
  await provider?.getByRole('button', { name: 'Sign out' }).click();
  await statusSays(page, 'Not signed in.');
  await page.waitForURL(`${tenant.portal.origin}/`);
  assert.equal(context.pages().length, 1);
  const again = await goToSignIn(page, tenant.oidc);
  await again.getByRole('button', { name: 'Next' }).waitFor();
});

test('a token whose signature is not the provider’s is refused', async (t) => {
  const { page } = await open(t);
  await signInToCatalogs(page, tenant.oidc);
  await fillInExample(page);
  const [header, payload, signature] = tenant.judged.at(-1).token.split('.');
  const widened = Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), exp: 9e9 }),
  );
  const ask = async (token) => {
    const url = `${tenant.graph.origin}/v1.0/identityGovernance/entitlementManagement/catalogs`;
    return (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status;
  };
  assert.equal(await ask([header, payload, signature].join('.')), 200);
  assert.equal(await ask([header, widened.toString('base64url'), signature].join('.')), 401);
});
