/** What is left of a call when it has ended: nothing. No timer, no listener, no lock, no word. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXAMPLE, makeConsumer, rejection, runScript } from './consumer.mjs';
import { before, collect, never, open } from './service.mjs';

/** Each way in which a call can end, under a signal. */
const ENDINGS = {
  created: ({ client }, signal) => client.create(EXAMPLE, { signal }),
  'created without looks': ({ client }, signal) => client.create(EXAMPLE, { signal, verify: false }),
  async conflict({ client, intrude }, signal) {
    await intrude(EXAMPLE);
    await rejection(client.create(EXAMPLE, { signal }));
  },
  'two at once': ({ client }, signal) =>
    Promise.all([client.create(EXAMPLE, { signal }), client.create(EXAMPLE, { signal })]),
  adopted({ fake, client }, signal) {
    fake.fail({ answer: { status: 504 }, commit: 'before' });
    return client.create(EXAMPLE, { signal });
  },
  'adopted after waits'({ fake, connect }, signal) {
    fake.fail({ answer: { status: 504 }, commit: { afterMs: 100 } });
    return connect({ settleMs: 3_000 }).create(EXAMPLE, { signal });
  },
  throttled({ fake, client }, signal) {
    fake.fail({ answer: { status: 429, retryAfter: 300 } });
    return rejection(client.create(EXAMPLE, { signal }));
  },
  'given up while it waits'({ fake, connect }) {
    fake.fail({ answer: { status: 429, retryAfter: 30 } });
    const own = new AbortController();
    const onEvent = ({ type }) => type === 'waiting' && setTimeout(() => own.abort(), 5);
    return rejection(connect({ onEvent }).create(EXAMPLE, { signal: own.signal }));
  },
  refused({ fake, client }, signal) {
    fake.fail({ answer: { status: 403 } });
    return rejection(client.create(EXAMPLE, { signal }));
  },
  invalid: ({ client }, signal) => rejection(client.create({}, { signal })),
  'no token': ({ connect }, signal) => rejection(connect({ getToken: () => null }).create(EXAMPLE, { signal })),
  'a token that never comes': ({ connect }, signal) =>
    rejection(connect({ getToken: never, timeoutMs: 20 }).create(EXAMPLE, { signal })),
  unknown({ fake, connect }, signal) {
    const fetch = before(fake.fetch, 'POST', () => fake.fail({ delivery: 'hang', match: {}, times: Infinity }));
    return rejection(connect({ fetch, timeoutMs: 300 }).create(EXAMPLE, { signal }));
  },
  'a fetch that does not heed': ({ connect }, signal) =>
    rejection(connect({ fetch: never, timeoutMs: 50 }).create(EXAMPLE, { signal })),
  reads: ({ client }, signal) =>
    Promise.all([collect(client.listCatalogs({ signal })), collect(client.list({ signal }))]),
  async changes({ client, intrude }, signal) {
    const { id } = await intrude(EXAMPLE);
    await client.update(id, { isHidden: true }, { signal });
    await client.delete(id, { signal });
  },
  'a read that fails': ({ connect }, signal) =>
    rejection(
      connect({ fetch: () => Promise.reject(new TypeError('x')), timeoutMs: 300 }).get(EXAMPLE.catalog.id, { signal }),
    ),
};

/** The listeners of a signal: those that were added and not taken away again. */
function listenersOf(signal) {
  const there = new Set();
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (type, listener, options) => {
    there.add(listener);
    addEventListener.call(signal, type, listener, options);
  };
  signal.removeEventListener = (type, listener) => {
    there.delete(listener);
    removeEventListener.call(signal, type, listener);
  };
  return there;
}

for (const [name, end] of Object.entries(ENDINGS)) {
  test(`after a call that ends as "${name}" nothing keeps the process or the signal busy`, async () => {
    const { signal } = new AbortController();
    const listeners = listenersOf(signal);
    const timers = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
    const service = open();
    const already = timers();
    await end(service, signal);
    // What the fake still has to do late is not the client's.
    service.fake.reset();
    await new Promise((later) => setImmediate(later));
    assert.equal(listeners.size, 0, 'listeners');
    assert.ok(timers() <= already, `${timers()} timers, ${already} before`);
  });
}

test('a process ends when its calls have ended', async () => {
  const { folder } = await makeConsumer();
  const source = `
    import { createAccessPackageClient } from 'entra-access-packages';
    import { createFakeGraph } from 'entra-access-packages/testing';
    const fake = createFakeGraph();
    const client = createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
    const began = Date.now();
    process.on('exit', () => console.log(Date.now() - began < 10_000));
    await client.create(${JSON.stringify(EXAMPLE)});
    fake.fail({ answer: { status: 504 }, commit: 'before' });
    await client.create({ ...${JSON.stringify(EXAMPLE)}, displayName: 'lost' });`;
  assert.equal(await runScript(folder, 'ends.mjs', source), 'true\n');
});

test('nothing is written to the console, and nothing is put onto the global object but the shared state', async () => {
  const { folder } = await makeConsumer();
  const source = `
    import { createAccessPackageClient } from 'entra-access-packages';
    import { createFakeGraph } from 'entra-access-packages/testing';
    const log = console.log;
    for (const name of Object.keys(console)) if (typeof console[name] === 'function') console[name] = () => { throw new Error(name); };
    // Node's own fetch leaves something there too.
    void new Response();
    const before = Reflect.ownKeys(globalThis);
    const fake = createFakeGraph();
    const client = createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch, settleMs: 0, timeoutMs: 500 });
    await client.create(${JSON.stringify(EXAMPLE)});
    fake.fail({ delivery: 'hang', match: {}, times: Infinity });
    await client.create({ ...${JSON.stringify(EXAMPLE)}, displayName: 'lost' }).catch(() => {});
    log(Reflect.ownKeys(globalThis).filter((key) => !before.includes(key)).map(String).join());`;
  assert.match(await runScript(folder, 'silent.mjs', source), /^Symbol\(entra-access-packages@[\d.]+\)\n$/);
});
