import assert from 'node:assert/strict';
import { test } from 'node:test';
import { example, names, open, sales } from './support.mjs';

const engineering = '2d1a6c3e-7f54-4b8e-a1c9-0e6f3b5d8a42';

/** Status, code and message of creating the example with a token. */
async function create(call, token, json = example) {
  const answer = await call('POST', 'accessPackages', { json, token });
  return [answer.status, answer.json.error?.code, answer.json.error?.message];
}

test('no token and an unknown token are 401 with a challenge', async () => {
  const { fake, call } = open();
  const other = open().fake.issueToken();
  for (const token of [null, 'x', other, `${fake.issueToken()}x`]) {
    const { status, json, headers } = await call('GET', 'catalogs', { token });
    assert.deepEqual([status, json.error.code], [401, 'InvalidAuthenticationToken']);
    assert.match(headers.get('WWW-Authenticate'), /^Bearer realm="", authorization_uri="/);
  }
});

test('another scheme is 401', async () => {
  const { call } = open();
  const { status } = await call('GET', 'catalogs', { token: null, headers: { Authorization: 'Basic eDp5' } });
  assert.equal(status, 401);
});

test('a token is good until it expires', async () => {
  let now = Date.UTC(2026, 0, 1);
  const { fake, call } = open({ now: () => now });
  const usual = fake.issueToken();
  const short = fake.issueToken({ expiresAt: new Date(now + 1000) });
  const past = fake.issueToken({ expiresAt: '2025-12-31T23:59:59Z' });
  const expired = [401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.'];
  assert.deepEqual(await create(call, past), expired);
  now += 999;
  assert.equal((await create(call, short))[0], 201);
  now += 1;
  assert.deepEqual(await create(call, short), expired);
  assert.equal((await create(call, usual))[0], 409);
});

test('tokens stay good over a reset', async () => {
  const { fake, call } = open();
  fake.reset();
  assert.equal((await call('GET', 'catalogs')).status, 200);
});

test('a permission to read is not one to write', async () => {
  const { fake, call } = open();
  const token = fake.issueToken({ scopes: ['EntitlementManagement.Read.All'] });
  assert.equal((await call('GET', 'accessPackages', { token })).status, 200);
  const refused = 'User is not authorized to perform the operation. Reason: The caller is not authorized.';
  assert.deepEqual(await create(call, token), [403, 'UnAuthorized', refused]);
  const none = await call('GET', 'catalogs', { token: fake.issueToken({ scopes: ['User.Read'] }) });
  assert.deepEqual([none.status, none.json.error.code], [403, 'UnAuthorized']);
});

test('a scope may be written with its resource, as MSAL.js asks for it', async () => {
  const { fake, call } = open();
  const scopes = ['https://graph.microsoft.com/EntitlementManagement.ReadWrite.All'];
  assert.equal((await create(call, fake.issueToken({ scopes })))[0], 201);
});

test('without a role the permission is not enough', async () => {
  const { fake, call } = open();
  const token = fake.issueToken({ roles: [] });
  const refused = 'User is not authorized to perform the operation. Reason: Unauthorized';
  assert.deepEqual(await create(call, token), [403, 'UnAuthorized', refused]);
  assert.equal((await call('GET', 'catalogs', { token })).status, 403);
});

test('directory roles that only read may read everything and write nothing', async () => {
  const { fake, call } = open();
  const token = fake.issueToken({ roles: ['globalReader'] });
  assert.equal((await call('GET', 'catalogs', { token })).json.value.length, fake.catalogs.length);
  assert.equal((await create(call, token))[0], 403);
  assert.equal((await create(call, fake.issueToken({ roles: ['identityGovernanceAdministrator'] })))[0], 201);
});

test('a role on one catalog reaches that catalog and no other', async () => {
  const { fake, call } = open();
  const roles = [{ role: 'accessPackageManager', catalogId: sales.toUpperCase() }];
  const token = fake.issueToken({ roles });
  assert.deepEqual(names(await call('GET', 'catalogs', { token })), ['Sales']);
  assert.deepEqual(names(await call('GET', 'accessPackages', { token })), ['Sales managers', "Dealers' portal"]);
  assert.equal((await call('GET', `catalogs/${engineering}`, { token })).status, 403);
  assert.equal((await create(call, token))[0], 201);
  assert.equal((await create(call, token, { ...example, catalog: { id: engineering } }))[0], 403);
  const foreign = fake.accessPackages.find((each) => each.catalogId === engineering);
  for (const method of ['GET', 'DELETE']) {
    assert.equal((await call(method, `accessPackages/${foreign.id}`, { token })).status, 403);
  }
});

test('a catalog reader may not create', async () => {
  const { fake, call } = open();
  const token = fake.issueToken({ roles: [{ role: 'catalogReader', catalogId: sales }] });
  assert.equal((await call('GET', `catalogs/${sales}`, { token })).status, 200);
  assert.equal((await create(call, token))[0], 403);
});

test('an app alone needs the permission or, in its place, a role on the catalog', async () => {
  const { fake, call } = open();
  const role = (name) => [{ role: name, catalogId: sales }];
  const app = (grant) => fake.issueToken({ appOnly: true, ...grant });
  const elsewhere = { ...example, catalog: { id: engineering } };

  const permitted = app({});
  assert.equal((await create(call, permitted, { ...example, displayName: 'by permission' }))[0], 201);
  assert.equal((await create(call, permitted, { ...elsewhere, displayName: 'by permission' }))[0], 201);

  const owner = app({ scopes: [], roles: role('catalogOwner') });
  assert.equal((await create(call, owner, { ...example, displayName: 'by role' }))[0], 201);
  assert.equal((await create(call, owner, elsewhere))[0], 403);
  assert.deepEqual(names(await call('GET', 'catalogs', { token: owner })), ['Sales']);

  const reader = app({ scopes: [], roles: role('catalogReader') });
  assert.equal((await call('GET', `catalogs/${sales}`, { token: reader })).status, 200);
  assert.equal((await create(call, reader))[0], 403);

  const readsAll = app({ scopes: ['EntitlementManagement.Read.All'] });
  assert.equal((await call('GET', 'catalogs', { token: readsAll })).json.value.length, fake.catalogs.length);
  assert.equal((await create(call, readsAll))[0], 403);
  const both = app({ scopes: ['EntitlementManagement.Read.All'], roles: role('accessPackageManager') });
  assert.equal((await create(call, both, { ...example, displayName: 'by both' }))[0], 201);
  assert.equal((await create(call, both, elsewhere))[0], 403);

  const nothing = app({ scopes: [] });
  for (const path of ['catalogs', 'accessPackages', `catalogs/${sales}`]) {
    assert.equal((await call('GET', path, { token: nothing })).json.error.code, 'UnAuthorized');
  }
  assert.equal((await create(call, nothing))[1], 'UnAuthorized');
});

test('a user with a catalog role but without the permission is refused, unlike an app', async () => {
  const { fake, call } = open();
  const roles = [{ role: 'catalogOwner', catalogId: sales }];
  assert.equal((await create(call, fake.issueToken({ scopes: [], roles })))[0], 403);
});

test('a tenant without licence is refused with NoLicense', async () => {
  const { fake, call } = open({ licensed: false });
  const [status, code, message] = await create(call, fake.issueToken());
  assert.deepEqual([status, code], [403, 'NoLicense']);
  assert.match(message, /Tenant does not meet license requirement!$/);
});

test('verifyToken judges foreign tokens, and leaves others to the fake by giving undefined', async () => {
  const { fake, call } = open({
    verifyToken: async (token) => {
      if (token === 'good') return { ok: true };
      if (token === 'reader') return { ok: true, grant: { scopes: ['EntitlementManagement.Read.All'] } };
      if (token === 'audience') return { ok: false, message: 'Access token validation failure. Invalid audience.' };
      if (token === 'broken') throw new Error('a secret of the verifier');
      return undefined;
    },
  });
  assert.equal((await create(call, 'good'))[0], 201);
  assert.equal((await create(call, 'reader'))[0], 403);
  assert.deepEqual((await create(call, 'audience'))[2], 'Access token validation failure. Invalid audience.');
  assert.deepEqual(await create(call, 'broken'), [
    401,
    'InvalidAuthenticationToken',
    'Access token validation failure.',
  ]);
  assert.equal((await create(call, 'unknown'))[0], 401);
  assert.equal((await create(call, fake.issueToken()))[0], 409);
});

for (const verdict of [true, null, { sub: 'somebody' }]) {
  test(`a verifyToken that gives ${JSON.stringify(verdict)} is told, and lets nobody in`, async () => {
    const { call } = open({ verifyToken: () => verdict });
    const [status, , message] = await create(call, 'x');
    assert.equal(status, 500);
    assert.match(message, /"verifyToken" must give/);
  });
}

for (const grant of [
  { scope: [] },
  { scopes: 'x' },
  { roles: ['king'] },
  { roles: [{ role: 'catalogOwner' }] },
  { expiresAt: 'soon' },
  { appOnly: 'yes' },
  { appOnly: true, roles: ['globalAdministrator'] },
  { claims: 'x' },
  { claims: '7' },
  { claims: [] },
]) {
  test(`the grant ${JSON.stringify(grant)} is a TypeError`, () => {
    assert.throws(() => open().fake.issueToken(grant), TypeError);
  });
}
