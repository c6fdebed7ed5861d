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
let fake;

before(async () => {
  ({ installed } = await makeConsumer());
  wasm = await readWasm(installed);
  const { createFakeGraph } = await importFrom(installed, 'testing.js');
  fake = createFakeGraph();
});

/**
 * The module with an export made to trap, from its so-manieth call on.
 *
 * @param {string} wanted the name of the export
 * @param {number} from
 */
function trapping(wanted, from = 1) {
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
      module.if(module.i32.ge_u(count(), module.i32.const(from)), module.unreachable()),
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
  const lib = await load(trapping('validate'));
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
  const lib = await load(trapping('start'));
  const { create } = lib.createAccessPackageClient({ token: 'x', fetch: () => assert.fail('nothing is sent') });
  const error = await rejection(create(EXAMPLE));
  assert.ok(error instanceof lib.InternalError);
});

test('a trap while waiting rejects every pending call, truthfully, and the next call starts afresh', async () => {
  const lib = await load(trapping('resume'));
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
  // A fresh instance of the same bytes traps again.
  const { instance } = sharedState();
  assert.equal((await rejection(client.create(EXAMPLE))).code, 'ERR_INTERNAL');
  assert.notEqual(sharedState().instance, instance);
});

// The first answer is the token's, the second that of `fetch`.
const afterSending = () => trapping('resume', 2);

test('a trap after a create was sent is an OutcomeUnknownError that knows the request', async () => {
  const lib = await load(afterSending());
  const client = lib.createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  fake.reset();
  const error = await rejection(client.create(EXAMPLE));
  assert.deepEqual([error.code, error.reason], ['ERR_OUTCOME_UNKNOWN', 'crashed']);
  assert.ok(error.cause instanceof WebAssembly.RuntimeError);
  const id = fake.requests[0].headers['client-request-id'];
  assert.equal(error.clientRequestId, id);
  assert.deepEqual(
    error.attempts.map(({ clientRequestId, result }) => [clientRequestId, result]),
    [[id, 'crashed']],
  );
});

test('a trap after a list was asked for is an InternalError that knows the request', async () => {
  const lib = await load(afterSending());
  const client = lib.createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  fake.reset();
  const error = await rejection(client.listCatalogs()[Symbol.asyncIterator]().next());
  assert.equal(error.code, 'ERR_INTERNAL');
  assert.deepEqual(
    error.attempts.map(({ clientRequestId }) => clientRequestId),
    fake.requests.map(({ headers }) => headers['client-request-id']),
  );
});

test('a trap of an instance that another copy of the package made is told the same way', async () => {
  await load(afterSending());
  const cjs = createRequire(path.join(installed, 'package.json'))('./dist/slim.cjs');
  const client = cjs.createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  fake.reset();
  const error = await rejection(client.create(EXAMPLE));
  assert.ok(error instanceof cjs.OutcomeUnknownError);
  assert.equal(error.reason, 'crashed');
});

test('after a trap the next call works', async () => {
  const lib = await load(wasm);
  sharedState().instance.trap = new Error('as if it had trapped');
  const client = lib.createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  assert.equal((await client.create({ ...EXAMPLE, displayName: 'after' })).outcome, 'created');
  assert.equal(sharedState().instance.trap, undefined);
});
