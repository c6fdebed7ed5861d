/** The token callback: what it is asked, how often, and that what it gives goes into one header only. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { EXAMPLE, rejection, sharedState } from './consumer.mjs';
import { collect, deferred, lib, never, open, tries, until } from './service.mjs';

/** A callback that notes what it is asked and gives good tokens, or what `give` gives. */
function desk(service, give = () => service.fake.issueToken()) {
  const asked = [];
  const getToken = (request) => {
    asked.push(request);
    return give(request);
  };
  return { asked, getToken, client: service.connect({ getToken }) };
}

test('it is asked before every request that begins something, with the scope, a reason and a signal', async () => {
  const service = open({ graphRoot: 'https://graph.microsoft.com' });
  const { asked, client } = desk(service);
  await client.create({ ...EXAMPLE, displayName: 'asked' });
  assert.ok(asked.every(({ signal }) => signal instanceof AbortSignal && !signal.aborted));
  const rest = asked.map(({ signal: _, ...request }) => request);
  const scopes = ['https://graph.microsoft.com/EntitlementManagement.ReadWrite.All'];
  assert.deepEqual(rest, [
    { scopes, reason: 'initial', forceRefresh: false },
    { scopes, reason: 'retry', forceRefresh: false },
  ]);
  asked.length = 0;
  await collect(client.listCatalogs());
  assert.deepEqual(asked[0].scopes, scopes, 'the same for reads');
});

test('a callback that throws or rejects: TokenError with the very cause, and nothing is sent', async () => {
  const service = open();
  for (const cause of [new Error('x'), 'text', null, { any: 1 }, 0]) {
    const throws = () => {
      throw cause;
    };
    for (const getToken of [throws, () => Promise.reject(cause), async () => throws()]) {
      const error = await rejection(service.connect({ getToken }).create(EXAMPLE));
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
  assert.equal((await rejection(service.connect({ getToken: () => evil }).create(EXAMPLE))).cause, 'then');
  assert.deepEqual(service.fake.requests, []);
});

test('what is no token is not sent, and not repeated', async () => {
  const { fake, connect } = open();
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
    const error = await rejection(connect({ getToken: async () => token }).create(EXAMPLE));
    assert.deepEqual([error.code, error.reason], ['ERR_TOKEN', reason], String(token));
    assert.equal(error.cause, undefined);
    assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /secr/);
  }
  assert.equal((await rejection(connect({ token: '' }).create(EXAMPLE))).reason, 'empty');
  assert.deepEqual(fake.requests, []);
});

test('no token for the create itself: nothing was created', async () => {
  const service = open();
  const reason = new Error('interaction required');
  const { client, asked } = desk(service, () => {
    if (asked.length === 2) throw reason;
    return service.fake.issueToken();
  });
  const error = await rejection(client.create(EXAMPLE));
  assert.deepEqual([error.code, error.cause, service.log()], ['ERR_TOKEN', reason, ['GET 200']]);
  assert.deepEqual(tries(error.attempts), ['lookUp initial succeeded']);
});

test('no token for the look after a lost answer: unknown, because of that', async () => {
  const service = open();
  const reason = new Error('interaction required');
  const { client, asked } = desk(service, () => {
    if (asked.length === 3) throw reason;
    return service.fake.issueToken();
  });
  service.fake.fail({ answer: { status: 504 }, commit: 'before' });
  const error = await rejection(client.create(EXAMPLE));
  assert.deepEqual([error.code, error.reason, error.cause], ['ERR_OUTCOME_UNKNOWN', 'serverError', reason]);
  assert.deepEqual(error.ticket.input, EXAMPLE);
});

test('a token that Graph does not take: asked once more, for a fresh one, and sent once more', async () => {
  const service = open();
  const { client, asked } = desk(service, ({ forceRefresh }) => (forceRefresh ? service.fake.issueToken() : 'stale'));
  const { outcome, attempts } = await client.create(EXAMPLE);
  assert.equal(outcome, 'created');
  assert.deepEqual(
    asked.map(({ reason, forceRefresh }) => [reason, forceRefresh]),
    [
      ['initial', false],
      ['unauthorized', true],
      ['retry', false],
      ['unauthorized', true],
    ],
  );
  assert.deepEqual(tries(attempts), [
    ...['lookUp initial refused', 'lookUp unauthorized succeeded'],
    ...['create initial refused', 'create unauthorized succeeded', 'lookUp created succeeded'],
  ]);
});

test('a fresh token that is not taken either is the end: GraphError 401', async () => {
  const service = open();
  const { client, asked } = desk(service, () => `wrong-${asked.length}`);
  const error = await rejection(client.create(EXAMPLE));
  assert.deepEqual([error.code, error.status], ['ERR_GRAPH', 401]);
  assert.deepEqual(service.log(), ['GET 401', 'GET 401']);
  assert.equal(asked.length, 2);
});

test('a callback that gives the same token again after a 401 has it sent no further time', async () => {
  const service = open();
  const { client, asked } = desk(service, () => 'always-the-same');
  const error = await rejection(client.create(EXAMPLE));
  assert.equal(error.status, 401);
  assert.deepEqual([asked.length, service.log()], [2, ['GET 401']]);
});

test('calls that want a token at the same time share one question', async () => {
  const service = open();
  const { promise, resolve } = deferred();
  const { client, asked } = desk(service, () => (asked.length === 1 ? promise : service.fake.issueToken()));
  const names = ['one', 'two', 'three', 'four'];
  const calls = names.map((displayName) => client.create({ ...EXAMPLE, displayName }));
  const reads = [client.getCatalog(EXAMPLE.catalog.id), collect(client.listCatalogs())];
  await until(() => asked.length === 1);
  await new Promise((later) => setTimeout(later, 10));
  assert.equal(asked.length, 1);
  resolve(service.fake.issueToken());
  const results = await Promise.all(calls);
  await Promise.all(reads);
  assert.deepEqual(
    results.map(({ accessPackage }) => accessPackage.displayName),
    names,
  );
});

test('a question for a fresh token, or for other claims, is one of its own', async () => {
  const service = open();
  const { fake } = service;
  const held = { initial: deferred(), unauthorized: deferred() };
  const { client, asked } = desk(service, ({ reason }) => held[reason]?.promise ?? fake.issueToken());
  const first = client.getCatalog(EXAMPLE.catalog.id);
  await until(() => asked.length === 1);
  held.initial.resolve('stale');
  await until(() => asked.length === 2);
  // While the first waits for a fresh token, a second begins with the cached one.
  held.initial = { promise: fake.issueToken() };
  await client.getCatalog(EXAMPLE.catalog.id);
  held.unauthorized.resolve(fake.issueToken());
  await first;
  assert.deepEqual(
    asked.map(({ reason, forceRefresh }) => `${reason} ${forceRefresh}`),
    ['initial false', 'unauthorized true', 'initial false'],
  );
});

test('a question that failed is asked anew, and clients do not share', async () => {
  const service = open();
  let fails = true;
  const { client, asked } = desk(service, async () => {
    if (fails) throw new Error('no');
    return service.fake.issueToken();
  });
  const errors = await Promise.all(
    ['a', 'b'].map((displayName) => rejection(client.create({ ...EXAMPLE, displayName }))),
  );
  assert.equal(errors[0].cause, errors[1].cause);
  assert.equal(asked.length, 1);
  fails = false;
  assert.equal((await client.create(EXAMPLE)).outcome, 'created');
  const other = desk(service);
  const held = deferred();
  const slow = service.connect({ getToken: () => held.promise }).create({ ...EXAMPLE, displayName: 'c' });
  await other.client.create({ ...EXAMPLE, displayName: 'd' });
  assert.ok(other.asked.length > 0);
  held.resolve(service.fake.issueToken());
  await slow;
});

test('the callback’s signal fires when all who wait have given up, not before', async () => {
  const service = open();
  const { client, asked } = desk(service, never);
  const controllers = [new AbortController(), new AbortController()];
  const calls = controllers.map(({ signal }, at) =>
    rejection(client.create({ ...EXAMPLE, displayName: `${at}` }, { signal })),
  );
  await until(() => asked.length === 1);
  await new Promise((later) => setTimeout(later, 10));
  const [{ signal }] = asked;
  controllers[0].abort('one');
  assert.equal(await calls[0], 'one');
  assert.equal(signal.aborted, false);
  controllers[1].abort('two');
  assert.equal(await calls[1], 'two');
  assert.deepEqual([signal.aborted, signal.reason], [true, 'two']);
  // Who comes later asks anew.
  const controller = new AbortController();
  const call = rejection(client.create(EXAMPLE, { signal: controller.signal }));
  await until(() => asked.length === 2);
  assert.equal(asked[1].signal.aborted, false);
  controller.abort();
  await call;
});

test('the callback’s signal fires too when the time of the call is over', async () => {
  const service = open();
  const { client, asked } = desk(service, never);
  const error = await rejection(client.create(EXAMPLE, { timeoutMs: 20 }));
  assert.deepEqual([error.code, error.reason], ['ERR_TOKEN', 'timedOut']);
  assert.equal(asked[0].signal.aborted, true);
});

test('a callback may use the client itself', async () => {
  const service = open();
  const inner = service.connect();
  const client = service.connect({
    async getToken() {
      await inner.getCatalog(EXAMPLE.catalog.id);
      return service.fake.issueToken();
    },
  });
  assert.equal((await client.create(EXAMPLE)).outcome, 'created');
});

test('it is called as a method of the options, and nothing inside is within its reach', async () => {
  const { fake } = open();
  const seen = [];
  class Portal {
    fetch = fake.fetch;
    graphRoot = fake.graphRoot;
    secret = fake.issueToken();
    getToken() {
      seen.push(this);
      return this.secret;
    }
  }
  const portal = new Portal();
  assert.equal((await lib.createAccessPackageClient(portal).create(EXAMPLE)).outcome, 'created');
  assert.deepEqual(new Set(seen), new Set([portal]));
});

test('a token reaches the header and nothing else', async () => {
  const { fake, connect } = open();
  const token = fake.issueToken();
  const events = [];
  const client = connect({ token, onEvent: (event) => events.push(event) });
  fake.fail({ answer: { status: 504 } });
  const result = await client.create({ ...EXAMPLE, displayName: 'other' });
  fake.fail({ delivery: 'hang', match: {}, times: Infinity });
  const error = await rejection(client.create(EXAMPLE, { verify: false, timeoutMs: 400 }));
  assert.equal(error.code, 'ERR_OUTCOME_UNKNOWN');
  const shared = sharedState();
  assert.ok(shared.rooms.size > 0);
  const everything = [error, error.stack, error.ticket, result, events, client, await client.prepare(EXAMPLE), shared]
    .map((each) => inspect(each, { depth: 9, showHidden: true, maxArrayLength: null, maxStringLength: null }))
    .join();
  assert.ok(everything.includes(error.clientRequestId), 'the search finds what is there');
  assert.ok(!everything.includes(token));
});
