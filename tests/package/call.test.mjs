/** Tokens, aborting and time: what was sent decides what the caller is told. */
import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import { inspect } from 'node:util';
import { EXAMPLE, importPackage, rejection } from './consumer.mjs';

let lib;
let testing;
let fake;

before(async () => {
  ({ lib, testing } = await importPackage());
});

beforeEach(() => {
  fake = testing.createFakeGraph();
});

const make = (options) => lib.createAccessPackageClient({ fetch: fake.fetch, ...options });
const never = () => new Promise(() => {});

test('the callback is told what is needed', async () => {
  const asked = [];
  const getToken = (request) => {
    asked.push(request);
    return fake.issueToken();
  };
  await make({ getToken }).create(EXAMPLE);
  const [{ signal, ...request }] = asked;
  assert.equal(asked.length, 1);
  assert.ok(signal instanceof AbortSignal);
  assert.deepEqual(request, {
    scopes: ['https://graph.microsoft.com/EntitlementManagement.ReadWrite.All'],
    reason: 'initial',
    forceRefresh: false,
  });
});

test('the scope is that of the cloud, or of the root', async () => {
  for (const [options, root] of [
    [{ cloud: 'usGovL4' }, 'https://graph.microsoft.us'],
    [{ cloud: 'usGovL5' }, 'https://dod-graph.microsoft.us'],
    [{ cloud: 'china' }, 'https://microsoftgraph.chinacloudapi.cn'],
    [{ cloud: 'china', graphRoot: 'http://localhost:5174/' }, 'http://localhost:5174'],
  ]) {
    const { url, scopes } = await make({ token: 'x', ...options }).prepare(EXAMPLE);
    assert.deepEqual(scopes, [`${root}/EntitlementManagement.ReadWrite.All`]);
    assert.ok(url.startsWith(`${root}/v1.0/identityGovernance/`));
  }
});

test('a callback that throws or rejects: TokenError with the very cause', async () => {
  for (const cause of [new Error('x'), 'text', null, { any: 1 }, 0]) {
    const throws = () => {
      throw cause;
    };
    for (const getToken of [throws, () => Promise.reject(cause), async () => throws()]) {
      const error = await rejection(make({ getToken }).create(EXAMPLE));
      assert.ok(error instanceof lib.TokenError);
      assert.deepEqual([error.code, error.reason, error.attempts], ['ERR_TOKEN', 'failed', []]);
      assert.equal(error.cause, cause);
    }
  }
  const evil = {
    // biome-ignore lint/suspicious/noThenProperty: that is the point
    get then() {
      throw 'then';
    },
  };
  assert.equal((await rejection(make({ getToken: () => evil }).create(EXAMPLE))).cause, 'then');
  assert.deepEqual(fake.requests, []);
});

test('what is no token is not sent, and not repeated', async () => {
  for (const [token, reason] of [
    [undefined, 'notAString'],
    [null, 'notAString'],
    [{ token: 'secret' }, 'notAString'],
    ['', 'empty'],
    ['secret\nX-Header: 1', 'malformed'],
    ['secret\r', 'malformed'],
    ['Bearer secret', 'malformed'],
    ['secrét', 'malformed'],
    ['secret\u0000', 'malformed'],
  ]) {
    const error = await rejection(make({ getToken: async () => token }).create(EXAMPLE));
    assert.deepEqual([error.code, error.reason], ['ERR_TOKEN', reason], String(token));
    assert.equal(error.cause, undefined);
    assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /secr/);
  }
  assert.equal((await rejection(make({ token: '' }).create(EXAMPLE))).reason, 'empty');
  assert.deepEqual(fake.requests, []);
});

test('a token reaches the header and nothing else', async () => {
  const token = fake.issueToken();
  const client = make({ token });
  fake.fail({ answer: { status: 500 } });
  const error = await rejection(client.create(EXAMPLE));
  const result = await client.create({ ...EXAMPLE, displayName: 'other' });
  const everything = inspect([error, result, client, await client.prepare(EXAMPLE), globalThis], {
    depth: 9,
    showHidden: true,
  });
  assert.ok(!everything.includes(token));
});

test('the callback is called as a method of the options, and nothing inside is within its reach', async () => {
  const seen = [];
  class Portal {
    fetch = fake.fetch;
    secret = fake.issueToken();
    getToken() {
      seen.push(this);
      return this.secret;
    }
  }
  const portal = new Portal();
  assert.equal((await lib.createAccessPackageClient(portal).create(EXAMPLE)).outcome, 'created');
  assert.deepEqual(seen, [portal]);
});

test('many calls at once do not meet', async () => {
  const client = make({ token: fake.issueToken() });
  const names = Array.from({ length: 500 }, (_, at) => `name ${at}`);
  const results = await Promise.all(names.map((displayName) => client.create({ ...EXAMPLE, displayName })));
  assert.deepEqual(
    results.map(({ accessPackage }) => accessPackage.displayName),
    names,
  );
});

test('the memory of the WebAssembly holds no token after a call', async () => {
  const memories = [];
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...args) => {
    const instance = await instantiate(...args);
    // Node's own fetch has a WebAssembly too.
    if (instance.exports.resume) memories.push(instance.exports.memory);
    return instance;
  };
  try {
    // A copy of its own, with an instance of its own.
    const state = globalThis[Symbol.for('entra-access-packages@0.1.0')];
    for (const name of Object.keys(state ?? {})) delete state[name];
    const token = fake.issueToken();
    const holds = () => memories.some(({ buffer }) => Buffer.from(buffer).includes(token));
    let whileSending;
    const fetch = (...args) => {
      whileSending = holds();
      return fake.fetch(...args);
    };
    await make({ getToken: async () => token, fetch }).create(EXAMPLE);
    assert.equal(memories.length, 1);
    assert.equal(whileSending, true, 'the search finds what is there');
    assert.equal(holds(), false);
    const malformed = 'not-a-token-but-secret\n';
    await rejection(make({ getToken: async () => malformed }).create(EXAMPLE));
    assert.ok(!Buffer.from(memories[0].buffer).includes(malformed.trim()));
  } finally {
    WebAssembly.instantiate = instantiate;
  }
});

test('where there is no fetch it is asked for, before anything else', async () => {
  const { fetch } = globalThis;
  globalThis.fetch = undefined;
  try {
    const error = await rejection(make({ getToken: () => assert.fail('asked'), fetch: undefined }).create(EXAMPLE));
    assert.deepEqual([error.name, error.code], ['TypeError', 'ERR_INVALID_ARG_TYPE']);
  } finally {
    globalThis.fetch = fetch;
  }
});

test('an abort before anything was sent rejects with the reason as it is', async () => {
  for (const reason of [undefined, new Error('x'), 'text', null, { any: 1 }]) {
    const early = AbortSignal.abort(reason);
    assert.equal(await rejection(make({ token: 'x' }).create(EXAMPLE, { signal: early })), early.reason);

    const controller = new AbortController();
    const getToken = () => {
      controller.abort(reason);
      return never();
    };
    const error = await rejection(make({ getToken }).create(EXAMPLE, { signal: controller.signal }));
    assert.equal(error, controller.signal.reason);
  }
  assert.deepEqual(fake.requests, []);
});

test('an abort after the create was sent is an OutcomeUnknownError with the reason as its cause', async () => {
  for (const reason of [undefined, new Error('x'), 'text', null, { any: 1 }]) {
    for (const heedsTheSignal of [true, false]) {
      const controller = new AbortController();
      const fetch = (url, init) => {
        setTimeout(() => controller.abort(reason), 5);
        return heedsTheSignal ? fake.fetch(url, init) : never();
      };
      fake.fail({ delivery: 'hang' });
      const client = make({ token: fake.issueToken(), fetch });
      const error = await rejection(client.create(EXAMPLE, { signal: controller.signal }));
      assert.deepEqual([error.code, error.reason], ['ERR_OUTCOME_UNKNOWN', 'aborted']);
      assert.equal(error.cause, controller.signal.reason);
      assert.equal(error.attempts[0].result, 'aborted');
      fake.reset();
    }
  }
});

test('an abort while the body is being read is one too, and a refusal stays a refusal', async () => {
  for (const [status, code] of [
    [201, 'ERR_OUTCOME_UNKNOWN'],
    [403, 'ERR_GRAPH'],
  ]) {
    const controller = new AbortController();
    const fetch = async () => {
      setTimeout(() => controller.abort(), 5);
      return new Response(new ReadableStream({}), { status });
    };
    const error = await rejection(make({ token: 'x', fetch }).create(EXAMPLE, { signal: controller.signal }));
    assert.deepEqual([error.code, error.status], [code, status]);
  }
});

test('an abort of a read rejects with the reason', async () => {
  const controller = new AbortController();
  fake.fail({ delivery: 'hang', match: { method: 'GET', path: 'catalogs' } });
  const pages = make({ token: fake.issueToken() }).listCatalogs({ signal: controller.signal })[Symbol.asyncIterator]();
  const next = pages.next();
  setTimeout(() => controller.abort('enough'), 5);
  assert.equal(await rejection(next), 'enough');
});

test('time that runs out is told by what it ran out on', async () => {
  const error = await rejection(make({ getToken: never, timeoutMs: 10 }).create(EXAMPLE));
  assert.deepEqual([error.code, error.reason], ['ERR_TOKEN', 'timedOut']);

  const client = make({ token: fake.issueToken(), timeoutMs: 20 });
  fake.fail({ delivery: 'hang' });
  const unknown = await rejection(client.create(EXAMPLE));
  assert.deepEqual([unknown.code, unknown.reason], ['ERR_OUTCOME_UNKNOWN', 'timedOut']);
  assert.equal(unknown.attempts[0].result, 'timedOut');

  fake.fail({ delivery: 'hang', match: { method: 'GET', path: 'catalogs' } });
  const read = await rejection(client.listCatalogs()[Symbol.asyncIterator]().next());
  assert.deepEqual([read.code, read.reason], ['ERR_NETWORK', 'timedOut']);

  fake.fail({ delayMs: 60 });
  assert.equal((await client.create({ ...EXAMPLE, displayName: 'slow' }, { timeoutMs: 5_000 })).outcome, 'created');
});

test('offline nothing is sent, unless it is to this machine or by a fetch of the caller', async () => {
  const navigator = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  const { fetch } = globalThis;
  Object.defineProperty(globalThis, 'navigator', { value: { onLine: false }, configurable: true });
  const sent = [];
  globalThis.fetch = async (url) => {
    sent.push(url);
    return Response.json({ id: '1' }, { status: 201 });
  };
  try {
    const error = await rejection(make({ token: 'x', fetch: undefined }).create(EXAMPLE));
    assert.deepEqual([error.code, error.reason, sent], ['ERR_NETWORK', 'offline', []]);
    await make({ token: 'x', fetch: undefined, graphRoot: 'http://localhost:1' }).create(EXAMPLE);
    await make({ token: fake.issueToken() }).create(EXAMPLE);
    assert.equal(sent.length, 1);
  } finally {
    globalThis.fetch = fetch;
    delete globalThis.navigator;
    if (navigator) Object.defineProperty(globalThis, 'navigator', navigator);
  }
});

test('one signal serves many calls, silently, and ends all of them', async () => {
  const warnings = [];
  const warned = (warning) => warnings.push(String(warning));
  process.on('warning', warned);
  const controller = new AbortController();
  const { signal } = controller;
  const client = make({ token: fake.issueToken() });
  await Promise.all(
    Array.from({ length: 20 }, (_, at) => client.create({ ...EXAMPLE, displayName: `${at}` }, { signal })),
  );
  const hanging = make({ getToken: never });
  const calls = Array.from({ length: 20 }, () => rejection(hanging.create(EXAMPLE, { signal })));
  setTimeout(() => controller.abort('enough'), 5);
  assert.deepEqual(new Set(await Promise.all(calls)), new Set(['enough']));
  await new Promise((later) => setImmediate(later));
  process.off('warning', warned);
  assert.deepEqual(warnings, []);
});

test('after a call nothing keeps the process or the signal busy', async () => {
  const { signal } = new AbortController();
  let listeners = 0;
  const count = (name, step) => {
    const original = signal[name];
    signal[name] = (...args) => {
      listeners += step;
      return original.apply(signal, args);
    };
  };
  count('addEventListener', 1);
  count('removeEventListener', -1);
  await make({ token: fake.issueToken() }).create(EXAMPLE, { signal });
  assert.equal(listeners, 0);
});
