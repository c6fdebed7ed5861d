/**
 * A trap in the WebAssembly, which no input is known to cause: here a function of the published module is
 * replaced by one that traps. Everybody who waits is told, and the next call works.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { before, test } from 'node:test';
import binaryen from 'binaryen';
import { EXAMPLE, forgetRealm, importFrom, makeConsumer, readWasm, rejection, sharedState } from './consumer.mjs';

let installed;
let wasm;
let testing;

before(async () => {
  ({ installed } = await makeConsumer());
  wasm = await readWasm(installed);
  testing = await importFrom(installed, 'testing.js');
});

/**
 * The module with an export made to do something else first, in its so-manieth call, or from it on.
 *
 * @param {string} wanted the name of the export
 * @param {object} [when]
 * @param {number} [when.from]
 * @param {boolean} [when.once]
 * @param {(module: binaryen.Module) => number} [what] a statement; it traps where none is given
 */
function trapping(wanted, { from = 1, once = false } = {}, what = (module) => module.unreachable()) {
  const module = binaryen.readBinary(new Uint8Array(wasm));
  // Not all features: with all of them binaryen writes types that no engine knows.
  const { Features, Function: FunctionOf, i32 } = binaryen;
  module.setFeatures(
    Features.ReferenceTypes |
      Features.Multivalue |
      Features.BulkMemory |
      Features.BulkMemoryOpt |
      Features.SignExt |
      Features.NontrappingFPToInt |
      Features.MutableGlobals,
  );
  const exports = Array.from({ length: module.getNumExports() }, (_, at) =>
    binaryen.getExportInfo(module.getExportByIndex(at)),
  );
  const { value } = exports.find(({ kind, name }) => kind === binaryen.ExternalFunction && name === wanted);
  const trapped = FunctionOf(module.getFunction(value));
  const count = () => module.global.get('calls', i32);
  module.addGlobal('calls', i32, true, module.i32.const(0));
  trapped.body = module.block(
    null,
    [
      module.global.set('calls', module.i32.add(count(), module.i32.const(1))),
      module.if(module.i32[once ? 'eq' : 'ge_u'](count(), module.i32.const(from)), what(module)),
      trapped.body,
    ],
    trapped.results,
  );
  return module.emitBinary();
}

let copies = 0;

async function load(bytes) {
  forgetRealm();
  copies += 1;
  const lib = await importFrom(installed, 'slim.js', `?trap${copies}`);
  await lib.init(bytes);
  return lib;
}

test('a trap in a synchronous call is an InternalError', async () => {
  const lib = await load(trapping('run'));
  assert.throws(
    () => lib.validateAccessPackage(EXAMPLE),
    (error) => {
      assert.ok(error instanceof lib.InternalError);
      assert.equal(error.code, 'ERR_INTERNAL');
      assert.ok(error.cause instanceof WebAssembly.RuntimeError);
      return true;
    },
  );
});

test('a trap before anything was sent is an InternalError', async () => {
  const lib = await load(trapping('run'));
  const { create } = lib.createAccessPackageClient({ token: 'x', fetch: () => assert.fail('nothing is sent') });
  const error = await rejection(create(EXAMPLE));
  assert.ok(error instanceof lib.InternalError);
});

test('a step that asks for something else than the one before it is a trap: no answer is taken for another', async () => {
  const elapsed = 1;
  const askForTime = (module) => {
    const imported = Array.from({ length: module.getNumFunctions() }, (_, at) =>
      binaryen.getFunctionInfo(module.getFunctionByIndex(at)),
    ).find(({ base }) => base === 'number');
    return module.drop(module.call(imported.name, [module.i32.const(elapsed)], binaryen.f64));
  };
  const lib = await load(trapping('run', { from: 2 }, askForTime));
  const { create } = lib.createAccessPackageClient({ token: 'x', fetch: () => assert.fail('nothing is sent') });
  const error = await rejection(create(EXAMPLE));
  assert.ok(error instanceof lib.InternalError);
  assert.match(error.cause.message, /had asked before/);
});

test('a trap is the affair of one call: what waits goes on, and the next one has a fresh instance', async () => {
  // The third one: the create has been entered for its room, and for its token.
  const lib = await load(trapping('run', { from: 3, once: true }));
  let give;
  const given = new Promise((resolve) => {
    give = resolve;
  });
  const asked = later();
  const getToken = () => {
    asked.resolve();
    return given;
  };
  const { fake, client } = open(lib, { token: undefined, getToken });
  const created = client.create(EXAMPLE);
  await asked.promise;
  const { instance } = sharedState();
  assert.throws(() => lib.validateAccessPackage(EXAMPLE), lib.InternalError);
  give(fake.issueToken());
  assert.equal((await created).outcome, 'created');
  assert.equal(lib.validateAccessPackage(EXAMPLE).ok, true);
  assert.notEqual(sharedState().instance, instance);
});

function later() {
  let resolve;
  const promise = new Promise((resolved) => {
    resolve = resolved;
  });
  return { promise, resolve };
}

/** A service of its own for each test: creates of one root, catalog and name know of each other. */
function open(lib, options = {}) {
  services += 1;
  const graphRoot = `https://graph-${services}.example`;
  const fake = testing.createFakeGraph({ graphRoot });
  const make = () => {
    const settings = { token: fake.issueToken(), fetch: fake.fetch, graphRoot, settleMs: 0 };
    return lib.createAccessPackageClient({ ...settings, ...options });
  };
  const ids = () => fake.requests.map(({ headers }) => headers['client-request-id']);
  const posts = () => fake.requests.filter(({ method }) => method === 'POST').length;
  return { fake, client: make(), ids, posts };
}

let services = 0;

test('a trap at each point of a create: internal before it was sent, unknown with a ticket afterwards', async () => {
  const told = [];
  for (let at = 1; ; at += 1) {
    const lib = await load(trapping('run', { from: at }));
    const { fake, client, ids, posts } = open(lib);
    const tickets = [];
    const ending = await client.create(EXAMPLE, { onEvent: ({ ticket }) => ticket && tickets.push(ticket) }).then(
      ({ outcome }) => outcome,
      (error) => error,
    );
    if (ending === 'created') break;
    told.push(posts() > 0 ? 'sent' : 'not sent');
    assert.deepEqual(
      ending.attempts.map(({ clientRequestId }) => clientRequestId),
      ids(),
    );
    if (posts() === 0) {
      assert.ok(ending instanceof lib.InternalError, `${ending}`);
      continue;
    }
    assert.ok(ending instanceof lib.OutcomeUnknownError, `${ending}`);
    assert.deepEqual([ending.code, ending.reason], ['ERR_OUTCOME_UNKNOWN', 'crashed']);
    assert.ok(ending.cause instanceof WebAssembly.RuntimeError);
    const sent = fake.requests.find(({ method }) => method === 'POST').headers['client-request-id'];
    assert.equal(ending.clientRequestId, sent);
    assert.equal(ending.attempts.find(({ clientRequestId }) => clientRequestId === sent).result, 'crashed');
    assert.deepEqual(ending.ticket, tickets[0]);
    // The ticket is as good as any; the module traps late enough for a recheck.
    const { outcome, accessPackage } = await client.recheck(JSON.parse(JSON.stringify(ending.ticket)));
    assert.equal(outcome, 'adopted');
    assert.ok(fake.accessPackages.some(({ id }) => id === accessPackage.id));
  }
  assert.ok(told.indexOf('sent') >= 4 && told.lastIndexOf('not sent') < told.indexOf('sent'), told.join());
});

/** The step behind those that end in asking for the room, the look's token, the look, one more token, and the create. */
const AFTER_SENDING = 6;

test('a trap ends the creates that wait for the same name too, and the next one is not kept out', async () => {
  // The other one has a step before it waits.
  const lib = await load(trapping('run', { from: AFTER_SENDING + 1 }));
  const { client, posts } = open(lib);
  const errors = await Promise.all([rejection(client.create(EXAMPLE)), rejection(client.create(EXAMPLE))]);
  assert.deepEqual(errors.map(({ code }) => code).sort(), ['ERR_INTERNAL', 'ERR_OUTCOME_UNKNOWN']);
  for (const name of ['module', 'instance']) delete sharedState()[name];
  await lib.init(wasm);
  const { outcome } = await client.create(EXAMPLE, { ifExists: 'return', timeoutMs: 5_000 });
  assert.ok(['existing', 'adopted'].includes(outcome), outcome);
  assert.equal(posts(), 1);
});

test('a trap after a change was sent is unknown, without a ticket', async () => {
  for (const call of [(client, id) => client.delete(id), (client, id) => client.update(id, { isHidden: true })]) {
    // Behind those that end in asking for a token, and in sending.
    const lib = await load(trapping('run', { from: 3 }));
    const { fake, client, ids } = open(lib);
    const error = await rejection(call(client, fake.accessPackages[0].id));
    assert.deepEqual([error.code, error.reason, 'ticket' in error], ['ERR_OUTCOME_UNKNOWN', 'crashed', false]);
    assert.equal(error.clientRequestId, ids()[0]);
  }
});

test('a trap after a read was sent is an InternalError that knows the request', async () => {
  const lib = await load(trapping('run', { from: 3 }));
  const { client, ids } = open(lib);
  const error = await rejection(client.listCatalogs()[Symbol.asyncIterator]().next());
  assert.equal(error.code, 'ERR_INTERNAL');
  assert.deepEqual(
    error.attempts.map(({ clientRequestId }) => clientRequestId),
    ids(),
  );
});

test('a trap is told as a step, too', async () => {
  const lib = await load(trapping('run'));
  const events = [];
  const { client } = open(lib, { onEvent: (event) => events.push(event) });
  await rejection(client.create(EXAMPLE));
  assert.deepEqual(
    events.map(({ type, code }) => [type, code]),
    [['failed', 'ERR_INTERNAL']],
  );
});

test('a trap of an instance that another copy of the package made is told the same way', async () => {
  await load(trapping('run', { from: AFTER_SENDING }));
  const cjs = createRequire(path.join(installed, 'package.json'))('./dist/slim.cjs');
  const { client } = open(cjs);
  const error = await rejection(client.create(EXAMPLE));
  assert.ok(error instanceof cjs.OutcomeUnknownError);
  assert.equal(error.reason, 'crashed');
});

test('after a trap the next call works', async () => {
  const lib = await load(wasm);
  sharedState().instance.trap = new Error('as if it had trapped');
  assert.equal((await open(lib).client.create(EXAMPLE)).outcome, 'created');
  assert.equal(sharedState().instance.trap, undefined);
});
