/** What `onEvent` is told: the steps of each path, in order, each with enough to say a sentence. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXAMPLE, rejection } from './consumer.mjs';
import { collect, open, stepOf, until } from './service.mjs';

const { displayName } = EXAMPLE;
const FIRST = ['lookingUp initial', 'sending initial'];

for (const [path, prepare, steps, options, more] of [
  ['created', undefined, [...FIRST, 'lookingUp created', 'created']],
  ['created without looks', undefined, ['sending initial', 'created'], { verify: false }],
  ['existing', ({ intrude }) => intrude(EXAMPLE), ['lookingUp initial', 'existing'], { ifExists: 'return' }],
  ['a conflict', ({ intrude }) => intrude(EXAMPLE), ['lookingUp initial', 'failed ERR_CONFLICT']],
  [
    'adopted',
    ({ fake }) => fake.fail({ answer: { status: 504 }, commit: 'before' }),
    [...FIRST, 'ambiguous serverError', 'lookingUp ambiguous', 'adopted'],
  ],
  [
    'sent again',
    ({ fake }) => fake.fail({ delivery: 'reset' }),
    [
      ...[...FIRST, 'ambiguous connectionLost', 'lookingUp ambiguous', 'sending ambiguous'],
      ...['lookingUp created', 'created'],
    ],
  ],
  [
    'throttled',
    ({ fake }) => fake.fail({ answer: { status: 429, retryAfter: 1 } }),
    [
      ...[...FIRST, 'throttled', 'ambiguous throttled', 'waiting throttled', 'lookingUp throttled'],
      ...['sending throttled', 'lookingUp created', 'created'],
    ],
  ],
  [
    'a new token',
    ({ fake }) => fake.fail({ answer: { status: 401 } }),
    [...FIRST, 'refused', 'sending unauthorized', 'lookingUp created', 'created'],
    undefined,
    ({ fake }) => ({ getToken: () => fake.issueToken() }),
  ],
  [
    'refused',
    ({ fake }) => fake.fail({ answer: { status: 403 } }),
    [...FIRST, 'refused', 'reading refused', 'failed ERR_GRAPH'],
  ],
]) {
  test(`the steps of a create: ${path}`, async () => {
    const service = open();
    await prepare?.(service);
    const { events, connect } = service;
    const client = connect({ onEvent: (event) => events.push(event), ...more?.(service) });
    await client.create(EXAMPLE, options).catch(() => {});
    assert.deepEqual(service.steps(), steps);
    assert.equal(new Set(events.map(({ call }) => call)).size, 1);
    for (const event of events) {
      assert.deepEqual([event.operation, event.displayName], ['create', displayName]);
      assert.equal(new Date(event.time).toISOString(), event.time);
      assert.equal('ticket' in event, event.type === 'sending');
      assert.equal('until' in event, event.type === 'waiting');
    }
  });
}

test('what the steps tell: status, wait with its end, reason, code', async () => {
  const { fake, client, events } = open();
  fake.fail({ answer: { status: 429, retryAfter: 1 } });
  fake.fail({ answer: { status: 400 } });
  const before = Date.now();
  await rejection(client.create(EXAMPLE));
  const of = (type) => events.filter((event) => event.type === type);
  assert.equal(of('throttled')[0].status, 429);
  assert.deepEqual([of('ambiguous')[0].reason, of('ambiguous')[0].status], ['throttled', 429]);
  assert.equal(of('refused')[0].status, 400);
  assert.equal(of('failed')[0].code, 'ERR_GRAPH');
  const [{ waitMs, until, time }] = of('waiting');
  assert.ok(waitMs > 0 && waitMs <= 1_100, `${waitMs}`);
  assert.ok(Math.abs(Date.parse(until) - Date.parse(time) - waitMs) < 200);
  assert.ok(Date.parse(until) > before);
});

test('the steps of the other calls', async () => {
  const { fake, client, events, intrude } = open({ pageSize: 3 });
  const { id } = await intrude(EXAMPLE);
  const catalogs = await collect(client.listCatalogs());
  await client.getCatalog(catalogs[0].id);
  await client.get(id);
  await client.update(id, { description: 'other' });
  fake.fail({ answer: { status: 504 }, commit: 'before', match: { method: 'PATCH' } });
  await client.update(id, { description: 'another' });
  await client.delete(id);
  await client.delete(id);
  await rejection(client.get(id));
  const calls = Map.groupBy?.(events, ({ call }) => call) ?? group(events);
  const told = [...calls.values()].map((steps) => [steps[0].operation, ...steps.map(stepOf)].join(', '));
  const pages = Math.ceil(catalogs.length / 3);
  assert.deepEqual(told, [
    ...Array.from({ length: pages }, () => 'listCatalogs, reading initial, done'),
    'getCatalog, reading initial, done',
    'get, reading initial, done',
    'update, sending initial, done',
    'update, sending initial, ambiguous serverError, lookingUp ambiguous, done',
    'delete, sending initial, deleted',
    'delete, sending initial, refused, absent',
    'get, reading initial, refused, failed ERR_GRAPH',
  ]);
  assert.ok(events.every((event) => !('displayName' in event)));
});

/** What `Map.groupBy` does, for Nodes that lack it. */
function group(events) {
  const calls = new Map();
  for (const event of events) calls.set(event.call, [...(calls.get(event.call) ?? []), event]);
  return calls;
}

test('the steps of a recheck tell the name', async () => {
  const { fake, client, events, connect, steps } = open();
  fake.fail({ answer: { status: 504 } });
  fake.fail({ answer: { status: 403 }, times: Infinity, match: { method: 'GET' } });
  const { ticket } = await rejection(connect().create(EXAMPLE, { verify: false }));
  fake.clearFaults();
  await client.recheck(ticket);
  assert.deepEqual(steps(), ['lookingUp ambiguous', 'notCreated']);
  assert.ok(events.every((event) => event.displayName === displayName && event.operation === 'recheck'));
});

test('a call that was aborted fails without a code, and one that was never sent tells only that', async () => {
  const { client, events } = open();
  await rejection(client.create(EXAMPLE, { signal: AbortSignal.abort() }));
  assert.deepEqual(events.map(stepOf), ['failed']);
  assert.equal('code' in events[0], false);
  await rejection(client.create({ displayName: '' }));
  assert.deepEqual(events.map(stepOf).slice(1), ['failed ERR_VALIDATION']);
});

test('both listeners are told, the client’s and the call’s, each its own event', async () => {
  const { client, events } = open();
  const own = [];
  await client.create(EXAMPLE, {
    onEvent(event) {
      own.push({ ...event });
      for (const name of Object.keys(event)) delete event[name];
    },
  });
  assert.deepEqual(own, events);
  assert.ok(own.length > 3);
  await client.create({ ...EXAMPLE, displayName: 'second' });
  assert.equal(own.at(-1).displayName, displayName, 'the listener of a call hears of no other');
  assert.equal(new Set(events.map(({ call }) => call)).size, 2);
});

test('a ticket that a listener spoils is not spoilt for the others, nor for the error', async () => {
  const tickets = [];
  const onEvent = ({ ticket }) => {
    if (!ticket) return;
    tickets.push(JSON.stringify(ticket));
    ticket.input.displayName = 'spoilt';
    ticket.version = 2;
  };
  const { fake, client } = open({}, { onEvent });
  fake.fail({ answer: { status: 504 } });
  fake.fail({ answer: { status: 403 }, times: Infinity, match: { method: 'GET' } });
  const error = await rejection(client.create(EXAMPLE, { verify: false, onEvent }));
  assert.equal(error.code, 'ERR_OUTCOME_UNKNOWN');
  assert.equal(tickets.length, 2);
  assert.deepEqual(tickets, [JSON.stringify(error.ticket), JSON.stringify(error.ticket)]);
});

test('the ticket is told before the request goes out, and is the one of the error', async () => {
  const order = [];
  const tickets = [];
  const onEvent = ({ type, ticket }) => {
    if (!ticket) return;
    order.push(type, fake.requests.filter(({ method }) => method === 'POST').length);
    tickets.push(ticket);
  };
  const { fake, connect } = open();
  const fetch = (url, init) => {
    if (init.method === 'POST') order.push('fetch');
    return fake.fetch(url, init);
  };
  fake.fail({ answer: { status: 504 }, times: 2 });
  await rejection(connect({ fetch, onEvent }).create(EXAMPLE));
  assert.deepEqual(order, ['sending', 0, 'fetch', 'sending', 1, 'fetch']);
  assert.deepEqual(tickets[0].input, EXAMPLE);
  assert.ok(Date.parse(tickets[1].sentAt) >= Date.parse(tickets[0].sentAt));
});

test('a page that is gone after the ticket was told can settle it: the create is rechecked by it', async () => {
  const { fake, connect } = open();
  let ticket;
  const gone = connect({ onEvent: (event) => (ticket ??= event.ticket && JSON.stringify(event.ticket)) });
  fake.fail({ delivery: 'hang', commit: 'before' });
  const controller = new AbortController();
  const call = gone.create(EXAMPLE, { signal: controller.signal });
  await until(() => fake.accessPackages.some((each) => each.displayName === displayName));
  const { outcome } = await connect().recheck(JSON.parse(ticket));
  assert.equal(outcome, 'adopted');
  controller.abort();
  await rejection(call);
});

test('what a listener throws is reported, and disturbs no call', async () => {
  const reported = [];
  const { reportError } = globalThis;
  globalThis.reportError = (error) => reported.push(error);
  const thrown = new Error('a defect of the page');
  const onEvent = () => {
    throw thrown;
  };
  try {
    const { client, events } = open();
    assert.equal((await client.create(EXAMPLE, { onEvent })).outcome, 'created');
    assert.equal(reported.length, events.length);
    assert.ok(reported.every((error) => error === thrown));
    const both = open({}, { onEvent });
    const heard = [];
    await both.client.create(EXAMPLE, { onEvent: (event) => heard.push(event.type) });
    assert.equal(heard.at(-1), 'created', 'the other listener is told all the same');
    globalThis.reportError = undefined;
    assert.equal((await both.client.create({ ...EXAMPLE, displayName: 'x' })).outcome, 'created');
  } finally {
    globalThis.reportError = reportError;
  }
});

test('where nobody can be told of what a listener throws, the outcome is told all the same', async () => {
  const { reportError } = globalThis;
  globalThis.reportError = () => {
    throw new Error('a defect of what takes reports');
  };
  const onEvent = () => {
    throw new Error('a defect of the page');
  };
  try {
    const { fake, client, posts } = open();
    fake.fail({ answer: { status: 500 }, commit: 'never' });
    assert.equal((await client.create(EXAMPLE, { onEvent })).outcome, 'created');
    assert.equal(posts(), 2);
  } finally {
    globalThis.reportError = reportError;
  }
});

test('a listener may start another call, abort its own, and gives nothing that is waited for', async () => {
  const { fake, connect, named } = open();
  const controller = new AbortController();
  let other;
  const onEvent = ({ type }) => {
    if (type === 'lookingUp') other ??= connect().create({ ...EXAMPLE, displayName: 'other' });
    if (type === 'sending') controller.abort('enough');
    return new Promise(() => {});
  };
  const error = await rejection(connect({ onEvent }).create(EXAMPLE, { signal: controller.signal }));
  assert.equal((await other).outcome, 'created');
  assert.equal(named('other').length, 1);
  // It was told that the create is about to be sent; then it was not.
  assert.equal(error, 'enough');
  assert.ok(!fake.requests.some(({ body }) => body.includes(`"${displayName}"`)));
});
