/** Claims challenges from end to end: Graph wants more of a token, the callback is told what, and the call goes on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXAMPLE, rejection } from './consumer.mjs';
import { lib, open, tries } from './service.mjs';

const ACRS = { access_token: { acrs: { essential: true, value: 'c1' } } };

/** A portal that has the claims put into its next token, as MSAL.js does. */
function portal(service) {
  const asked = [];
  const getToken = ({ reason, claims, forceRefresh }) => {
    asked.push({ reason, claims, forceRefresh });
    return service.fake.issueToken(claims ? { claims: JSON.parse(claims) } : {});
  };
  return { asked, client: service.connect({ getToken }) };
}

for (const form of ['bearer', 'popFirst', 'bearerFirst', 'lines']) {
  for (const encoding of ['base64', 'base64url']) {
    test(`a challenge in the form ${form}, ${encoding}: the claims reach the callback as JSON text`, async () => {
      const service = open({ claimsChallenge: { claims: ACRS, form, encoding, applies: 'writes' } });
      const { asked, client } = portal(service);
      const { outcome, attempts } = await client.create(EXAMPLE);
      assert.equal(outcome, 'created');
      assert.deepEqual(JSON.parse(asked[2].claims), ACRS);
      assert.deepEqual(
        asked.map(({ reason, forceRefresh }) => [reason, forceRefresh]),
        [
          ['initial', false],
          ['retry', false],
          ['claimsChallenge', true],
        ],
      );
      assert.deepEqual(tries(attempts), [
        ...['lookUp initial succeeded', 'create initial refused', 'create claimsChallenge succeeded'],
        'lookUp created succeeded',
      ]);
      assert.equal(service.posts(), 2);
    });
  }
}

test('a challenge that is asked for everything is met by the first request', async () => {
  const service = open({ claimsChallenge: { claims: ACRS, until: 'told' } });
  const token = service.fake.issueToken({ claims: ACRS });
  const client = service.connect({ getToken: ({ claims }) => (claims ? token : service.fake.issueToken()) });
  assert.equal((await client.create(EXAMPLE)).outcome, 'created');
});

test('claims of any text arrive as they are', async () => {
  const claims = { access_token: { x: { value: 'ÿ>?~ð "quoted" \\ 😀' } } };
  const service = open({ claimsChallenge: { claims, encoding: 'base64url' } });
  const { asked, client } = portal(service);
  await client.getCatalog(EXAMPLE.catalog.id);
  assert.deepEqual(JSON.parse(asked.at(-1).claims), claims);
});

test('sessions that are revoked in the middle: a new token, and the create goes on', async () => {
  const service = open();
  const { asked, client } = portal(service);
  await client.create({ ...EXAMPLE, displayName: 'before' });
  service.fake.demandClaims({ form: 'popFirst' });
  const { outcome } = await client.create(EXAMPLE);
  assert.equal(outcome, 'created');
  assert.match(asked.find(({ claims }) => claims).claims, /"nbf"/);
});

test('a challenge that comes with 403 is one too', async () => {
  const service = open({ claimsChallenge: { claims: ACRS, status: 403, applies: 'writes' } });
  const { asked, client } = portal(service);
  assert.equal((await client.create(EXAMPLE)).outcome, 'created');
  assert.equal(asked.at(-1).reason, 'claimsChallenge');
});

test('a callback that cannot get the claims: the very cause, and nothing was created', async () => {
  const service = open({ claimsChallenge: { claims: ACRS, applies: 'writes' } });
  const reason = new Error('interaction required');
  const getToken = ({ claims }) => {
    if (claims) throw reason;
    return service.fake.issueToken();
  };
  const error = await rejection(service.connect({ getToken }).create(EXAMPLE));
  assert.deepEqual([error.code, error.reason, error.cause], ['ERR_TOKEN', 'failed', reason]);
  assert.deepEqual(service.named(EXAMPLE.displayName), []);
});

test('a token that lacks the claims all the same: the refusal with the claims, once', async () => {
  for (const status of [401, 403]) {
    const service = open({ claimsChallenge: { claims: ACRS, status, applies: 'writes' } });
    const error = await rejection(service.connect({ getToken: () => service.fake.issueToken() }).create(EXAMPLE));
    assert.ok(error instanceof lib.GraphError);
    assert.deepEqual([error.status, JSON.parse(error.claims)], [status, ACRS]);
    assert.equal('denial' in error, false, 'it is not a matter of roles');
    assert.deepEqual([service.posts(), service.named(EXAMPLE.displayName)], [2, []]);
  }
});

test('a token of the options cannot be renewed: the refusal with the claims', async () => {
  const service = open({ claimsChallenge: { claims: ACRS } });
  const error = await rejection(service.connect().create(EXAMPLE));
  assert.deepEqual([error.code, error.status, JSON.parse(error.claims)], ['ERR_GRAPH', 401, ACRS]);
});

test('where the header is hidden a 401 is a plain one', async () => {
  const service = open({ claimsChallenge: { claims: ACRS }, exposeHeaders: ['request-id'] });
  const { asked, client } = portal(service);
  const error = await rejection(client.create(EXAMPLE));
  assert.deepEqual([error.status, error.claims], [401, undefined]);
  assert.deepEqual(asked.at(-1), { reason: 'unauthorized', claims: undefined, forceRefresh: true });
});
