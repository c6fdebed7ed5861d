/** Lists and single reads: pages, catalogs that are told apart here, reads that are tried again, and what is no answer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXAMPLE, rejection } from './consumer.mjs';
import { BASE, CATALOG, collect, lib, open, tries } from './service.mjs';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const isRead = { method: 'GET' };

test('catalogs come page by page, as the iteration reaches them', async () => {
  const { fake, client } = open({ pageSize: 2 });
  const names = [];
  for await (const { displayName } of client.listCatalogs()) {
    names.push(displayName);
    assert.equal(fake.requests.length, Math.ceil(names.length / 2));
  }
  assert.deepEqual(
    names,
    fake.catalogs.map(({ displayName }) => displayName),
  );
  const [first, second] = fake.requests;
  assert.equal(new URL(first.url).pathname, `${BASE}/catalogs`);
  assert.notEqual(first.url, second.url);
});

test('a list that is left asks for no further page, and can be read more than once', async () => {
  const { fake, client } = open({ pageSize: 2 });
  const list = client.listCatalogs();
  for await (const { id } of list) {
    assert.ok(id);
    break;
  }
  assert.equal(fake.requests.length, 1);
  assert.equal((await collect(list)).length, fake.catalogs.length);
  assert.equal((await collect(list)).length, fake.catalogs.length);
});

test('access packages of one catalog, and of all', async () => {
  for (const [filters, expand] of [
    ['honoured', 'honoured'],
    ['ignored', 'honoured'],
  ]) {
    const { fake, client } = open({ filters, expand, pageSize: 2 });
    const ids = (packages) => packages.map(({ id }) => id).sort();
    const all = await collect(client.list());
    assert.deepEqual(ids(all), ids(fake.accessPackages));
    assert.deepEqual(ids(await collect(client.list({}))), ids(all));
    for (const { id } of fake.catalogs) {
      const own = fake.accessPackages.filter(({ catalogId }) => catalogId === id);
      assert.deepEqual(ids(await collect(client.list({ catalogId: id }))), ids(own), `${filters} ${id}`);
      assert.deepEqual(ids(await collect(client.list({ catalogId: id.toUpperCase() }))), ids(own));
    }
  }
});

test('what cannot be told to be of the catalog is an error, not a short list', async () => {
  const { client } = open({ expand: 'ignored' });
  assert.equal((await rejection(collect(client.list({ catalogId: CATALOG })))).code, 'ERR_RESPONSE');
});

test('a package and a catalog by their ids, with the documented properties', async () => {
  const { fake, client, intrude } = open();
  const made = await intrude(EXAMPLE);
  assert.deepEqual(await client.get(made.id), made);
  const [{ createdDateTime: _, modifiedDateTime: __, ...catalog }] = fake.catalogs;
  assert.deepEqual(await client.getCatalog(catalog.id), catalog);
});

test('what does not exist is a GraphError 404', async () => {
  const { client, log } = open();
  for (const read of [client.get(NOBODY), client.getCatalog(NOBODY)]) {
    const error = await rejection(read);
    assert.deepEqual([error.code, error.status, tries(error.attempts)], ['ERR_GRAPH', 404, ['read initial refused']]);
  }
  assert.deepEqual(log(), ['GET 404', 'GET 404']);
});

test('a list in a catalog that does not exist is empty, where Graph says so', async () => {
  const { client } = open();
  assert.deepEqual(await collect(client.list({ catalogId: NOBODY })), []);
});

for (const [what, fault, result] of [
  ['that fails', { answer: { status: 503 } }, 'serverError'],
  ['that is lost', { delivery: 'reset' }, 'connectionLost'],
  ['that is cut off', { delivery: 'cut' }, 'connectionLost'],
]) {
  test(`a read ${what} is read again, after a pause`, async () => {
    const { fake, client, steps } = open();
    fake.fail({ ...fault, match: isRead });
    const { attempts: _, ...catalog } = await client.getCatalog(CATALOG);
    assert.equal(catalog.id, CATALOG);
    assert.deepEqual(steps(), ['reading initial', 'waiting failed', 'reading failed', 'done']);
    assert.ok(result);
  });
}

for (const [fault, code, more] of [
  [{ answer: { status: 400 } }, 'ERR_GRAPH', { status: 400 }],
  [{ answer: { status: 403, code: 'UnAuthorized' } }, 'ERR_GRAPH', { status: 403, graphCode: 'UnAuthorized' }],
  [{ answer: { status: 503 } }, 'ERR_GRAPH', { status: 503 }],
  [{ delivery: 'reset' }, 'ERR_NETWORK', { reason: 'connectionLost' }],
  [{ delivery: 'cut' }, 'ERR_NETWORK', { reason: 'connectionLost' }],
  [{ delivery: 'hang' }, 'ERR_NETWORK', { reason: 'timedOut' }],
  [{ answer: { status: 200, body: { nothing: true } } }, 'ERR_RESPONSE', { status: 200 }],
  [{ answer: { status: 200, body: '<p>', contentType: 'text/html' } }, 'ERR_RESPONSE', { status: 200 }],
  [{ answer: { status: 204, body: null } }, 'ERR_RESPONSE', { status: 204 }],
]) {
  test(`a read that meets ${JSON.stringify(fault)} to the end is ${code}`, async () => {
    const { fake, client } = open({}, { timeoutMs: 400 });
    fake.fail({ ...fault, match: isRead, times: Infinity });
    const [{ id }] = fake.accessPackages;
    for (const read of [() => client.getCatalog(CATALOG), () => client.get(id), () => collect(client.list())]) {
      const error = await rejection(read());
      const seen = Object.fromEntries(Object.keys(more).map((name) => [name, error[name]]));
      assert.deepEqual([error.code, seen], [code, more]);
      assert.ok(error.attempts.every(({ purpose }) => purpose === 'read'));
    }
  });
}

test('an error in the middle of a list comes after what was there before', async () => {
  const { fake, client } = open({ pageSize: 2 });
  fake.fail({ answer: { status: 403 }, match: { method: 'GET', query: 'skiptoken' }, times: Infinity });
  const names = [];
  const all = async () => {
    for await (const { displayName } of client.listCatalogs()) names.push(displayName);
  };
  assert.equal((await rejection(all())).status, 403);
  assert.equal(names.length, 2);
});

/** What a list that is answered so comes to. */
async function listOf(...pages) {
  const urls = [];
  const fetch = async (url) => {
    urls.push(url);
    return Response.json(pages[Math.min(urls.length, pages.length) - 1]);
  };
  const { listCatalogs } = lib.createAccessPackageClient({ token: 'secret', fetch });
  return { ending: await collect(listCatalogs()).catch((error) => error), urls };
}

const ROOT = 'https://graph.microsoft.com';

test('a list that leads to the same page for ever ends', async () => {
  const { ending, urls } = await listOf({ value: [{ id: '1' }], '@odata.nextLink': `${ROOT}/v1.0/again` });
  assert.deepEqual([ending.code, urls.length], ['ERR_RESPONSE', 2]);
});

test('a next page on another host, or of another kind, gets no token', async () => {
  for (const link of [
    `${ROOT}.evil.example/v1.0/x`,
    'https://user@graph.microsoft.com/v1.0/x',
    'https://graph.microsoft.com@evil.example/v1.0/x',
    'http://graph.microsoft.com/v1.0/x',
    'https://graph.microsoft.com:8443/v1.0/x',
    '//evil.example/v1.0/x',
    'javascript:alert(1)',
    7,
    {},
  ]) {
    const { ending, urls } = await listOf({ value: [{ id: '1' }], '@odata.nextLink': link });
    assert.deepEqual([ending.code, urls.length], ['ERR_RESPONSE', 1], String(link));
  }
});

test('empty pages and null links do not end or confuse a list', async () => {
  const { ending } = await listOf(
    { value: [], '@odata.nextLink': `${ROOT}/v1.0/identityGovernance/entitlementManagement/catalogs?$skiptoken=1` },
    { value: [{ id: '1' }], '@odata.nextLink': null },
  );
  assert.deepEqual(ending, [{ id: '1' }]);
});

test('an entry without an id, or that is none, makes the page unreadable', async () => {
  for (const value of [[{}], [null], [7], [{ id: 7 }], [{ id: '' }], 'x', null]) {
    assert.equal((await listOf({ value })).ending.code, 'ERR_RESPONSE', JSON.stringify(value));
  }
});
