/** Bad input: every problem is told with its path, and no request leaves. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { EXAMPLE, rejection } from './consumer.mjs';
import { lib, open } from './service.mjs';

let fake;
let client;

beforeEach(() => {
  ({ fake, client } = open());
});

/** The issues of an input as `path code`, by the client and by the validator, which have to agree. */
async function problems(input) {
  const error = await rejection(client.create(input));
  assert.ok(error instanceof lib.ValidationError, String(error));
  assert.equal(error.code, 'ERR_VALIDATION');
  assert.deepEqual(error.attempts, []);
  assert.deepEqual(fake.requests, [], 'no request leaves');
  assert.deepEqual(lib.validateAccessPackage(input), { ok: false, issues: error.issues });
  assert.equal((await rejection(client.prepare(input))).code, 'ERR_VALIDATION');
  return error.issues.map(({ path, code }) => `${path.join('.')} ${code}`);
}

const { catalog } = EXAMPLE;
const readsAs = (name, input, ...wanted) =>
  test(name, async () => {
    assert.deepEqual(await problems(input), wanted);
  });

readsAs('an empty name', { displayName: '', catalog }, 'displayName blank');
readsAs('a name of white space', { displayName: ' \t\u00a0', catalog }, 'displayName blank');
readsAs('a name that begins with a blank', { displayName: ' n', catalog }, 'displayName outerWhiteSpace');
readsAs('a name that ends with one', { displayName: 'n\u3000', catalog }, 'displayName outerWhiteSpace');
readsAs('no catalog', { displayName: 'n' }, 'catalog required');
readsAs('a catalog id that is no GUID', { displayName: 'n', catalog: { id: 'Sales' } }, 'catalog.id notAGuid');
readsAs(
  'wrong types everywhere',
  { displayName: 7, description: null, isHidden: 'yes', catalog: 'Sales' },
  ...['displayName wrongType', 'description wrongType', 'isHidden wrongType', 'catalog wrongType'],
);
readsAs(
  'properties that nobody documents',
  { displayName: 'n', catalog: { ...catalog, state: 1 }, catalogId: catalog.id, ['__proto__']: 1 },
  ...['catalog.state unknownProperty', 'catalogId unknownProperty', '__proto__ unknownProperty'],
);
readsAs('null', null, ' wrongType');
readsAs('undefined', undefined, ' wrongType');
readsAs('an array', [], ' wrongType');
readsAs('text', 'sales reps', ' wrongType');
readsAs('a function', () => {}, ' wrongType');
readsAs('a catalog that is an array', { displayName: 'n', catalog: [catalog] }, 'catalog wrongType');
readsAs('a name of one megabyte', { displayName: 'x'.repeat(2 ** 20), catalog }, 'displayName tooLong');
readsAs('half a character', { displayName: 'sales \ud83d', catalog }, 'displayName illFormed');
readsAs('a name that is a String object', { displayName: new String('n'), catalog }, 'displayName wrongType');
readsAs(
  'a symbol, a bigint',
  { displayName: Symbol('n'), description: 1n, catalog },
  ...['displayName wrongType', 'description wrongType'],
);

test('a problem says where, what, and what to do', async () => {
  const { issues } = lib.validateAccessPackage({ displayName: 'n', catalogId: catalog.id });
  assert.deepEqual(issues[1], {
    path: ['catalogId'],
    code: 'unknownProperty',
    message: 'catalogId is not a property of this request',
    hint: "v1.0 takes catalog: { id }; catalogId is the beta endpoint's",
  });
});

test('a getter that throws', async () => {
  const reason = { my: 'reason' };
  const input = {
    get displayName() {
      throw reason;
    },
    catalog,
  };
  assert.deepEqual(await problems(input), ['displayName unreadable']);
  assert.equal((await rejection(client.create(input))).cause, reason);
});

test('a Proxy whose traps throw, and one that is revoked', async () => {
  const hostile = new Proxy({}, { ownKeys: () => assert.fail('trap') });
  assert.deepEqual(await problems(hostile), [' unreadable']);
  assert.deepEqual(await problems({ displayName: 'n', catalog: hostile }), ['catalog unreadable']);
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  assert.deepEqual(await problems(proxy), [' unreadable']);
  assert.ok((await rejection(client.create(proxy))).cause instanceof TypeError);
});

test('a name of a property with half a character is repeated as one would write it', async () => {
  const { issues } = lib.validateAccessPackage({ ...EXAMPLE, 'x\ud83d': 1 });
  assert.deepEqual(issues[0].path, ['x\\ud83d']);
});

test('of names of properties that nobody writes as much is repeated as of a text', async () => {
  const long = 'x'.repeat(4_000_000);
  const { issues } = lib.validateAccessPackage({ ...EXAMPLE, [`${long}a`]: 1, [`${long}b`]: 2 });
  assert.deepEqual(
    issues.map(({ path, code }) => [path[0].length, code]),
    [[65_536, 'unknownProperty']],
  );
});

test('an object that contains itself, and one with a hundred thousand properties', async () => {
  const cyclic = { displayName: 'n' };
  cyclic.catalog = cyclic;
  assert.deepEqual(await problems(cyclic), [
    ...['catalog.id required', 'catalog.displayName unknownProperty', 'catalog.catalog unknownProperty'],
  ]);
  const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`p${at}`, at]));
  assert.equal((await problems(wide)).length, 100_002);
  assert.match((await rejection(client.create(wide))).message, /; and 99999 more$/);
});

test('a Proxy that behaves, as frameworks make them, and a class instance are as good as plain objects', async () => {
  const reactive = new Proxy({ ...EXAMPLE, catalog: new Proxy({ ...catalog }, {}) }, {});
  assert.equal((await client.create(reactive)).accessPackage.displayName, 'sales reps');
  class Form {
    displayName = 'from a class';
    catalog = catalog;
  }
  assert.equal((await client.create(new Form())).accessPackage.displayName, 'from a class');
});

test('the input counts as it was when the call was made', async () => {
  const input = { ...EXAMPLE };
  const created = client.create(input);
  input.displayName = 'changed since';
  assert.equal((await created).accessPackage.displayName, 'sales reps');
});

test('text of every kind arrives as it was', async () => {
  for (const displayName of [
    'é😀 漢字 ﷽',
    '"\\/\b\f\n\r\t\u0000"',
    'a\u2028\u2029\ufeffz',
    '</script><!--',
    "O'Brien & Söhne #1 + 100%",
  ]) {
    await client.create({ displayName, description: displayName, catalog });
    const [{ description, ...stored }] = fake.accessPackages.slice(-1);
    assert.deepEqual([stored.displayName, description], [displayName, displayName]);
  }
});

const TYPE = 'ERR_INVALID_ARG_TYPE';
const VALUE = 'ERR_INVALID_ARG_VALUE';

test('options of a client that are of the wrong kind are TypeErrors with a code', () => {
  const { createAccessPackageClient } = lib;
  const both = { token: 'x', getToken: () => 'x' };
  for (const options of [undefined, null, 'x', {}, { token: 7 }, { getToken: 'x' }, both]) {
    assert.throws(() => createAccessPackageClient(options), { name: 'TypeError', code: TYPE });
  }
  for (const [bad, code] of [
    ...[{ fetch: 'x' }, { cloud: 7 }, { graphRoot: new URL('https://x.example') }, { timeoutMs: '5' }].map((each) => [
      each,
      TYPE,
    ]),
    ...[{ settleMs: '5' }, { settleMs: null }, { onEvent: 'x' }, { onEvent: null }, { onEvent: {} }].map((each) => [
      each,
      TYPE,
    ]),
    ...[0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, 2 ** 31 - 0.5].map((timeoutMs) => [{ timeoutMs }, VALUE]),
    ...[-1, Number.NaN, Number.POSITIVE_INFINITY, 600_001].map((settleMs) => [{ settleMs }, VALUE]),
  ]) {
    assert.throws(() => createAccessPackageClient({ token: 'x', ...bad }), { name: 'TypeError', code });
  }
  for (const settleMs of [0, 600_000, undefined]) assert.ok(createAccessPackageClient({ token: 'x', settleMs }));
});

test('options of a call that are of the wrong kind are TypeErrors with a code, and nothing is sent', async () => {
  const { id } = EXAMPLE.catalog;
  const calls = {
    create: (options) => client.create(EXAMPLE, options),
    recheck: (options) => client.recheck({}, options),
    get: (options) => client.get(id, options),
    getCatalog: (options) => client.getCatalog(id, options),
    update: (options) => client.update(id, { isHidden: true }, options),
    delete: (options) => client.delete(id, options),
    list: async (options) => client.list(options),
    listCatalogs: async (options) => client.listCatalogs(options),
  };
  const notSignals = [{}, null, 'x', { aborted: false, addEventListener() {} }];
  for (const [name, call] of Object.entries(calls)) {
    for (const [options, code] of [
      ...[null, 7, 'x', { timeoutMs: null }, { timeoutMs: '5' }, { onEvent: 7 }].map((each) => [each, TYPE]),
      ...notSignals.map((signal) => [{ signal }, TYPE]),
      ...[0, -1, Number.NaN, 2 ** 31].map((timeoutMs) => [{ timeoutMs }, VALUE]),
    ]) {
      const error = await rejection(call(options));
      assert.ok(error instanceof TypeError, `${name} ${JSON.stringify(options)}`);
      assert.equal(error.code, code, `${name} ${JSON.stringify(options)}`);
    }
  }
  for (const [options, code] of [
    [{ ifExists: 'adopt' }, VALUE],
    [{ ifExists: true }, VALUE],
    [{ ifExists: null }, VALUE],
    [{ verify: 'yes' }, TYPE],
    [{ verify: null }, TYPE],
  ]) {
    const error = await rejection(client.create(EXAMPLE, options));
    assert.ok(error instanceof TypeError);
    assert.equal(error.code, code, JSON.stringify(options));
  }
  assert.deepEqual(fake.requests, []);
});

test('a list says at once what is wrong with its options', () => {
  assert.throws(() => client.listCatalogs(7), { code: TYPE });
  assert.throws(() => client.list({ catalogId: 7 }), { code: TYPE });
});
