import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultExposedHeaders } from '../../pkg/dist/testing.js';
import { example, open } from './support.mjs';

const claims = { access_token: { acrs: { essential: true, value: 'c1' } } };
const parameters =
  'realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", ' +
  'client_id="00000003-0000-0000-c000-000000000000"';

/** The claims in a challenge, decoded. */
function decode(header) {
  const encoded = /claims="([^"]*)"/.exec(header)[1];
  return JSON.parse(Buffer.from(encoded, 'base64url').toString());
}

test('WWW-Authenticate is among the headers that pages may read', () => {
  assert.ok(defaultExposedHeaders.includes('WWW-Authenticate'));
});

test('a token without the claims is 401 with the challenge, one that was issued with them is taken', async () => {
  const { fake, call } = open({ claimsChallenge: { claims } });
  for (let i = 0; i < 2; i += 1) {
    const { status, json, headers } = await call('POST', 'accessPackages', { json: example });
    assert.deepEqual([status, json.error.code], [401, 'InvalidAuthenticationToken']);
    assert.match(json.error.message, /^Continuous access evaluation resulted in challenge/);
    const header = headers.get('WWW-Authenticate');
    assert.ok(header.startsWith(`Bearer ${parameters}, `), header);
    assert.match(header, /error="insufficient_claims"/);
    assert.deepEqual(decode(header), claims);
  }
  assert.equal(
    fake.accessPackages.some(({ displayName }) => displayName === example.displayName),
    false,
  );
  // The text that a token callback is handed, and more than was asked for.
  for (const given of [JSON.stringify(claims), { ...claims, id_token: {} }]) {
    const token = fake.issueToken({ claims: given });
    assert.equal((await call('GET', 'catalogs', { token })).status, 200);
  }
  const wrong = { access_token: { acrs: { essential: true, value: 'c2' } } };
  assert.equal((await call('GET', 'catalogs', { token: fake.issueToken({ claims: wrong }) })).status, 401);
});

test('until: told challenges each token once', async () => {
  const { fake, call } = open({ claimsChallenge: { claims, until: 'told' } });
  const other = fake.issueToken();
  const status = async (token) => (await call('GET', 'catalogs', { token })).status;
  assert.deepEqual([await status(), await status(), await status(other), await status(other)], [401, 200, 401, 200]);
  assert.equal(await status(fake.issueToken({ claims })), 200);
});

const pop = /PoP realm="", authorization_uri="[^"]*", client_id="[^"]*", nonce="ey[\w-]*"/;
const bearer = /Bearer realm="", .*error="insufficient_claims", claims="[\w+/=-]*"/;
for (const [form, pattern] of [
  ['bearer', new RegExp(`^${bearer.source}$`)],
  ['popFirst', new RegExp(`^${pop.source}, ${bearer.source}$`)],
  ['bearerFirst', new RegExp(`^${bearer.source}, ${pop.source}$`)],
  ['lines', new RegExp(`^${pop.source}, ${bearer.source}$`)],
]) {
  test(`a challenge in the form ${form}`, async () => {
    const { call } = open({ claimsChallenge: { claims, form } });
    const { headers } = await call('GET', 'catalogs');
    assert.match(headers.get('WWW-Authenticate'), pattern);
    assert.deepEqual(decode(headers.get('WWW-Authenticate')), claims);
  });
}

test('claims are encoded with padding, or URL-safe without, whatever is in them', async () => {
  const wide = { access_token: { name: 'Ä?>~ÿ', emoji: '🗝️>>>???' } };
  for (const extra of ['', '.', '..']) {
    const json = { ...wide, extra };
    const encoded = async (encoding) => {
      const { headers } = await open({ claimsChallenge: { claims: json, encoding } }).call('GET', 'catalogs');
      return /claims="([^"]*)"/.exec(headers.get('WWW-Authenticate'))[1];
    };
    const bytes = Buffer.from(JSON.stringify(json));
    assert.equal(await encoded('base64'), bytes.toString('base64'));
    assert.equal(await encoded('base64url'), bytes.toString('base64url'));
  }
});

test('a challenge may come with 403, and for writes only', async () => {
  const { fake, call } = open({ claimsChallenge: { claims, status: 403, applies: 'writes' } });
  assert.equal((await call('GET', 'catalogs')).status, 200);
  const { status, json, headers } = await call('POST', 'accessPackages', { json: example });
  assert.deepEqual([status, json.error.code, json.error.message], [403, 'UnknownError', '']);
  assert.match(headers.get('WWW-Authenticate'), /insufficient_claims/);
  assert.equal(
    (await call('POST', 'accessPackages', { json: example, token: fake.issueToken({ claims }) })).status,
    201,
  );
});

test('claims can be demanded in the middle of things, as when sessions are revoked, and the demand lifted', async () => {
  let now = Date.UTC(2026, 0, 1);
  const { fake, call } = open({ now: () => now });
  const status = async (token) => (await call('GET', 'catalogs', { token })).status;
  assert.equal(await status(), 200);
  now += 1000;
  fake.demandClaims();
  const { headers } = await call('GET', 'catalogs');
  const demanded = decode(headers.get('WWW-Authenticate'));
  assert.deepEqual(demanded, { access_token: { nbf: { essential: true, value: String(now / 1000) } } });
  assert.equal(await status(fake.issueToken({ claims: demanded })), 200);
  fake.demandClaims({ claims });
  assert.equal(await status(fake.issueToken({ claims: demanded })), 401);
  fake.demandClaims(null);
  assert.equal(await status(), 200);
});

test('a reset brings the demand of the options back', async () => {
  const { fake, call } = open({ claimsChallenge: { claims, until: 'told' } });
  const status = async () => (await call('GET', 'catalogs')).status;
  await status();
  fake.demandClaims(null);
  assert.equal(await status(), 200);
  fake.reset();
  assert.deepEqual([await status(), await status()], [401, 200]);
});

test('a bad token is refused as such before claims matter', async () => {
  const { headers } = await open({ claimsChallenge: { claims } }).call('GET', 'catalogs', { token: 'x' });
  assert.doesNotMatch(headers.get('WWW-Authenticate'), /claims/);
});

test('verifyToken tells of foreign tokens which claims they were issued with', async () => {
  const { call } = open({
    claimsChallenge: { claims },
    verifyToken: (token) => ({ ok: true, grant: token === 'new' ? { claims } : {} }),
  });
  assert.equal((await call('GET', 'catalogs', { token: 'old' })).status, 401);
  assert.equal((await call('GET', 'catalogs', { token: 'new' })).status, 200);
});

for (const challenge of [
  'claims',
  { claims: 'x' },
  { claims: '[]' },
  { until: 'never' },
  { applies: 'reads' },
  { status: 402 },
  { form: 'basic' },
  { encoding: 'hex' },
  { claim: claims },
]) {
  test(`the claims challenge ${JSON.stringify(challenge)} is a TypeError`, () => {
    assert.throws(() => open({ claimsChallenge: challenge }), TypeError);
    assert.throws(() => open().fake.demandClaims(challenge), TypeError);
  });
}
