/** What is there already: `ifExists`, `verify`, and the others of a name that appear during a create. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXAMPLE, rejection } from './consumer.mjs';
import { before, open, tries } from './service.mjs';

test('ifExists: return gives what is there, whatever else it says, and sends nothing', async () => {
  const { client, intrude, posts } = open();
  const theirs = await intrude({ ...EXAMPLE, description: 'theirs', isHidden: true });
  const { outcome, accessPackage, duplicates, attempts } = await client.create(EXAMPLE, { ifExists: 'return' });
  assert.deepEqual([outcome, accessPackage, duplicates], ['existing', theirs, undefined]);
  assert.deepEqual(tries(attempts), ['lookUp initial succeeded']);
  assert.equal(posts(), 1);
});

test('ifExists: fail is the default', async () => {
  const { client, intrude } = open();
  const theirs = await intrude(EXAMPLE);
  for (const options of [undefined, {}, { ifExists: undefined }, { ifExists: 'fail' }]) {
    const error = await rejection(client.create(EXAMPLE, options));
    assert.deepEqual([error.code, error.existing], ['ERR_CONFLICT', theirs]);
  }
});

test('ifExists: return creates what is not there, and a name in other case is not there', async () => {
  const { client, intrude } = open({ nameUniqueness: 'caseSensitive' });
  await intrude({ ...EXAMPLE, displayName: EXAMPLE.displayName.toUpperCase() });
  assert.equal((await client.create(EXAMPLE, { ifExists: 'return' })).outcome, 'created');
});

test('ifExists: return also for a name that was taken between the look and the create', async () => {
  const { fake, intrude, connect } = open();
  let theirs;
  const fetch = before(fake.fetch, 'POST', async () => {
    theirs = await intrude({ ...EXAMPLE, description: 'theirs' });
  });
  const { outcome, accessPackage, attempts } = await connect({ fetch }).create(EXAMPLE, { ifExists: 'return' });
  assert.deepEqual([outcome, accessPackage], ['existing', theirs]);
  assert.deepEqual(tries(attempts).slice(1), ['create initial refused', 'lookUp conflict succeeded']);
});

test('ifExists: return and verify: false: Graph says that it is there, and a look finds it', async () => {
  const { intrude, client, log } = open();
  const theirs = await intrude({ ...EXAMPLE, description: 'theirs' });
  const { outcome, accessPackage } = await client.create(EXAMPLE, { ifExists: 'return', verify: false });
  assert.deepEqual([outcome, accessPackage], ['existing', theirs]);
  assert.deepEqual(log().slice(1), ['POST 409', 'GET 200']);
});

test('verify: false sends one request when all goes well, and knows of no duplicates', async () => {
  const { client, log } = open();
  const result = await client.create(EXAMPLE, { verify: false });
  assert.deepEqual([result.outcome, 'duplicates' in result], ['created', false]);
  assert.deepEqual(tries(result.attempts), ['create initial succeeded']);
  assert.deepEqual(log(), ['POST 201']);
});

test('verify: false and an answer that was lost: what the service’s clock does not show stays unknown', async () => {
  const { fake, client, named, posts } = open({ innerError: 'absent' });
  fake.fail({ answer: { status: 504 }, commit: 'before' });
  const error = await rejection(client.create(EXAMPLE, { verify: false }));
  const [{ catalogId, ...stored }] = named(EXAMPLE.displayName);
  assert.deepEqual([error.code, error.reason, error.candidates], ['ERR_OUTCOME_UNKNOWN', 'serverError', [stored]]);
  assert.ok(catalogId);
  assert.equal(error.ticket.knownIds, null);
  assert.equal(posts(), 1);
});

test('verify: false and an answer that was lost: adopted where the service’s clock shows that it is new', async () => {
  const { fake, client, intrude } = open({ nameUniqueness: 'none' });
  await intrude({ ...EXAMPLE, description: 'theirs' });
  fake.fail({ answer: { status: 504 }, commit: 'before' });
  const { outcome, accessPackage } = await client.create(EXAMPLE, { verify: false });
  assert.deepEqual([outcome, accessPackage.description], ['adopted', EXAMPLE.description]);
});

test('verify: false and an answer that was lost: nothing there is sent again all the same', async () => {
  const { fake, client, log } = open();
  fake.fail({ delivery: 'reset' });
  assert.equal((await client.create(EXAMPLE, { verify: false })).outcome, 'created');
  assert.deepEqual(log(), ['POST reset', 'GET 200', 'POST 201']);
});

test('who may not look may still create', async () => {
  for (const status of [400, 403, 404]) {
    const { fake, client, posts } = open();
    fake.fail({ answer: { status }, times: Infinity, match: { method: 'GET' } });
    const result = await client.create(EXAMPLE);
    assert.deepEqual([result.outcome, 'duplicates' in result, posts()], ['created', false, 1], `${status}`);
  }
});

test('when the look before fails, nothing is sent', async () => {
  for (const [fault, code] of [
    [{ answer: { status: 500 } }, 'ERR_GRAPH'],
    [{ delivery: 'reset' }, 'ERR_NETWORK'],
  ]) {
    const { fake, client, posts } = open({}, { timeoutMs: 500 });
    fake.fail({ ...fault, times: Infinity, match: { method: 'GET' } });
    assert.equal((await rejection(client.create(EXAMPLE))).code, code);
    assert.equal(posts(), 0);
  }
});

test('where names may repeat, a request that the browser sent twice is told: the other is a duplicate', async () => {
  const { fake, connect, named } = open({ nameUniqueness: 'none' });
  const fetch = async (url, init) => {
    if (init.method === 'POST') await fake.fetch(url, init);
    return fake.fetch(url, init);
  };
  const { outcome, accessPackage, duplicates } = await connect({ fetch }).create(EXAMPLE);
  assert.equal(outcome, 'created');
  const ids = named(EXAMPLE.displayName).map(({ id }) => id);
  assert.deepEqual([duplicates.map(({ id }) => id), accessPackage.id], [ids.slice(0, 1), ids[1]]);
});

test('also when both answers are lost: the oldest is adopted, the other a duplicate', async () => {
  const { fake, connect, named } = open({ nameUniqueness: 'none' });
  const fetch = async (url, init) => {
    if (init.method !== 'POST') return fake.fetch(url, init);
    await Promise.all([fake.fetch(url, init), fake.fetch(url, init), fake.fetch(url, init)]);
    throw new TypeError('Failed to fetch');
  };
  const { outcome, accessPackage, duplicates } = await connect({ fetch }).create(EXAMPLE);
  assert.equal(outcome, 'adopted');
  const [first, ...others] = named(EXAMPLE.displayName).map(({ id }) => id);
  assert.deepEqual([accessPackage.id, duplicates.map(({ id }) => id).sort()], [first, others.sort()]);
});

test('somebody else’s package of that name that appears during the create is a duplicate, an older one is in the way', async () => {
  const { fake, connect, intrude } = open({ nameUniqueness: 'none' });
  let theirs;
  const fetch = before(fake.fetch, 'POST', async () => {
    theirs = await intrude({ ...EXAMPLE, description: 'theirs' });
  });
  const { outcome, duplicates } = await connect({ fetch }).create(EXAMPLE);
  assert.deepEqual([outcome, duplicates], ['created', [theirs]]);
  assert.equal((await rejection(connect().create(EXAMPLE))).code, 'ERR_CONFLICT');
});

test('a look after that fails takes nothing from the success', async () => {
  const { fake, connect, posts } = open();
  const fetch = before(fake.fetch, 'POST', () =>
    fake.fail({ answer: { status: 500 }, times: Infinity, match: { method: 'GET' } }),
  );
  const result = await connect({ fetch }).create(EXAMPLE);
  assert.deepEqual([result.outcome, 'duplicates' in result, posts()], ['created', false, 1]);
});
