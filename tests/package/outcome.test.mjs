/** What Graph answers, and what the caller is told: created, refused, taken, with what was sent. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXAMPLE, rejection } from './consumer.mjs';
import { before, CATALOG, lib, open, tries } from './service.mjs';

test('created: the package, and every request behind it', async () => {
  const { fake, client, named } = open();
  const { outcome, accessPackage, duplicates, attempts } = await client.create(EXAMPLE);
  const [{ catalogId, ...stored }] = named(EXAMPLE.displayName);
  assert.equal(outcome, 'created');
  assert.equal(catalogId, CATALOG);
  assert.deepEqual(accessPackage, stored);
  assert.deepEqual(duplicates, []);
  assert.deepEqual(tries(attempts), [
    ...['lookUp initial succeeded', 'create initial succeeded', 'lookUp created succeeded'],
  ]);
  assert.deepEqual(
    attempts.map(({ clientRequestId, status }) => [clientRequestId, status]),
    fake.requests.map(({ headers, status }) => [headers['client-request-id'], status]),
  );
  for (const { startedAt, requestId, waitedMs } of attempts) {
    assert.equal(new Date(startedAt).toISOString(), startedAt);
    assert.match(requestId, /^[\da-f-]{36}$/);
    assert.equal(waitedMs, 0);
  }
});

test('the body on the wire is the documented one, key for key, and the headers are no more than needed', async () => {
  const { fake, client } = open();
  await client.create(EXAMPLE);
  const ids = new Set();
  for (const { method, url, headers, body } of fake.requests) {
    const isCreate = method === 'POST';
    const root = `${fake.graphRoot}/v1.0/identityGovernance/entitlementManagement/accessPackages`;
    assert.ok(isCreate ? url === root : url.startsWith(`${root}?`), url);
    assert.equal(body, isCreate ? JSON.stringify(EXAMPLE) : '');
    const content = isCreate ? ['content-type'] : [];
    assert.deepEqual(Object.keys(headers).sort(), ['authorization', 'client-request-id', ...content]);
    assert.match(headers['client-request-id'], /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    ids.add(headers['client-request-id']);
  }
  assert.equal(ids.size, 3, 'an id is fresh for each request');
});

test('fetch is told to send no cookies, no referrer, to follow nothing, and to read nothing out of a cache', async () => {
  const inits = [];
  const { fake, connect } = open();
  const fetch = (url, init) => {
    assert.equal(typeof url, 'string');
    inits.push(init);
    return fake.fetch(url, init);
  };
  await connect({ fetch }).create(EXAMPLE);
  for (const { credentials, redirect, referrerPolicy, signal } of inits) {
    const told = { credentials, redirect, referrerPolicy };
    assert.deepEqual(told, { credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' });
    assert.ok(signal instanceof AbortSignal);
  }
  // Chromium sends a preflight before each request that goes around its cache.
  const caches = inits.map(({ method, cache }) => `${method} ${cache}`);
  assert.deepEqual(caches, ['GET no-store', 'POST undefined', 'GET no-store']);
});

test('prepare tells exactly what create sends', async () => {
  const { fake, client, events } = open();
  const prepared = await client.prepare(EXAMPLE);
  assert.deepEqual([fake.requests, events], [[], []]);
  await client.create(EXAMPLE);
  const { method, url, body } = fake.requests.find((request) => request.method === 'POST');
  assert.deepEqual(prepared, {
    ...{ method, url, body },
    headers: { 'Content-Type': 'application/json' },
    scopes: [`${fake.graphRoot}/EntitlementManagement.ReadWrite.All`],
  });
});

for (const [status, code] of [
  [400, 'InvalidModel'],
  [403, 'UnAuthorized'],
  [404, 'ResourceNotFound'],
  [422, 'UnprocessableEntity'],
]) {
  test(`${status} ${code} is a GraphError with what Graph said, and nothing is sent again`, async () => {
    const { fake, client, posts, named } = open();
    fake.fail({ answer: { status, code, message: 'No.' } });
    const error = await rejection(client.create(EXAMPLE));
    assert.ok(error instanceof lib.GraphError && lib.isAccessPackageError(error));
    assert.deepEqual([error.code, error.status, error.graphCode], ['ERR_GRAPH', status, code]);
    assert.equal(error.graphMessage, 'No.');
    assert.match(error.requestId, /^[\da-f-]{36}$/);
    const { headers } = fake.requests.find(({ method }) => method === 'POST');
    assert.equal(error.clientRequestId, headers['client-request-id']);
    assert.match(error.date, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(error.body.error.code, code);
    assert.ok(!Object.keys(error).includes('body'), 'the body stays out of logs');
    assert.equal(tries(error.attempts)[1], 'create initial refused');
    assert.deepEqual([posts(), named(EXAMPLE.displayName)], [1, []]);
  });
}

test('HTML in place of an error is a refusal by its status, with the text', async () => {
  const { fake, client } = open();
  fake.fail({ answer: { status: 403, body: '<h1>Forbidden</h1>', contentType: 'text/html' } });
  const error = await rejection(client.create(EXAMPLE));
  assert.deepEqual([error.name, error.status, error.graphCode], ['GraphError', 403, undefined]);
  assert.equal(error.body, '<h1>Forbidden</h1>');
});

test('a name that is taken is found before anything is sent: ConflictError with the package', async () => {
  const { client, posts } = open();
  const { accessPackage } = await client.create(EXAMPLE);
  const error = await rejection(client.create(EXAMPLE));
  assert.ok(error instanceof lib.ConflictError);
  assert.deepEqual([error.code, error.status, error.existing], ['ERR_CONFLICT', undefined, accessPackage]);
  assert.deepEqual(tries(error.attempts), ['lookUp initial succeeded']);
  assert.equal(posts(), 1);
});

for (const [status, code] of [
  [409, 'DuplicateAccessPackage'],
  [409, 'AnythingElse'],
  [400, 'DuplicateAccessPackage'],
]) {
  test(`${status} ${code} for a name that somebody took since the look: ConflictError with the package`, async () => {
    const { fake, intrude, connect, posts } = open();
    let theirs;
    const fetch = before(fake.fetch, 'POST', async () => {
      theirs = await intrude({ ...EXAMPLE, description: 'theirs' });
      fake.fail({ answer: { status, code } });
    });
    const error = await rejection(connect({ fetch }).create(EXAMPLE));
    assert.ok(error instanceof lib.ConflictError, `${error}`);
    assert.deepEqual([error.status, error.graphCode, error.existing], [status, code, theirs]);
    assert.equal(posts(), 2);
  });
}

test('a 409 whose package nobody can see is a ConflictError without it', async () => {
  const { fake, client, posts } = open();
  fake.fail({ answer: { status: 409 } });
  const error = await rejection(client.create(EXAMPLE));
  assert.deepEqual([error.code, error.status, 'existing' in error], ['ERR_CONFLICT', 409, false]);
  assert.deepEqual(tries(error.attempts), [
    ...['lookUp initial succeeded', 'create initial refused', 'lookUp conflict succeeded', 'lookUp conflict succeeded'],
  ]);
  assert.equal(posts(), 1);
});

test('a name in other case that Graph compares without case: the package that has it', async () => {
  const { client, posts } = open();
  const { accessPackage } = await client.create({ ...EXAMPLE, displayName: 'SALES REPS' });
  const error = await rejection(client.create(EXAMPLE));
  assert.deepEqual([error.code, error.status, error.existing], ['ERR_CONFLICT', 409, accessPackage]);
  assert.equal(posts(), 2, 'for our look it is another name; Graph decides');
});

test('the same name in another catalog is no conflict', async () => {
  const { fake, client } = open();
  await client.create(EXAMPLE);
  const other = fake.catalogs.find(({ id }) => id !== CATALOG);
  assert.equal((await client.create({ ...EXAMPLE, catalog: { id: other.id } })).outcome, 'created');
});

test('a catalog that does not exist', async () => {
  const { client } = open();
  const catalog = { id: '00000000-0000-4000-8000-000000000000' };
  const error = await rejection(client.create({ ...EXAMPLE, catalog }));
  assert.deepEqual([error.code, error.status], ['ERR_GRAPH', 404]);
});
