/** Every answer of Graph, every failure on the way: the documented class, and one request at the most. */
import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import { EXAMPLE, importPackage, rejection } from './consumer.mjs';

let lib;
let testing;
let fake;
let client;

before(async () => {
  ({ lib, testing } = await importPackage());
});

beforeEach(() => {
  fake = testing.createFakeGraph();
  client = lib.createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
});

/** The error of a create after a fault; one request was sent. */
async function failure(fault) {
  fake.fail(fault);
  const error = await rejection(client.create(EXAMPLE));
  assert.equal(fake.requests.length, 1, 'a create is sent once');
  assert.equal(error.attempts.length, 1);
  assert.equal(error.attempts[0].clientRequestId, fake.requests[0].headers['client-request-id']);
  assert.ok(lib.isAccessPackageError(error));
  return error;
}

const created = () => fake.accessPackages.filter(({ displayName }) => displayName === EXAMPLE.displayName).length;

test('created: the package, and the attempt that made it', async () => {
  const { outcome, accessPackage, attempts } = await client.create(EXAMPLE);
  assert.equal(outcome, 'created');
  const [stored] = fake.accessPackages.filter(({ id }) => id === accessPackage.id);
  const { catalogId, ...properties } = stored;
  assert.equal(catalogId, EXAMPLE.catalog.id);
  assert.deepEqual(accessPackage, properties);
  assert.equal(attempts.length, 1);
  assert.equal(attempts[0].result, 'succeeded');
  assert.equal(new Date(attempts[0].startedAt).toISOString(), attempts[0].startedAt);
});

test('the body on the wire is the documented one, key for key, and the headers are no more than needed', async () => {
  await client.create(EXAMPLE);
  const [{ method, url, headers, body }] = fake.requests;
  assert.equal(
    `${method} ${url}`,
    `POST ${fake.graphRoot}/v1.0/identityGovernance/entitlementManagement/accessPackages`,
  );
  assert.equal(body, JSON.stringify(EXAMPLE));
  assert.deepEqual(Object.keys(headers).sort(), ['authorization', 'client-request-id', 'content-type']);
  assert.match(headers['client-request-id'], /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test('prepare tells exactly what create sends', async () => {
  const prepared = await client.prepare(EXAMPLE);
  assert.deepEqual(fake.requests, []);
  await client.create(EXAMPLE);
  const [{ method, url, body }] = fake.requests;
  assert.deepEqual(prepared, {
    ...{ method, url, body },
    headers: { 'Content-Type': 'application/json' },
    scopes: [`${fake.graphRoot}/EntitlementManagement.ReadWrite.All`],
  });
});

for (const [status, code] of [
  [400, 'InvalidModel'],
  [401, 'InvalidAuthenticationToken'],
  [403, 'UnAuthorized'],
  [404, 'ResourceNotFound'],
]) {
  test(`${status} ${code} is a GraphError with what Graph said`, async () => {
    const error = await failure({ answer: { status, code } });
    assert.ok(error instanceof lib.GraphError);
    assert.equal(error.code, 'ERR_GRAPH');
    assert.equal(error.status, status);
    assert.equal(error.graphCode, code);
    assert.equal(typeof error.graphMessage, 'string');
    assert.match(error.requestId, /^[\da-f-]{36}$/);
    assert.equal(error.clientRequestId, fake.requests[0].headers['client-request-id']);
    assert.match(error.date, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(error.body.error.code, code);
    assert.ok(!Object.keys(error).includes('body'), 'the body stays out of logs');
    assert.equal(error.attempts[0].result, 'refused');
    assert.equal(created(), 0);
  });
}

test('409 is a ConflictError', async () => {
  await client.create(EXAMPLE);
  const error = await rejection(client.create(EXAMPLE));
  assert.ok(error instanceof lib.ConflictError);
  assert.deepEqual([error.code, error.status, error.graphCode], ['ERR_CONFLICT', 409, 'DuplicateAccessPackage']);
});

test('429 is a ThrottledError with the time that Graph names', async () => {
  const before = Date.now();
  const error = await failure({ answer: { status: 429, retryAfter: 41 } });
  assert.ok(error instanceof lib.ThrottledError);
  const wait = Date.parse(error.retryAt) - before;
  assert.ok(wait >= 41_000 && wait < 60_000, `${wait}`);
  assert.equal(error.attempts[0].result, 'throttled');
  assert.equal((await failureWithout({ answer: { status: 429 } })).retryAt, undefined);
});

/** As {@link failure}, on a new fake. */
async function failureWithout(fault) {
  fake = testing.createFakeGraph();
  client = lib.createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  return failure(fault);
}

for (const status of [408, 500, 502, 503, 504]) {
  for (const commit of ['never', 'before']) {
    test(`${status} with the work done ${commit === 'never' ? 'never' : 'before'} is an OutcomeUnknownError`, async () => {
      const error = await failure({ answer: { status }, commit });
      assert.ok(error instanceof lib.OutcomeUnknownError);
      assert.deepEqual([error.code, error.reason, error.status], ['ERR_OUTCOME_UNKNOWN', 'serverError', status]);
      assert.equal(error.attempts[0].result, 'serverError');
      assert.equal(created(), commit === 'never' ? 0 : 1);
    });
  }
}

test('a lost connection is an OutcomeUnknownError with the very error of fetch', async () => {
  for (const commit of ['never', 'before']) {
    const error = await failureWithout({ delivery: 'reset', commit });
    assert.deepEqual([error.code, error.reason, error.status], ['ERR_OUTCOME_UNKNOWN', 'connectionLost', undefined]);
    assert.ok(error.cause instanceof TypeError);
    assert.equal(created(), commit === 'never' ? 0 : 1);
  }
});

/** What a `fetch` that answers with this leads to. */
async function answered(body, init) {
  const { create } = lib.createAccessPackageClient({ token: 'x', fetch: async () => new Response(body, init) });
  return rejection(create(EXAMPLE));
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

test('a 201 without a readable package is unknown, whatever is in the way', async () => {
  const cut = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"id":"1",'));
      controller.error(new TypeError('terminated'));
    },
  });
  for (const [name, reason, body, headers] of [
    ['HTML', 'unreadable', '<!doctype html>', { 'Content-Type': 'text/html' }],
    ['an empty body', 'unreadable', '', JSON_TYPE],
    ['no body', 'unreadable', null, JSON_TYPE],
    ['a wrong type', 'unreadable', '{"id":"1"}', { 'Content-Type': 'text/plain' }],
    ['no type', 'unreadable', new TextEncoder().encode('{"id":"1"}'), {}],
    ['broken JSON', 'unreadable', '{"id":', JSON_TYPE],
    ['something else', 'unreadable', '{"value":[]}', JSON_TYPE],
    ['a cut body', 'connectionLost', cut, JSON_TYPE],
  ]) {
    const error = await answered(body, { status: 201, headers });
    assert.equal(error.name, 'OutcomeUnknownError', name);
    assert.deepEqual([error.reason, error.status], [reason, 201], name);
    assert.equal(error.attempts[0].status, 201, name);
  }
});

test('HTML in place of an error is a refusal by its status, with the text', async () => {
  const error = await answered('<h1>Forbidden</h1>', { status: 403, headers: { 'Content-Type': 'text/html' } });
  assert.deepEqual([error.name, error.status, error.graphCode], ['GraphError', 403, undefined]);
  assert.equal(error.body, '<h1>Forbidden</h1>');
});

test('a fetch that misbehaves cannot hide that a create was sent', async () => {
  const hostile = {
    'rejects with nothing': () => Promise.reject(),
    'throws text': () => {
      throw 'text';
    },
    'gives nothing': async () => undefined,
    'gives something else': async () => ({ ok: true }),
    'has a body that is not text': async () => ({ status: 201, headers: new Headers(), text: async () => 7 }),
    'has no text at all': async () => ({ status: 201, headers: new Headers() }),
    'has a status that wraps around to 201': async () =>
      new Proxy(Response.json({ id: '1' }), {
        get: (from, name) => (name === 'status' ? 65_737 : Reflect.get(from, name)),
      }),
    'has a status between two': async () => ({ status: 201.5, headers: new Headers(), text: async () => '{"id":"1"}' }),
    'has a status that throws': async () => ({
      get status() {
        throw new Error('status');
      },
      headers: new Headers(),
      text: async () => '',
    }),
    'has a status that is none': async () => ({ status: Number.NaN, headers: new Headers(), text: async () => '' }),
    'has headers that throw': async () => ({
      status: 201,
      headers: { get: () => assert.fail('get') },
      text: async () => '{}',
    }),
  };
  for (const [name, fetch] of Object.entries(hostile)) {
    const { create } = lib.createAccessPackageClient({ token: 'x', fetch });
    const error = await rejection(create(EXAMPLE));
    assert.equal(error.code, 'ERR_OUTCOME_UNKNOWN', `${name}: ${error}`);
  }
});

test('catalogs come page by page, and their errors are those of a read', async () => {
  fake = testing.createFakeGraph({ pageSize: 2 });
  client = lib.createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  const names = [];
  for await (const { displayName } of client.listCatalogs()) names.push(displayName);
  assert.deepEqual(
    names,
    fake.catalogs.map(({ displayName }) => displayName),
  );
  assert.equal(fake.requests.length, Math.ceil(names.length / 2));

  const list = async () => {
    for await (const catalog of client.listCatalogs()) assert.fail(catalog.id);
  };
  for (const [fault, code] of [
    [{ answer: { status: 403 } }, 'ERR_GRAPH'],
    [{ answer: { status: 503 } }, 'ERR_GRAPH'],
    [{ answer: { status: 429 } }, 'ERR_THROTTLED'],
    [{ delivery: 'reset' }, 'ERR_NETWORK'],
    [{ delivery: 'cut' }, 'ERR_NETWORK'],
    [{ answer: { status: 200, body: { nothing: true } } }, 'ERR_RESPONSE'],
  ]) {
    fake.fail({ ...fault, match: { method: 'GET', path: 'catalogs' } });
    assert.equal((await rejection(list())).code, code, JSON.stringify(fault));
  }
});

test('a create that was answered after a redirect is unknown: who answered was not asked', async () => {
  const redirected = new Proxy(new Response('{}', { status: 404 }), {
    get: (from, name) => (name === 'redirected' ? true : Reflect.get(from, name)),
  });
  const { create } = lib.createAccessPackageClient({ token: 'x', fetch: async () => redirected });
  const error = await rejection(create(EXAMPLE));
  assert.deepEqual([error.code, error.reason], ['ERR_OUTCOME_UNKNOWN', 'connectionLost']);
  assert.equal((await answered(null, { status: 303 })).code, 'ERR_OUTCOME_UNKNOWN');
});

test('a list can be read more than once', async () => {
  const list = client.listCatalogs();
  const count = async () => {
    let catalogs = 0;
    for await (const { id } of list) catalogs += id ? 1 : 0;
    return catalogs;
  };
  assert.deepEqual([await count(), await count()], [fake.catalogs.length, fake.catalogs.length]);
});

test('an answer that no memory should hold is not read', async () => {
  const error = await answered(`{"id":"1","x":"${'x'.repeat(9 * 2 ** 20)}"}`, { status: 201, headers: JSON_TYPE });
  assert.deepEqual([error.code, error.reason], ['ERR_OUTCOME_UNKNOWN', 'unreadable']);
});

test('a list that leads to the same page for ever ends', async () => {
  let asked = 0;
  const fetch = async () => {
    asked += 1;
    return Response.json({ value: [{ id: `${asked}` }], '@odata.nextLink': 'https://graph.microsoft.com/v1.0/again' });
  };
  const { listCatalogs } = lib.createAccessPackageClient({ token: 'x', fetch });
  const all = async () => {
    for await (const { id } of listCatalogs()) assert.ok(id);
  };
  assert.equal((await rejection(all())).code, 'ERR_RESPONSE');
  assert.equal(asked, 2);
});

test('a next page on another host gets no token', async () => {
  const urls = [];
  const fetch = async (url) => {
    urls.push(url);
    return Response.json({
      value: [{ id: '1' }],
      '@odata.nextLink': 'https://graph.microsoft.com.evil.example/v1.0/x',
    });
  };
  const { listCatalogs } = lib.createAccessPackageClient({ token: 'secret', fetch });
  const error = await rejection(Array.fromAsync?.(listCatalogs()) ?? listCatalogs()[Symbol.asyncIterator]().next());
  assert.equal(error.code, 'ERR_RESPONSE');
  assert.equal(urls.length, 1);
});
