/** Time that is over: told by what it ran out on. And being offline. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXAMPLE, rejection } from './consumer.mjs';
import { before, collect, never, open, tries } from './service.mjs';

test('on the token: TokenError', async () => {
  const { connect } = open();
  const error = await rejection(connect({ getToken: never, timeoutMs: 10 }).create(EXAMPLE));
  assert.deepEqual([error.code, error.reason, error.attempts], ['ERR_TOKEN', 'timedOut', []]);
});

test('on the look before the create: NetworkError, and nothing was sent', async () => {
  const { fake, client, posts } = open({}, { timeoutMs: 200 });
  fake.fail({ delivery: 'hang', match: { method: 'GET' } });
  const error = await rejection(client.create(EXAMPLE));
  assert.deepEqual([error.code, error.reason, posts()], ['ERR_NETWORK', 'timedOut', 0]);
  assert.deepEqual(tries(error.attempts), ['lookUp initial timedOut']);
});

test('on the create and the looks behind it: OutcomeUnknownError with a ticket', async () => {
  const { fake, connect, posts } = open();
  const fetch = before(fake.fetch, 'POST', () => {
    fake.fail({ delivery: 'hang' });
    fake.fail({ delivery: 'hang', match: { method: 'GET' }, times: Infinity });
  });
  const error = await rejection(connect({ fetch, timeoutMs: 1_000 }).create(EXAMPLE));
  assert.deepEqual([error.code, error.reason], ['ERR_OUTCOME_UNKNOWN', 'timedOut']);
  assert.deepEqual(tries(error.attempts), [
    ...['lookUp initial succeeded', 'create initial timedOut', 'lookUp ambiguous timedOut'],
  ]);
  assert.deepEqual([error.ticket.input, posts()], [EXAMPLE, 1]);
});

test('while waiting for what may appear: OutcomeUnknownError', async () => {
  const { fake, client, posts } = open({}, { settleMs: 60_000, timeoutMs: 1_000 });
  fake.fail({ answer: { status: 504 } });
  const error = await rejection(client.create(EXAMPLE));
  assert.deepEqual([error.code, error.reason, error.status], ['ERR_OUTCOME_UNKNOWN', 'serverError', 504]);
  assert.equal(posts(), 1);
});

test('on a read: NetworkError; on a page of a list, each has its own time', async () => {
  const { fake, client } = open({ pageSize: 1 });
  fake.fail({ delivery: 'hang', match: { method: 'GET', path: 'catalogs' } });
  const error = await rejection(collect(client.listCatalogs({ timeoutMs: 30 })));
  assert.deepEqual([error.code, error.reason], ['ERR_NETWORK', 'timedOut']);
  fake.fail({ delayMs: 500, match: { method: 'GET', path: 'catalogs' }, times: Infinity });
  const timeoutMs = 500 * fake.catalogs.length - 100;
  assert.ok(timeoutMs >= 1_000);
  const catalogs = await collect(client.listCatalogs({ timeoutMs }));
  assert.equal(catalogs.length, fake.catalogs.length);
});

test('the time of a call goes before that of the client', async () => {
  const { fake, client } = open({}, { timeoutMs: 50 });
  fake.fail({ delayMs: 120 });
  assert.equal((await client.create(EXAMPLE, { timeoutMs: 10_000 })).outcome, 'created');
});

test('a fetch that does not heed its signal does not keep a call beyond its time', async () => {
  const { connect } = open();
  const error = await rejection(connect({ fetch: never, timeoutMs: 30 }).get(EXAMPLE.catalog.id));
  assert.deepEqual([error.code, error.reason], ['ERR_NETWORK', 'timedOut']);
});

test('time that is far longer than a timer takes', async () => {
  const { client } = open({}, { timeoutMs: 2 ** 31 - 1 });
  assert.equal((await client.create(EXAMPLE)).outcome, 'created');
});

test('where there is no fetch it is asked for, before anything else', async () => {
  const { connect } = open();
  const { fetch } = globalThis;
  globalThis.fetch = undefined;
  try {
    const error = await rejection(connect({ getToken: () => assert.fail('asked'), fetch: undefined }).create(EXAMPLE));
    assert.deepEqual([error.name, error.code], ['TypeError', 'ERR_INVALID_ARG_TYPE']);
  } finally {
    globalThis.fetch = fetch;
  }
});

test('offline nothing is sent, unless it is to this machine or by a fetch of the caller', async () => {
  const navigator = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  const { fetch } = globalThis;
  Object.defineProperty(globalThis, 'navigator', { value: { onLine: false }, configurable: true });
  const sent = [];
  globalThis.fetch = async (url) => {
    sent.push(url);
    return Response.json({ id: '1', displayName: EXAMPLE.displayName }, { status: 201 });
  };
  try {
    const { connect, client } = open();
    const error = await rejection(connect({ fetch: undefined }).create(EXAMPLE));
    assert.deepEqual([error.code, error.reason, error.attempts, sent], ['ERR_NETWORK', 'offline', [], []]);
    const local = connect({ fetch: undefined, graphRoot: 'http://localhost:1' });
    assert.equal((await local.create(EXAMPLE, { verify: false })).outcome, 'created');
    assert.equal((await client.create(EXAMPLE)).outcome, 'created');
    assert.equal(sent.length, 1);
  } finally {
    globalThis.fetch = fetch;
    delete globalThis.navigator;
    if (navigator) Object.defineProperty(globalThis, 'navigator', navigator);
  }
});
