/** Claims challenges: Graph wants more of the token, real MSAL.js fetches it from a real OpenID provider. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { creates, fillInExample, outcome, pressCreate } from './harness.mjs';
import { signInToCatalogs, startTenant, statusSays } from './msal-support.mjs';

const CLAIMS = '{"access_token":{"nbf":{"essential":true,"value":"1726258122"}}}';

/** Two schemes in one header, as Graph sends them. */
const CHALLENGE = {
  status: 401,
  headers: {
    'WWW-Authenticate':
      'PoP realm="", nonce="eyJhIjoiYiJ9", Bearer realm="", ' +
      'authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", ' +
      `error="insufficient_claims", claims="${Buffer.from(CLAIMS).toString('base64')}"`,
  },
};

let tenant;
before(async () => {
  tenant = await startTenant();
});
after(() => tenant?.close());
beforeEach(() => {
  tenant.graph.fake.reset();
  tenant.judged.length = 0;
  tenant.oidc.tokenRequests.length = 0;
});

/** Signs in, fills in the example, and has Graph want more of the token that comes with the create. */
async function challenged(t) {
  const opened = await tenant.openPage();
  t.after(() => opened.context.close());
  await signInToCatalogs(opened.page, tenant.oidc);
  await fillInExample(opened.page);
  tenant.graph.fake.fail({ answer: CHALLENGE });
  return opened;
}

const statuses = () => creates(tenant.graph.fake).map(({ status }) => status);
const isTokenRequest = (url) => url.href.startsWith(`${tenant.oidc.issuer}/token`);
/** The provider cannot give what the challenge wants without the person. */
const INTERACTION_REQUIRED = {
  status: 400,
  headers: { 'Access-Control-Allow-Origin': '*' },
  json: { error: 'interaction_required', error_description: 'Somebody has to be asked.' },
};

test('a claims challenge leads to a new token with these claims, and it is created', async (t) => {
  const { page, seen } = await challenged(t);
  const before = tenant.oidc.tokenRequests.length;
  await pressCreate(page);
  const { verdict, text } = await outcome(page);
  assert.equal(verdict, 'yes');
  assert.match(text, /create \(claimsChallenge\)/);
  assert.deepEqual(statuses(), [401, 201]);

  const grants = tenant.oidc.tokenRequests.slice(before).map(({ grant }) => grant);
  assert.deepEqual(grants, ['refresh_token']);
  const asked = seen.requests.filter((request) => isTokenRequest(new URL(request.url()))).at(-1);
  const claims = JSON.parse(new URLSearchParams(asked.postData()).get('claims'));
  assert.deepEqual(claims.access_token.nbf, JSON.parse(CLAIMS).access_token.nbf);
  assert.deepEqual(claims.access_token.xms_cc.values, ['CP1'], 'and it says that it understands challenges');

  const [first, second] = creates(tenant.graph.fake).map(({ headers }) => headers['client-request-id']);
  assert.notEqual(first, second);
  assert.ok(new Set(tenant.judged.map(({ token }) => token)).size >= 2, 'a new token was shown');
});

test('where the person has to be asked, a window opens with these claims, and it is created', async (t) => {
  const { page } = await challenged(t);
  await page.route(isTokenRequest, (route) => route.fulfill(INTERACTION_REQUIRED), { times: 1 });
  const asked = page.context().waitForEvent('request', { predicate: (request) => /\/auth\?/.test(request.url()) });
  const opened = page.waitForEvent('popup');
  await pressCreate(page);
  assert.match(new URL((await asked).url()).searchParams.get('claims'), /1726258122/);
  const popup = await opened;
  await popup.getByRole('button', { name: 'Accept' }).click();
  const { verdict } = await outcome(page);
  assert.equal(verdict, 'yes');
  assert.deepEqual(statuses(), [401, 201]);
});

test('where the browser blocks the window, the next sign-in asks for these claims', async (t) => {
  const { page } = await challenged(t);
  await page.route(isTokenRequest, (route) => route.fulfill(INTERACTION_REQUIRED), { times: 1 });
  await page.evaluate(() => {
    globalThis.openAsBefore = globalThis.open;
    globalThis.open = () => null;
  });
  await pressCreate(page);
  const told = await outcome(page);
  assert.equal(told.verdict, 'no');
  assert.equal(told.title, 'Sign in to go on');
  assert.match(told.text, /the browser did not let this page open the window/);
  assert.match(told.text, /Nothing was created/);
  assert.deepEqual(statuses(), [401]);

  await page.evaluate(() => {
    globalThis.open = globalThis.openAsBefore;
  });
  const asked = page.context().waitForEvent('request', { predicate: (request) => /\/auth\?/.test(request.url()) });
  const opened = page.waitForEvent('popup');
  await page.locator('#result').getByRole('button', { name: 'Sign in again' }).click();
  assert.match(new URL((await asked).url()).searchParams.get('claims'), /1726258122/);
  await (await opened).getByRole('button', { name: 'Accept' }).click();
  await page.locator('#result').waitFor({ state: 'hidden' });
  await statusSays(page, 'Signed in as');
  await pressCreate(page);
  assert.equal((await outcome(page)).verdict, 'yes');
});

test('where the person refuses, that is told, and the next sign-in asks for these claims', async (t) => {
  const { page } = await challenged(t);
  await page.route(isTokenRequest, (route) => route.fulfill(INTERACTION_REQUIRED), { times: 1 });
  const opened = page.waitForEvent('popup');
  await pressCreate(page);
  await (await opened).getByRole('button', { name: 'Cancel' }).click();
  const told = await outcome(page);
  assert.deepEqual([told.verdict, told.title], ['no', 'Sign in to go on']);
  assert.match(told.text, /was refused/);
  assert.deepEqual(statuses(), [401]);

  const asked = page.context().waitForEvent('request', { predicate: (request) => /\/auth\?/.test(request.url()) });
  await page.locator('#result').getByRole('button', { name: 'Sign in again' }).click();
  assert.match(new URL((await asked).url()).searchParams.get('claims'), /1726258122/);
});
