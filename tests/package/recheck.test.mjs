/** Finding out later: a ticket that outlives the page, and what it settles. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXAMPLE, rejection } from './consumer.mjs';
import { before, lib, open, tries } from './service.mjs';

/** A create whose outcome nobody could find out: the answer was lost, and nobody may look. */
async function lose(service, commit, input = EXAMPLE) {
  const { fake, connect } = service;
  const fetch = before(fake.fetch, 'POST', () => {
    fake.fail({ answer: { status: 504 }, commit });
    fake.fail({ answer: { status: 403 }, times: Infinity, match: { method: 'GET' } });
  });
  const error = await rejection(connect({ fetch }).create(input));
  assert.deepEqual([error.code, error.reason, error.status], ['ERR_OUTCOME_UNKNOWN', 'serverError', 504]);
  assert.match(error.message, /may or may not/);
  fake.clearFaults();
  // As it survives a reload.
  return JSON.parse(JSON.stringify(error.ticket));
}

test('the ticket is plain data: what was asked for, where, when, and nothing of the token', async () => {
  const service = open();
  const before = Date.now();
  const ticket = await lose(service, 'before');
  const { sentAt, ...rest } = ticket;
  assert.deepEqual(rest, { version: 1, graphRoot: service.fake.graphRoot, input: EXAMPLE, knownIds: [] });
  assert.ok(Date.parse(sentAt) >= before && Date.parse(sentAt) <= Date.now());
});

test('it was made: adopted, with the package', async () => {
  const service = open();
  const ticket = await lose(service, 'before');
  const { outcome, accessPackage, duplicates, existing, attempts } = await service.connect().recheck(ticket);
  const [{ catalogId, ...stored }] = service.named(EXAMPLE.displayName);
  assert.deepEqual([outcome, accessPackage, duplicates, existing], ['adopted', stored, [], undefined]);
  assert.ok(catalogId);
  assert.deepEqual(tries(attempts), ['lookUp ambiguous succeeded']);
  assert.equal(service.posts(), 1);
});

test('it was not made: notCreated, after all the time has passed', async () => {
  const service = open();
  const ticket = await lose(service, 'never');
  const began = Date.now();
  const result = await service.connect({ settleMs: 1_200 }).recheck(ticket);
  assert.deepEqual(
    [result.outcome, 'accessPackage' in result, 'existing' in result, 'duplicates' in result],
    ['notCreated', false, false, false],
  );
  assert.ok(Date.now() - began >= 1_200);
  assert.equal(result.attempts.length, 2);
  assert.equal((await service.connect().recheck(ticket)).outcome, 'notCreated', 'as often as one likes');
  assert.equal(service.posts(), 1);
});

test('it was made late: adopted', async () => {
  const service = open();
  const ticket = await lose(service, { afterMs: 500 });
  assert.equal((await service.connect({ settleMs: 3_000 }).recheck(ticket)).outcome, 'adopted');
});

test('somebody else has the name: notCreated, with the package that is there', async () => {
  const service = open();
  const ticket = await lose(service, 'never');
  const theirs = await service.intrude({ ...EXAMPLE, description: 'theirs' });
  const { outcome, existing } = await service.connect().recheck(ticket);
  assert.deepEqual([outcome, existing], ['notCreated', theirs]);
});

test('what was there before is not what the create made, and what appeared besides is a duplicate', async () => {
  const service = open({ nameUniqueness: 'none' });
  const { client, fake, intrude, connect } = service;
  const older = await intrude({ ...EXAMPLE, displayName: 'older' });
  const ticket = await lose(service, 'before');
  await client.update(older.id, { displayName: EXAMPLE.displayName });
  const { outcome, accessPackage } = await connect().recheck({ ...ticket, knownIds: [older.id] });
  assert.deepEqual([outcome, accessPackage.id === older.id], ['adopted', false]);
  const [, made] = service.named(EXAMPLE.displayName);
  assert.equal(accessPackage.id, made.id);
  const theirs = await intrude({ ...EXAMPLE, description: 'theirs' });
  const again = await connect().recheck({ ...ticket, knownIds: [older.id] });
  assert.deepEqual(again.duplicates, [theirs]);
  assert.equal(fake.graphRoot, ticket.graphRoot);
});

test('where nobody had looked, a package of that content stays in doubt: unknown, with it as candidate', async () => {
  const service = open();
  const ticket = await lose(service, 'before');
  const error = await rejection(service.connect().recheck({ ...ticket, knownIds: null }));
  assert.deepEqual([error.code, error.reason, error.ticket.knownIds], ['ERR_OUTCOME_UNKNOWN', 'lookFailed', null]);
  assert.deepEqual(
    error.candidates.map(({ id }) => id),
    service.named(EXAMPLE.displayName).map(({ id }) => id),
  );
});

for (const [what, fault, reason, seen] of [
  ['the time is over', { delivery: 'hang' }, 'timedOut', undefined],
  ['Graph fails', { answer: { status: 500 } }, 'lookFailed', 500],
  ['there is no permission', { answer: { status: 403 } }, 'lookFailed', 403],
]) {
  test(`still unknown when ${what}: the ticket is as good as before`, async () => {
    const service = open();
    const ticket = await lose(service, 'before');
    service.fake.fail({ ...fault, times: Infinity, match: { method: 'GET' } });
    const error = await rejection(service.connect({ timeoutMs: 300 }).recheck(ticket));
    assert.ok(error instanceof lib.OutcomeUnknownError);
    assert.deepEqual([error.reason, error.status], [reason, seen]);
    assert.deepEqual(error.ticket, ticket);
    service.fake.clearFaults();
    assert.equal((await service.connect().recheck(error.ticket)).outcome, 'adopted');
  });
}

test('still unknown when there is no token: the callback’s very error is the cause', async () => {
  const service = open();
  const ticket = await lose(service, 'before');
  const reason = new Error('interaction required');
  const error = await rejection(service.connect({ getToken: () => Promise.reject(reason) }).recheck(ticket));
  assert.deepEqual([error.code, error.reason, error.cause], ['ERR_OUTCOME_UNKNOWN', 'lookFailed', reason]);
  assert.deepEqual(error.ticket, ticket);
});

test('an abort rejects with the reason as it is: nothing was done', async () => {
  const service = open();
  const ticket = await lose(service, 'before');
  for (const reason of [undefined, new Error('x'), 'text', null]) {
    const controller = new AbortController();
    service.fake.fail({ delivery: 'hang', match: { method: 'GET' } });
    const call = service.connect().recheck(ticket, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 5);
    assert.equal(await rejection(call), controller.signal.reason);
  }
});

test('a ticket of another root, or none at all, is a TypeError with a code, and nothing is sent', async () => {
  const service = open();
  const ticket = await lose(service, 'before');
  const { client, fake } = service;
  const sent = fake.requests.length;
  const bad = (changes) => ({ ...ticket, ...changes });
  const cyclic = bad({});
  cyclic.input = cyclic;
  for (const [value, code] of [
    [bad({ graphRoot: 'https://graph.microsoft.com' }), 'ERR_INVALID_ARG_VALUE'],
    [bad({ graphRoot: `${ticket.graphRoot}/` }), 'ERR_INVALID_ARG_VALUE'],
    [bad({ version: 2 }), 'ERR_INVALID_ARG_VALUE'],
    [bad({ version: '1' }), 'ERR_INVALID_ARG_VALUE'],
    [bad({ input: { displayName: 'x' } }), 'ERR_INVALID_ARG_VALUE'],
    [bad({ input: undefined }), 'ERR_INVALID_ARG_VALUE'],
    [bad({ sentAt: 'yesterday' }), 'ERR_INVALID_ARG_VALUE'],
    [bad({ knownIds: [7] }), 'ERR_INVALID_ARG_VALUE'],
    [bad({ knownIds: undefined }), 'ERR_INVALID_ARG_VALUE'],
    [JSON.stringify(ticket), 'ERR_INVALID_ARG_VALUE'],
    [{}, 'ERR_INVALID_ARG_VALUE'],
    [[], 'ERR_INVALID_ARG_VALUE'],
    [null, 'ERR_INVALID_ARG_VALUE'],
    [7, 'ERR_INVALID_ARG_VALUE'],
    ['\ud83d', 'ERR_INVALID_ARG_VALUE'],
    [undefined, 'ERR_INVALID_ARG_TYPE'],
    [Symbol('x'), 'ERR_INVALID_ARG_TYPE'],
    [cyclic, 'ERR_INVALID_ARG_TYPE'],
    [1n, 'ERR_INVALID_ARG_TYPE'],
  ]) {
    const error = await rejection(client.recheck(value));
    assert.ok(error instanceof TypeError, String(error));
    assert.equal(error.code, code, typeof value);
    assert.match(error.message, /"ticket"/);
  }
  assert.equal(fake.requests.length, sent);
});

test('a ticket with an id of an unpaired surrogate, or with an endless list of ids, does no harm', async () => {
  const service = open();
  const ticket = await lose(service, 'before');
  for (const knownIds of [['\ud83d'], Array.from({ length: 50_000 }, (_, at) => `${at}`)]) {
    assert.equal((await service.connect().recheck({ ...ticket, knownIds })).outcome, 'adopted');
  }
});
