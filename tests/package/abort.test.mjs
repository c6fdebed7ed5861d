/** Aborting: what was sent by then decides what the caller is told, and nothing is sent any more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXAMPLE, rejection } from './consumer.mjs';
import { lib, never, open, until } from './service.mjs';

const UNKNOWN = 'ERR_OUTCOME_UNKNOWN';
const REASONS = [undefined, new Error('x'), 'text', null, 0, { any: 1 }];

/**
 * A create that is aborted at the so-manieth thing that it asks of the world: a token, an answer, a body.
 *
 * @param {number} at counted from 1
 */
async function abortedAt(at, service, reason, options) {
  const controller = new AbortController();
  const asked = [];
  const point = (what) => {
    asked.push(what);
    if (asked.length === at) controller.abort(reason);
  };
  const { fake, connect } = service;
  const client = connect({
    async getToken() {
      point('token');
      return fake.issueToken();
    },
    // It does not heed the signal, as callers' functions may not.
    async fetch(url, { signal: _, ...init }) {
      point(init.method);
      const response = await fake.fetch(url, init);
      const { status, headers } = response;
      const text = () => {
        point('body');
        return response.text();
      };
      return { status, headers, text };
    },
  });
  const ending = await client.create(EXAMPLE, { ...options, signal: controller.signal }).then(
    (result) => ({ result }),
    (error) => ({ error }),
  );
  const { length } = asked;
  await new Promise((later) => setTimeout(later, 20));
  assert.equal(asked.length, length, 'nothing is asked any more');
  if (controller.signal.aborted && !ending.result) assert.equal(length, at, 'nothing is asked after the abort');
  return { ...ending, asked, reason: controller.signal.reason, aborted: controller.signal.aborted };
}

/** How a create ends when it is aborted at each point, until one is beyond its end. */
async function endings(prepare, options) {
  const told = [];
  for (let at = 1; ; at += 1) {
    const reason = REASONS[at % REASONS.length];
    const service = open();
    prepare?.(service);
    const ended = await abortedAt(at, service, reason, options);
    if (!ended.aborted) return told;
    const { error, result, asked } = ended;
    // Not by its `code`: the reason of an abort may have one too.
    const code = lib.isAccessPackageError(error) ? error.code : undefined;
    const isUnknown = code === UNKNOWN;
    if (isUnknown) assert.deepEqual([error.reason, error.ticket.input], ['aborted', EXAMPLE]);
    // The very reason, as it is or as the cause.
    if (isUnknown || (!result && !code)) assert.equal(isUnknown ? error.cause : error, ended.reason);
    told.push(`${asked[at - 1]}: ${result?.outcome ?? code ?? 'the reason'}`);
  }
}

const UNTIL_SENT = ['token: the reason', 'GET: the reason', 'body: the reason', 'token: the reason'];

test('a create that goes well', async () => {
  assert.deepEqual(await endings(), [
    ...UNTIL_SENT,
    ...[`POST: ${UNKNOWN}`, `body: ${UNKNOWN}`],
    ...['GET: created', 'body: created'],
  ]);
});

test('a create without looks', async () => {
  const told = await endings(undefined, { verify: false });
  assert.deepEqual(told, ['token: the reason', `POST: ${UNKNOWN}`, `body: ${UNKNOWN}`]);
});

test('a create whose answer is lost, and that is adopted', async () => {
  assert.deepEqual(await endings(({ fake }) => fake.fail({ answer: { status: 504 }, commit: 'before' })), [
    ...UNTIL_SENT,
    ...[`POST: ${UNKNOWN}`, `body: ${UNKNOWN}`],
    ...[`token: ${UNKNOWN}`, `GET: ${UNKNOWN}`, `body: ${UNKNOWN}`],
  ]);
});

test('a create whose answer is lost, and that is sent again', async () => {
  assert.deepEqual(await endings(({ fake }) => fake.fail({ delivery: 'reset' })), [
    ...UNTIL_SENT,
    `POST: ${UNKNOWN}`,
    ...[`token: ${UNKNOWN}`, `GET: ${UNKNOWN}`, `body: ${UNKNOWN}`],
    // Looks have shown that nothing was made.
    'token: the reason',
    ...[`POST: ${UNKNOWN}`, `body: ${UNKNOWN}`],
    ...['GET: created', 'body: created'],
  ]);
});

test('a create that is refused: the refusal is what happened', async () => {
  assert.deepEqual(await endings(({ fake }) => fake.fail({ answer: { status: 400 } })), [
    ...UNTIL_SENT,
    ...[`POST: ${UNKNOWN}`, 'body: ERR_GRAPH'],
  ]);
});

test('while it waits for what may appear, the outcome is unknown', async () => {
  const { fake, connect, events, posts } = open();
  const controller = new AbortController();
  const onEvent = (event) => {
    events.push(event.type);
    if (event.type === 'waiting') setTimeout(() => controller.abort('enough'), 5);
  };
  fake.fail({ delivery: 'reset' });
  const client = connect({ settleMs: 60_000, onEvent });
  const error = await rejection(client.create(EXAMPLE, { signal: controller.signal }));
  assert.deepEqual([error.code, error.reason, error.cause], ['ERR_OUTCOME_UNKNOWN', 'aborted', 'enough']);
  assert.equal(events.at(-1), 'failed');
  assert.equal(posts(), 1);
});

test('while it waits because Graph asked for it: before it was sent the reason, after it unknown', async () => {
  for (const [match, ending] of [
    [{ method: 'GET' }, 'enough'],
    [{ method: 'POST' }, 'ERR_OUTCOME_UNKNOWN'],
  ]) {
    const { fake, connect } = open();
    const controller = new AbortController();
    const onEvent = ({ type }) => {
      if (type === 'waiting') setTimeout(() => controller.abort('enough'), 5);
    };
    fake.fail({ answer: { status: 429, retryAfter: 30 }, match });
    const error = await rejection(connect({ onEvent }).create(EXAMPLE, { signal: controller.signal }));
    assert.equal(error.code ?? error, ending);
  }
});

test('a signal that is aborted already: nothing is asked and nothing is sent', async () => {
  const { fake, connect } = open();
  const client = connect({ getToken: () => assert.fail('asked') });
  for (const reason of REASONS) {
    const signal = AbortSignal.abort(reason);
    assert.equal(await rejection(client.create(EXAMPLE, { signal })), signal.reason);
    assert.equal(await rejection(client.get(EXAMPLE.catalog.id, { signal })), signal.reason);
    assert.equal(await rejection(client.delete(EXAMPLE.catalog.id, { signal })), signal.reason);
  }
  assert.deepEqual(fake.requests, []);
});

test('a read rejects with the reason at every point', async () => {
  for (const hold of ['token', 'answer', 'body']) {
    const controller = new AbortController();
    const { fake, connect } = open();
    const getToken = hold === 'token' ? never : () => fake.issueToken();
    const fetch = async () => (hold === 'answer' ? never() : new Response(new ReadableStream({})));
    const next = connect({ getToken, fetch })
      .listCatalogs({ signal: controller.signal })
      [Symbol.asyncIterator]()
      .next();
    setTimeout(() => controller.abort('enough'), 5);
    assert.equal(await rejection(next), 'enough', hold);
  }
});

test('a change that was sent and is aborted is unknown, without a ticket', async () => {
  const { fake, client, intrude } = open();
  const { id } = await intrude(EXAMPLE);
  for (const [method, change] of [
    ['PATCH', (options) => client.update(id, { description: 'x' }, options)],
    ['DELETE', (options) => client.delete(id, options)],
  ]) {
    const controller = new AbortController();
    fake.fail({ delivery: 'hang', match: { method } });
    const sent = fake.requests.length;
    const call = change({ signal: controller.signal });
    await until(() => fake.requests.length > sent);
    controller.abort('enough');
    const error = await rejection(call);
    assert.deepEqual([error.code, error.reason, error.cause], ['ERR_OUTCOME_UNKNOWN', 'aborted', 'enough']);
    assert.equal('ticket' in error, false);
    assert.equal(fake.requests.length, sent + 1, 'nothing is sent after it');
  }
});

test('one signal serves many calls, silently, and ends all of them', async () => {
  const warnings = [];
  const warned = (warning) => warnings.push(String(warning));
  process.on('warning', warned);
  const controller = new AbortController();
  const { signal } = controller;
  const { client, connect } = open();
  const names = Array.from({ length: 20 }, (_, at) => `${at}`);
  await Promise.all(names.map((displayName) => client.create({ ...EXAMPLE, displayName }, { signal })));
  const hanging = connect({ getToken: never });
  const calls = names.map((displayName) => rejection(hanging.create({ ...EXAMPLE, displayName }, { signal })));
  setTimeout(() => controller.abort('enough'), 5);
  assert.deepEqual(new Set(await Promise.all(calls)), new Set(['enough']));
  await new Promise((later) => setImmediate(later));
  process.off('warning', warned);
  assert.deepEqual(warnings, []);
});
