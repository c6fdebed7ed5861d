/** The clouds: what is handed to MSAL.js is what the client asks for and sends to. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXAMPLE, rejection } from './consumer.mjs';
import { lib, open } from './service.mjs';

const { clouds } = lib;

test('each cloud has the documented root and authority, and no other is there', () => {
  const told = Object.entries(clouds).map(([name, { graphRoot, authority }]) => [name, graphRoot, authority]);
  assert.deepEqual(told, [
    ['global', 'https://graph.microsoft.com', 'https://login.microsoftonline.com'],
    ['usGovL4', 'https://graph.microsoft.us', 'https://login.microsoftonline.us'],
    ['usGovL5', 'https://dod-graph.microsoft.us', 'https://login.microsoftonline.us'],
    ['china', 'https://microsoftgraph.chinacloudapi.cn', 'https://login.chinacloudapi.cn'],
  ]);
});

for (const [cloud, { graphRoot, scope }] of Object.entries(clouds)) {
  test(`${cloud}: its root and scope are those of the client`, async () => {
    const { url, scopes } = await lib.createAccessPackageClient({ token: 'x', cloud }).prepare(EXAMPLE);
    assert.equal(url, `${graphRoot}/v1.0/identityGovernance/entitlementManagement/accessPackages`);
    assert.deepEqual(scopes, [scope]);
    const { fake } = open({ graphRoot });
    const asked = [];
    const getToken = (request) => {
      asked.push(...request.scopes);
      return fake.issueToken();
    };
    const client = lib.createAccessPackageClient({ getToken, cloud, fetch: fake.fetch, settleMs: 0 });
    assert.equal((await client.create(EXAMPLE)).outcome, 'created');
    assert.deepEqual(new Set(asked), new Set([scope]));
    assert.ok(fake.requests.every((request) => request.url.startsWith(`${graphRoot}/v1.0/`)));
  });
}

test('global is the default', async () => {
  const { scopes } = await lib.createAccessPackageClient({ token: 'x' }).prepare(EXAMPLE);
  assert.deepEqual(scopes, [clouds.global.scope]);
});

test('a root of one’s own goes before the cloud, without its slash', async () => {
  for (const [graphRoot, root] of [
    ['https://gateway.example', 'https://gateway.example'],
    ['https://gateway.example/', 'https://gateway.example'],
    ['http://localhost:5174/', 'http://localhost:5174'],
    ['http://127.0.0.1:80', 'http://127.0.0.1'],
    ['http://[::1]:1', 'http://[::1]:1'],
  ]) {
    const { url, scopes } = await lib
      .createAccessPackageClient({ token: 'x', cloud: 'china', graphRoot })
      .prepare(EXAMPLE);
    assert.ok(url.startsWith(`${root}/v1.0/identityGovernance/`), url);
    assert.deepEqual(scopes, [`${root}/EntitlementManagement.ReadWrite.All`]);
  }
});

test('a root that is none is a TypeError with a code, told by the first call, and nothing is sent', async () => {
  for (const bad of [
    { cloud: 'germany' },
    { cloud: 'toString' },
    { graphRoot: 'http://graph.example' },
    { graphRoot: 'https://x.example/v1.0' },
    { graphRoot: 'https://user@x.example' },
    { graphRoot: 'https://x.example?q' },
    { graphRoot: 'https://x.example#f' },
    { graphRoot: 'http://localhost.evil.example' },
    { graphRoot: 'ftp://localhost' },
    { graphRoot: 'x' },
    { graphRoot: '' },
  ]) {
    const client = lib.createAccessPackageClient({ token: 'x', fetch: () => assert.fail('sent'), ...bad });
    for (const call of [
      () => client.create(EXAMPLE),
      () => client.prepare(EXAMPLE),
      () => client.get(EXAMPLE.catalog.id),
    ]) {
      const error = await rejection(call());
      assert.ok(error instanceof TypeError, JSON.stringify(bad));
      assert.equal(error.code, 'ERR_INVALID_ARG_VALUE');
      assert.match(error.message, /^"(cloud|graphRoot)" must be /);
    }
  }
});

test('nobody can change where a cloud is', () => {
  assert.throws(() => {
    clouds.global = {};
  }, TypeError);
  assert.throws(() => {
    clouds.global.graphRoot = 'https://evil.example';
  }, TypeError);
});
