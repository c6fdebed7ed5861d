/** Loading: on first use, once a realm, from anywhere, and again after a failure that has been mended. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { EXAMPLE, forgetRealm, importFrom, makeConsumer, readWasm, rejection, sharedState } from './consumer.mjs';

let installed;
let wasm;
let testing;
let server;
let origin;

before(async () => {
  ({ installed } = await makeConsumer());
  wasm = await readWasm(installed);
  testing = await importFrom(installed, 'testing.js');
  server = createServer(({ url }, response) => {
    if (url === '/cut.wasm') {
      response.writeHead(200, { 'Content-Type': 'application/wasm', 'Content-Length': wasm.length });
      response.write(wasm.subarray(0, 1000), () => response.destroy());
      return;
    }
    const [status, type, body] = {
      '/good.wasm': [200, 'application/wasm', wasm],
      '/untyped.wasm': [200, 'application/octet-stream', wasm],
      '/page.wasm': [200, 'text/html', '<!doctype html>'],
      '/lying.wasm': [200, 'application/wasm', '<!doctype html>'],
      '/broken.wasm': [200, 'application/octet-stream', wasm.subarray(0, 1000)],
    }[url] ?? [404, 'text/plain', 'not here'];
    response.writeHead(status, { 'Content-Type': type }).end(body);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${server.address().port}`;
});

after(() => server.close());

assert.equal(sharedState(), undefined, 'importing has done nothing');

let copies = 0;

/** A fresh copy of the slim entry in a realm that has nothing loaded. */
async function freshSlim() {
  forgetRealm();
  copies += 1;
  return importFrom(installed, 'slim.js', `?${copies}`);
}

async function creates(lib) {
  const fake = testing.createFakeGraph();
  const client = lib.createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  assert.equal((await client.create(EXAMPLE)).outcome, 'created');
}

for (const [name, source] of [
  ['a module', () => WebAssembly.compile(wasm)],
  ['a promise of a module', async () => WebAssembly.compile(wasm)],
  ['bytes', () => wasm],
  ['an ArrayBuffer', () => wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length)],
  ['a Response', () => fetch(`${origin}/good.wasm`)],
  ['a URL', () => new URL(`${origin}/good.wasm`)],
  ['a URL as text', () => `${origin}/good.wasm`],
  ['a URL with another Content-Type', () => `${origin}/untyped.wasm`],
]) {
  test(`loads from ${name}`, async () => {
    const lib = await freshSlim();
    await lib.init(source());
    await creates(lib);
  });
}

for (const [name, source, reason] of [
  ['nothing', () => undefined, 'noSource'],
  ['a 404', () => `${origin}/none.wasm`, 'status'],
  ['a page', () => `${origin}/page.wasm`, 'mime'],
  ['a page that says it is WebAssembly', () => `${origin}/lying.wasm`, 'invalid'],
  ['a broken file', () => `${origin}/broken.wasm`, 'invalid'],
  ['other bytes', () => new Uint8Array(8), 'invalid'],
  ['another module', () => new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])), 'invalid'],
  ['a server that is not there', () => 'http://127.0.0.1:9/x.wasm', 'network'],
  ['a promise that rejects', () => Promise.reject(new Error('own CSP server is down')), 'network'],
  ['a promise that rejects with nothing', () => Promise.reject(), 'network'],
  ['a fetch that fails', () => fetch('http://127.0.0.1:9/x.wasm'), 'network'],
  ['a file that breaks off', () => `${origin}/cut.wasm`, 'network'],
  ['an answer that is too short', () => new Response('abc'), 'mime'],
]) {
  test(`${name} is a LoadError (${reason}), and the next try works`, async () => {
    const lib = await freshSlim();
    const error = await rejection(lib.init(source()));
    assert.ok(error instanceof lib.LoadError, String(error));
    assert.deepEqual([error.code, error.reason], ['ERR_LOAD', reason]);
    const { create } = lib.createAccessPackageClient({ token: 'x', fetch: () => assert.fail('nothing is sent') });
    assert.equal((await rejection(create(EXAMPLE))).reason, 'noSource');
    await lib.init(wasm);
    await creates(lib);
  });
}

test('a Content-Security-Policy is told from bad bytes by what browsers say', async () => {
  const { compile } = WebAssembly;
  for (const thrown of [
    new WebAssembly.CompileError(
      "WebAssembly.compile(): Refused to compile or instantiate WebAssembly module because 'unsafe-eval' is not an allowed source of script",
    ),
    new WebAssembly.CompileError('call to WebAssembly.compile() blocked by CSP'),
    new EvalError('Refused to create a WebAssembly object'),
  ]) {
    const lib = await freshSlim();
    WebAssembly.compile = () => Promise.reject(thrown);
    try {
      const error = await rejection(lib.init(wasm));
      assert.equal(error.reason, 'csp');
      assert.match(error.message, /'wasm-unsafe-eval'/);
      assert.equal(error.cause, thrown);
    } finally {
      WebAssembly.compile = compile;
    }
    await lib.init(wasm);
    await creates(lib);
  }
});

for (const name of ['WebAssembly', 'TextDecoder', 'TextEncoder'])
  test(`without ${name}: a LoadError that names it`, async () => {
    const lib = await freshSlim();
    const own = Object.getOwnPropertyDescriptor(globalThis, name);
    delete globalThis[name];
    const expected = { reason: 'unsupported', message: new RegExp(`there is no ${name} here`) };
    try {
      await assert.rejects(lib.init(wasm), expected);
      assert.throws(() => lib.initSync(wasm), expected);
    } finally {
      Object.defineProperty(globalThis, name, own);
    }
    await lib.init(wasm);
  });

test('loads without waiting', async () => {
  const lib = await freshSlim();
  assert.throws(() => lib.initSync(), { code: 'ERR_LOAD', reason: 'noSource' });
  assert.throws(() => lib.initSync(new Uint8Array(8)), { code: 'ERR_LOAD', reason: 'invalid' });
  assert.throws(() => lib.validateAccessPackage(EXAMPLE), { code: 'ERR_LOAD', reason: 'notLoaded' });
  lib.initSync(wasm);
  assert.equal(lib.validateAccessPackage(EXAMPLE).ok, true);
  await freshSlim();
  const { initSync, validateAccessPackage } = await importFrom(installed, 'index.js');
  initSync();
  assert.equal(validateAccessPackage(EXAMPLE).ok, true);
});

test('ESM and CommonJS share one instance, and one load', async () => {
  await freshSlim();
  const { compile } = WebAssembly;
  let compiled = 0;
  WebAssembly.compile = (...args) => {
    compiled += 1;
    return compile(...args);
  };
  try {
    const require = createRequire(path.join(installed, 'package.json'));
    const libs = [await importFrom(installed, 'index.js'), require('./dist/index.cjs'), require('./dist/slim.cjs')];
    await Promise.all(libs.map(creates));
    assert.equal(compiled, 1);
    const [esm, cjs] = libs;
    const error = await rejection(cjs.createAccessPackageClient({ token: 'x' }).create(null));
    assert.ok(!(error instanceof esm.ValidationError));
    assert.ok(esm.isAccessPackageError(error));
  } finally {
    WebAssembly.compile = compile;
  }
});

test('a load that never ends gives way to another source', async () => {
  const lib = await freshSlim();
  void lib.init(new Promise(() => {}));
  await lib.init(wasm);
  await creates(lib);
});

test('a source that comes too late is ignored, and its failure is nobody’s', async () => {
  const lib = await freshSlim();
  await lib.init(wasm);
  await lib.init(Promise.reject(new Error('unheard')));
  await new Promise((later) => setTimeout(later, 10));
});

test('a module of another realm will do', async () => {
  const lib = await freshSlim();
  await lib.init(runInNewContext('new WebAssembly.Module(bytes)', { bytes: wasm }));
  await creates(lib);
});

test('after a trap the synchronous check starts a fresh instance by itself', async () => {
  const lib = await freshSlim();
  await lib.init(wasm);
  sharedState().instance.trap = new Error('as if it had trapped');
  assert.equal(lib.validateAccessPackage(EXAMPLE).ok, true);
});

test('loading that is never done ends with the time of the call, or with its abort', async () => {
  const lib = await freshSlim();
  const loading = lib.init(new Promise(() => {}));
  const { create, prepare } = lib.createAccessPackageClient({ token: 'x', timeoutMs: 20 });
  const error = await rejection(create(EXAMPLE));
  assert.deepEqual([error.code, error.reason], ['ERR_LOAD', 'timedOut']);
  assert.equal(await rejection(create(EXAMPLE, { signal: AbortSignal.abort('enough') })), 'enough');
  assert.equal((await rejection(prepare(EXAMPLE))).reason, 'timedOut');
  assert.ok(loading);
});

test('what is not an error of ours is not taken for one', async () => {
  const { isAccessPackageError, ValidationError } = await importFrom(installed, 'index.js');
  for (const other of [undefined, null, 'ERR_LOAD', {}, new Error('x'), { code: 'ERR_LOAD', name: 'LoadError' }]) {
    assert.equal(isAccessPackageError(other), false);
  }
  assert.equal(isAccessPackageError(Object.assign(new Error('x'), { code: 'ERR_LOAD' })), false);
  assert.equal(isAccessPackageError(Object.assign(new Error('x'), { code: 'toString', name: 'x' })), false);
  assert.equal(isAccessPackageError(new ValidationError({ message: 'x', issues: [] })), true);
});
