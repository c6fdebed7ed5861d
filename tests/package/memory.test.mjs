/**
 * The memory of the WebAssembly: nothing of a step is left in it when the step is over, it grows in large pieces, and a call
 * that needs more than there is ends with a typed error, after which the next one works.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import binaryen from 'binaryen';
import { EXAMPLE, forgetRealm, readWasm, rejection, sharedState } from './consumer.mjs';
import { collect, installed, lib, open } from './service.mjs';

const PAGE = 65_536;

/**
 * A fresh instance, by what it exports.
 *
 * @param {{ source?: Uint8Array, beforeWipe?: () => void, afterWipe?: () => void }} [options] `source`: instead of the
 * published module; the others are called at the end of each step
 */
async function freshInstance({ source, beforeWipe, afterWipe } = {}) {
  const { instantiate } = WebAssembly;
  let exported;
  let isReady = false;
  WebAssembly.instantiate = async (...args) => {
    const { exports } = await instantiate(...args);
    // Node's own fetch has a WebAssembly too.
    if (!exports.wipe) return { exports };
    exported = exports;
    const wipe = () => {
      // The first time is when it begins.
      if (!isReady) return exports.wipe();
      beforeWipe?.();
      exports.wipe();
      afterWipe?.();
    };
    return { exports: { ...exports, wipe } };
  };
  try {
    forgetRealm();
    await lib.init(source);
  } finally {
    WebAssembly.instantiate = instantiate;
  }
  isReady = true;
  return exported;
}

/**
 * The module with two more exports: `grown`, how often its memory has grown, and `limit`, how many pages it may have.
 */
async function metered() {
  const published = binaryen.readBinary(new Uint8Array(await readWasm(installed)));
  const text = published.emitText();
  published.dispose();
  assert.match(text, /\(memory\.grow\b/);
  const meter = `
    (global $grown (mut i32) (i32.const 0))
    (global $limit (mut i32) (i32.const 65536))
    (export "grown" (global $grown))
    (export "limit" (global $limit))
    (func $grow (param $pages i32) (result i32)
      (if (i32.gt_u (i32.add (memory.size) (local.get $pages)) (global.get $limit)) (then (return (i32.const -1))))
      (global.set $grown (i32.add (global.get $grown) (i32.const 1)))
      (memory.grow (local.get $pages)))`;
  const end = text.lastIndexOf(')');
  const module = binaryen.parseText(`${text.slice(0, end).replaceAll('(memory.grow', '(call $grow')}${meter})`);
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
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/** How large a memory is, in pages. */
const pagesOf = ({ memory }) => memory.buffer.byteLength / PAGE;

/** What is looked for. No other text has it. */
const MARK = 'to-be-wiped.';

/** A text of which every part can be found. */
const marked = (length, mark = MARK) => mark.repeat(Math.ceil(length / mark.length)).slice(0, length);

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** A refusal by Graph that says much. */
const refusal = (headers) => ({ answer: { status: 403, code: 'Forbidden', message: marked(5_000), headers } });

/** Calls by which a marked text gets into the memory. */
const MARKED = {
  'a token': ({ connect }) => connect({ getToken: async () => MARK }).create(EXAMPLE),
  'a token longer than a request is expected to be': ({ connect }) =>
    connect({ getToken: async () => marked(20_000) }).create(EXAMPLE),
  'a token that is none': ({ connect }) => rejection(connect({ getToken: async () => `${MARK}\n` }).create(EXAMPLE)),
  'a token of a call whose time is over': ({ fake, connect }) => {
    fake.fail({ delivery: 'hang', match: {}, times: Infinity });
    const call = connect({ getToken: async () => MARK }).create(EXAMPLE, { verify: false, timeoutMs: 200 });
    return rejection(call);
  },
  'a token that Graph repeats': ({ fake, connect }) => {
    fake.fail(refusal({ 'request-id': MARK, 'WWW-Authenticate': `Bearer ${MARK}`, 'Retry-After': MARK }));
    return rejection(connect({ getToken: async () => MARK }).create(EXAMPLE));
  },
  'claims that are decoded': async ({ fake, connect }) => {
    const claims = Buffer.from(`{"access_token":{"x":{"value":"${marked(3_000)}"}}}`).toString('base64');
    const challenge = `Bearer error="insufficient_claims", claims="${claims}"`;
    fake.fail({ answer: { status: 401, headers: { 'WWW-Authenticate': challenge } }, match: {}, times: Infinity });
    const asked = [];
    const getToken = async (request) => `token-${asked.push(request.claims)}`;
    await rejection(connect({ getToken }).create(EXAMPLE));
    assert.ok(asked.some((claims) => claims?.includes(MARK)));
  },
  'a name of which most is escaped, as long as can be': ({ client }) =>
    client.create({ ...EXAMPLE, displayName: marked(1_024, `"\\\u0001${MARK}`) }),
  'a description that grows when it is written': ({ client }) =>
    client.create({ ...EXAMPLE, description: marked(10_000, `${MARK}\n"\u0001`) }),
  'a name that is far too long': async ({ client }) => {
    const displayName = marked(100_000, `${MARK}"\n`);
    assert.equal((await rejection(client.create({ ...EXAMPLE, displayName }))).code, 'ERR_VALIDATION');
  },
  'a property that there is not': ({ client }) =>
    rejection(client.create({ ...EXAMPLE, [marked(100_000, `"${MARK}`)]: MARK })),
  'what is checked only': () => {
    assert.equal(lib.validateAccessPackage({ ...EXAMPLE, description: marked(5_000) }).ok, true);
    assert.equal(lib.validateAccessPackage({ ...EXAMPLE, description: marked(50_000) }).ok, false);
  },
  'what is prepared only': ({ client }) => client.prepare({ ...EXAMPLE, description: marked(5_000) }),
  'a ticket': async ({ fake, client }) => {
    fake.fail({ delivery: 'hang', match: {}, times: Infinity });
    const input = { ...EXAMPLE, displayName: MARK };
    const { ticket } = await rejection(client.create(input, { verify: false, timeoutMs: 200 }));
    fake.clearFaults();
    assert.equal((await client.recheck(ticket)).outcome, 'notCreated');
  },
  'a list': async ({ connect }) => {
    const value = Array.from({ length: 500 }, (_, at) => ({ id: `${at}`, displayName: `"${marked(200)}` }));
    const fetch = async () => new Response(JSON.stringify({ value }), { headers: JSON_TYPE });
    assert.equal((await collect(connect({ fetch }).listCatalogs())).length, 500);
  },
  'a refusal': ({ fake, client }) => {
    fake.fail(refusal({}));
    return rejection(client.create(EXAMPLE));
  },
  'a step that the host breaks off': async ({ connect }) => {
    const { random } = Math;
    const getToken = async () => {
      // Asked for when the token is there already.
      Math.random = () => assert.fail('no chance');
      return MARK;
    };
    try {
      assert.equal((await rejection(connect({ getToken }).create(EXAMPLE))).code, 'ERR_INTERNAL');
    } finally {
      Math.random = random;
    }
  },
};

for (const [what, call] of Object.entries(MARKED)) {
  test(`after each step nothing is left of it in the memory: ${what}`, async () => {
    const holds = () => Buffer.from(instance.memory.buffer).includes(MARK);
    const steps = [];
    /** Also while something is waited for. */
    const meanwhile = [];
    const instance = await freshInstance({
      beforeWipe: () => steps.push({ held: holds() }),
      afterWipe: () => Object.assign(steps.at(-1), { holds: holds() }),
    });
    const verifyToken = () => ({ ok: true });
    const exposeHeaders = ['request-id', 'WWW-Authenticate', 'Retry-After'];
    const service = open({ verifyToken, exposeHeaders });
    const connect = ({ fetch = service.fake.fetch, ...options }) =>
      service.connect({
        ...options,
        fetch(...args) {
          meanwhile.push(holds());
          return fetch(...args);
        },
        onEvent: () => meanwhile.push(holds()),
      });
    await call({ ...service, connect, client: connect({ token: 'x' }) });
    assert.ok(
      steps.some(({ held }) => held),
      'it was there before it was wiped',
    );
    assert.deepEqual(
      steps.filter(({ holds }) => holds !== false),
      [],
    );
    assert.ok(![...meanwhile, holds()].includes(true), `${meanwhile}`);
  });
}

test('a thousand creates leave the memory of the WebAssembly as large as it was, and few rooms', async () => {
  const instance = await freshInstance();
  const { client } = open();
  const round = async (from) => {
    for (let at = from; at < from + 500; at += 50) {
      const names = Array.from({ length: 50 }, (_, each) => `name ${at + each}`);
      await Promise.all(names.map((displayName) => client.create({ ...EXAMPLE, displayName }, { verify: false })));
    }
    return pagesOf(instance);
  };
  const warm = await round(0);
  assert.equal(await round(500), warm);
  const { rooms } = sharedState();
  assert.ok(rooms.size <= 300, `${rooms.size} rooms`);
});

/** Some megabytes of JSON, all of it small things. */
const LONG_LIST = Array.from({ length: 30_000 }, (_, at) => {
  const id = `00000000-0000-4000-8000-${`${at}`.padStart(12, '0')}`;
  return { id, displayName: `catalog ${at}`, description: 'd'.repeat(60), isExternallyVisible: false };
});

/** A service whose answers to requests of that method have the long list in them. */
function wordy(method) {
  const service = open();
  const fetch = async (...args) => {
    const response = await service.fake.fetch(...args);
    if (args[1].method !== method) return response;
    const { status, headers } = response;
    return new Response(JSON.stringify({ ...(await response.json()), value: LONG_LIST }), { status, headers });
  };
  return { ...service, client: service.connect({ fetch }) };
}

test('a list of some megabytes is read in a memory that grows a few times, in large pieces', async () => {
  const instance = await freshInstance({ source: await metered() });
  const { client } = wordy('GET');
  const before = pagesOf(instance);
  assert.equal((await collect(client.listCatalogs())).length, LONG_LIST.length);
  const [grown, pages] = [instance.grown.value, pagesOf(instance) - before];
  assert.ok(pages > 100, `${pages} pages`);
  assert.ok(grown > 0 && grown < 60, `${pages} pages in ${grown} pieces`);
  assert.equal((await collect(client.listCatalogs())).length, LONG_LIST.length);
  assert.deepEqual([instance.grown.value, pagesOf(instance) - before], [grown, pages], 'and is used again');
  assert.equal((await open().client.create(EXAMPLE)).outcome, 'created');
});

test('texts of some megabytes are refused for what they are, and what no property takes needs no memory', async () => {
  const instance = await freshInstance();
  const { client, fake } = open();
  const text = 'é'.repeat(5_000_000);
  const input = { ...EXAMPLE, displayName: text, description: text };
  const tooLong = [
    ['tooLong', 'displayName'],
    ['tooLong', 'description'],
  ];
  const told = (issues) => issues.map(({ code, path }) => [code, path.join('.')]);
  assert.deepEqual(told(lib.validateAccessPackage(input).issues), tooLong);
  const error = await rejection(client.create(input));
  assert.deepEqual([error.code, told(error.issues), fake.requests], ['ERR_VALIDATION', tooLong, []]);
  assert.ok(pagesOf(instance) < 50, `${pagesOf(instance)} pages`);
  // So are names of properties: no more of them is repeated than of a text.
  const name = 'k'.repeat(4_000_000);
  const [{ code, path }] = lib.validateAccessPackage({ ...EXAMPLE, [name]: text }).issues;
  assert.deepEqual([code, path[0].length], ['unknownProperty', 65_536]);
  assert.ok(pagesOf(instance) < 50, `${pagesOf(instance)} pages`);
  assert.equal(sharedState().instance.trap, undefined);
  assert.equal((await client.create(EXAMPLE)).outcome, 'created');
});

/** A fresh instance whose memory is too small for the long list. */
async function cramped() {
  const instance = await freshInstance({ source: await metered() });
  instance.limit.value = 60;
}

test('without the memory for an answer a read is an InternalError, and the next call works', async () => {
  const { client } = wordy('GET');
  for (const call of [() => collect(client.listCatalogs()), () => client.create(EXAMPLE)]) {
    await cramped();
    const error = await rejection(call());
    assert.ok(error instanceof lib.InternalError, `${error}`);
    assert.ok(error.cause instanceof WebAssembly.RuntimeError);
    assert.equal((await open().client.create(EXAMPLE)).outcome, 'created');
  }
});

test('without the memory for its answer a create is unknown, and its ticket finds what was made', async () => {
  await cramped();
  const { client, named } = wordy('POST');
  const error = await rejection(client.create(EXAMPLE));
  assert.deepEqual([error.code, error.reason], ['ERR_OUTCOME_UNKNOWN', 'crashed']);
  assert.ok(error.cause instanceof WebAssembly.RuntimeError);
  const { outcome, accessPackage } = await client.recheck(error.ticket);
  assert.deepEqual([outcome, accessPackage.id], ['adopted', named(EXAMPLE.displayName)[0].id]);
});
