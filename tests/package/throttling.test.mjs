/** 429: the pause that Graph asks for is kept, by all calls of a client, or the call ends at once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXAMPLE, rejection } from './consumer.mjs';
import { before, collect, lib, open, tries } from './service.mjs';

/** When the requests came, in milliseconds after the first. */
const times = (fake) => fake.requests.map(({ time }) => Date.parse(time) - Date.parse(fake.requests[0].time));

test('a create waits as long as it is told, looks, and is sent again', async () => {
  const { fake, client, log } = open();
  fake.fail({ answer: { status: 429, retryAfter: 2 } });
  const { outcome, attempts } = await client.create(EXAMPLE);
  assert.equal(outcome, 'created');
  assert.deepEqual(log(), ['GET 200', 'POST 429', 'GET 200', 'POST 201', 'GET 200']);
  const [, refused, looked] = times(fake);
  assert.ok(looked - refused >= 2_000, `${looked - refused}`);
  assert.equal(tries(attempts)[1], 'create initial throttled');
  assert.ok(attempts[2].waitedMs >= 2_000 && attempts[3].waitedMs === 0, 'the wait is on the ledger');
});

test('a 429 that was carried out all the same: adopted, and sent once', async () => {
  const { fake, client, posts } = open({ nameUniqueness: 'none' });
  fake.fail({ answer: { status: 429, retryAfter: 1 }, commit: 'before' });
  assert.equal((await client.create(EXAMPLE)).outcome, 'adopted');
  assert.equal(posts(), 1);
});

test('without Retry-After, or with one that cannot be read, it waits all the same', async () => {
  for (const retryAfter of [undefined, 'soon', '-5', '']) {
    const { fake, client } = open();
    fake.fail({ answer: { status: 429, ...(retryAfter !== undefined && { retryAfter }) } });
    await client.create(EXAMPLE);
    const [, refused, looked] = times(fake);
    assert.ok(looked - refused >= 1_000, `${retryAfter}: ${looked - refused}`);
  }
});

test('0 is at least a second: nobody is hammered', async () => {
  const { fake, client } = open();
  fake.fail({ answer: { status: 429, retryAfter: 0 } });
  await client.create(EXAMPLE);
  const [, refused, looked] = times(fake);
  assert.ok(looked - refused >= 1_000);
});

test('two headers: the longer pause counts', async () => {
  const { fake, client } = open();
  fake.fail({ answer: { status: 429, retryAfter: ['1', '90'] } });
  const error = await rejection(client.create(EXAMPLE, { timeoutMs: 20_000 }));
  assert.equal(error.code, 'ERR_THROTTLED');
});

for (const [what, retryAfter, seconds] of [
  ['seconds', 315, 315],
  ['a date', () => new Date(Date.now() + 600_000).toUTCString(), 600],
  ['far too much', '1000000000', 1_000_000_000],
]) {
  test(`a pause beyond the time of the call, in ${what}: ThrottledError at once, with the time and a ticket`, async () => {
    const { fake, client, posts } = open();
    const value = typeof retryAfter === 'function' ? retryAfter() : retryAfter;
    fake.fail({ answer: { status: 429, retryAfter: value } });
    const began = Date.now();
    const error = await rejection(client.create(EXAMPLE));
    assert.ok(Date.now() - began < 20_000);
    assert.ok(error instanceof lib.ThrottledError);
    assert.deepEqual([error.code, error.status, error.graphCode], ['ERR_THROTTLED', 429, 'TooManyRequests']);
    const wait = Date.parse(error.retryAt) - began;
    assert.ok(Math.abs(wait - seconds * 1_000) < 20_000, `${wait}`);
    assert.deepEqual([error.ticket.input, posts()], [EXAMPLE, 1]);
  });
}

test('a pause beyond all numbers is kept by the calls that follow', async () => {
  const { fake, client, log } = open();
  fake.fail({ answer: { status: 429, retryAfter: '9'.repeat(20) } });
  for (const displayName of ['one', 'two']) {
    assert.equal((await rejection(client.create({ ...EXAMPLE, displayName }))).code, 'ERR_THROTTLED');
  }
  assert.deepEqual(log(), ['GET 200', 'POST 429']);
});

test('the ticket of a create that was throttled settles it', async () => {
  for (const [commit, outcome] of [
    ['never', 'notCreated'],
    ['before', 'adopted'],
  ]) {
    const { fake, client, connect } = open();
    fake.fail({ answer: { status: 429, retryAfter: 300 }, commit });
    const { ticket } = await rejection(client.create(EXAMPLE));
    assert.equal((await connect().recheck(JSON.parse(JSON.stringify(ticket)))).outcome, outcome);
  }
});

test('one client has one view: while the gate is closed no call of it sends, a further client does', async () => {
  const { fake, client, connect } = open();
  fake.fail({ answer: { status: 429, retryAfter: 3 }, match: { method: 'GET', path: 'catalogs' } });
  const first = collect(client.listCatalogs());
  while (fake.requests.length === 0) await new Promise((later) => setTimeout(later, 2));
  await new Promise((later) => setTimeout(later, 20));
  const others = [client.create(EXAMPLE), client.getCatalog(EXAMPLE.catalog.id)];
  await connect().getCatalog(EXAMPLE.catalog.id);
  await Promise.all([first, ...others]);
  const [refused, ofOther, ...later] = times(fake);
  assert.equal(refused, 0);
  assert.ok(ofOther < 3_000, 'the further client did not wait');
  assert.ok(later.length >= 5);
  assert.ok(
    later.every((time) => time >= 3_000),
    `${later}`,
  );
});

test('a call that cannot wait for the gate is told until when it is closed, and sends nothing', async () => {
  const { fake, client } = open();
  fake.fail({ answer: { status: 429, retryAfter: 300 }, match: { method: 'GET', path: 'catalogs' } });
  const began = Date.now();
  const reading = await rejection(collect(client.listCatalogs()));
  assert.deepEqual([reading.code, reading.status], ['ERR_THROTTLED', 429]);
  for (const call of [() => client.create(EXAMPLE), () => client.get(EXAMPLE.catalog.id)]) {
    const error = await rejection(call());
    assert.deepEqual([error.code, error.status, error.attempts], ['ERR_THROTTLED', undefined, []]);
    assert.ok(Math.abs(Date.parse(error.retryAt) - began - 300_000) < 20_000);
    assert.equal('ticket' in error, false);
  }
  assert.equal(fake.requests.length, 1);
});

test('a read that is throttled is read again', async () => {
  const { fake, client, log } = open();
  fake.fail({ answer: { status: 429, retryAfter: 1 }, match: { method: 'GET' } });
  assert.ok((await collect(client.listCatalogs())).length > 0);
  assert.deepEqual(log(), ['GET 429', 'GET 200']);
});

test('changes that are throttled are sent again', async () => {
  const { fake, client, intrude, log } = open();
  const { id } = await intrude(EXAMPLE);
  fake.fail({ answer: { status: 429, retryAfter: 1 }, match: { method: 'PATCH' } });
  await client.update(id, { description: 'other' });
  assert.deepEqual(log().slice(1), ['PATCH 429', 'PATCH 204']);
});

test('a service with a limit gets no more than it takes, and everything is made once', async () => {
  const { client, fake, named } = open({ throttling: { limit: 6, windowMs: 2_000 } });
  const names = ['a', 'b', 'c'];
  const results = await Promise.all(names.map((displayName) => client.create({ ...EXAMPLE, displayName })));
  assert.ok(results.every(({ outcome }) => outcome === 'created' || outcome === 'adopted'));
  for (const name of names) assert.equal(named(name).length, 1);
  assert.ok(fake.requests.filter(({ status }) => status === 429).length > 0, 'the limit was met');
});

test('a pause that a failing gateway asks for is kept too', async () => {
  const { fake, connect } = open();
  const fetch = before(fake.fetch, 'POST', () => fake.fail({ answer: { status: 503, retryAfter: 2 } }));
  const { outcome } = await connect({ fetch }).create(EXAMPLE);
  assert.equal(outcome, 'created');
  const [, failed, looked] = times(fake);
  assert.ok(looked - failed >= 2_000, `${looked - failed}`);
});
