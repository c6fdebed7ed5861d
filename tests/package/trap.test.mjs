/**
 * A trap in the WebAssembly, which no input is known to cause: here a function of the published module is
 * replaced by one that traps. Everybody who waits is told, and the next call works.
 */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import binaryen from 'binaryen';
import { EXAMPLE, importFrom, makeConsumer, readWasm, rejection } from './consumer.mjs';

let installed;
let wasm;
let fake;

before(async () => {
  ({ installed } = await makeConsumer());
  wasm = await readWasm(installed);
  const { createFakeGraph } = await importFrom(installed, 'testing.js');
  fake = createFakeGraph();
});

/** The module with the exports that a test picks made to trap. */
function trapping(pick) {
  const module = binaryen.readBinary(new Uint8Array(wasm));
  // Not all features: with all of them binaryen writes types that no engine knows.
  const { Features } = binaryen;
  module.setFeatures(
    Features.ReferenceTypes |
      Features.Multivalue |
      Features.BulkMemory |
      Features.BulkMemoryOpt |
      Features.SignExt |
      Features.NontrappingFPToInt |
      Features.MutableGlobals,
  );
  const picked = [];
  for (let at = 0; at < module.getNumExports(); at++) {
    const { kind, name, value } = binaryen.getExportInfo(module.getExportByIndex(at));
    if (kind === binaryen.ExternalFunction && pick(name)) {
      binaryen.Function(module.getFunction(value)).body = module.unreachable();
      picked.push(name);
    }
  }
  assert.notDeepEqual(picked, []);
  return module.emitBinary();
}

let copies = 0;

async function load(bytes) {
  const state = globalThis[Symbol.for('entra-access-packages@0.1.0')];
  for (const name of Object.keys(state ?? {})) delete state[name];
  copies += 1;
  const lib = await importFrom(installed, 'slim.js', `?trap${copies}`);
  await lib.init(bytes);
  return lib;
}

test('a trap in a synchronous call is an InternalError', async () => {
  const lib = await load(trapping((name) => name === 'validate'));
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
  const lib = await load(trapping((name) => name === 'start'));
  const { create } = lib.createAccessPackageClient({ token: 'x', fetch: () => assert.fail('nothing is sent') });
  const error = await rejection(create(EXAMPLE));
  assert.ok(error instanceof lib.InternalError);
});

test('a trap while waiting rejects every pending call, truthfully, and the next call starts afresh', async () => {
  const lib = await load(trapping((name) => name === 'resume'));
  const client = lib.createAccessPackageClient({ token: 'x', fetch: () => assert.fail('nothing is sent') });
  const slow = lib.createAccessPackageClient({ getToken: () => new Promise(() => {}) });
  const errors = await Promise.all([
    rejection(slow.create(EXAMPLE)),
    rejection(slow.listCatalogs()[Symbol.asyncIterator]().next()),
    rejection(client.create(EXAMPLE)),
  ]);
  assert.deepEqual(
    errors.map(({ code }) => code),
    ['ERR_INTERNAL', 'ERR_INTERNAL', 'ERR_INTERNAL'],
  );
  // A fresh instance of the same bytes traps again, but it is one: the promise settles.
  assert.equal((await rejection(client.create(EXAMPLE))).code, 'ERR_INTERNAL');
});

test('a trap after a create was sent is an OutcomeUnknownError', async () => {
  const lib = await load(wasm);
  const state = globalThis[Symbol.for('entra-access-packages@0.1.0')];
  // What a `fetch` gives is read inside: a status that throws when it is read ends the instance.
  let reads = 0;
  const hostile = {
    get status() {
      reads += 1;
      if (reads > 1) throw new Error('not twice');
      return 201;
    },
    headers: new Headers(),
    text: async () => '{}',
  };
  const first = state.instance;
  const { create } = lib.createAccessPackageClient({ token: 'x', fetch: async () => hostile });
  const bystander = lib
    .createAccessPackageClient({ token: 'x', fetch: () => new Promise(() => {}) })
    .listCatalogs()
    [Symbol.asyncIterator]()
    .next();
  const [error, other] = await Promise.all([rejection(create(EXAMPLE)), rejection(bystander)]);
  assert.deepEqual([error.code, error.reason], ['ERR_OUTCOME_UNKNOWN', 'crashed']);
  assert.equal(error.cause.message, 'not twice');
  assert.equal(other.code, 'ERR_INTERNAL');
  const client = lib.createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  assert.equal((await client.create({ ...EXAMPLE, displayName: 'after' })).outcome, 'created');
  assert.notEqual(state.instance, first);
});
