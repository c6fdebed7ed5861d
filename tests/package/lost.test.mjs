/** Answers that leave open what happened: a look settles it, and nothing is sent again before one has. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXAMPLE, rejection } from './consumer.mjs';
import { before, lib, open, tries } from './service.mjs';

const STATUSES = [408, 499, 500, 502, 503, 504, 599];

/** Each way of losing an answer: the fault, what the ledger says of it, and the reason. */
const LOSSES = [
  ...STATUSES.map((status) => [`${status}`, { answer: { status } }, 'serverError']),
  ['a 502 in HTML', { answer: { status: 502, body: '<h1>Bad gateway</h1>', contentType: 'text/html' } }, 'serverError'],
  ['a 504 without a body', { answer: { status: 504, body: null } }, 'serverError'],
  ['a reset', { delivery: 'reset' }, 'connectionLost'],
  ['an answer without CORS headers', { answer: { status: 504 }, delivery: 'withoutCors' }, 'connectionLost'],
  ['a 201 that is HTML', { answer: { status: 201, body: '<p>', contentType: 'text/html' } }, 'unreadable'],
  [
    'a 201 that is cut off',
    { answer: { status: 201, body: '{"id":"1","displayName"' }, delivery: 'cut' },
    'connectionLost',
  ],
  ['a 201 without a body', { answer: { status: 201, body: null } }, 'unreadable'],
  ['a 202 with something else', { answer: { status: 202, body: { value: [] } } }, 'unreadable'],
  [
    'a 201 with a package of another name',
    { answer: { status: 201, body: { id: '1', displayName: 'x' } } },
    'unreadable',
  ],
];

for (const [name, fault, result] of LOSSES) {
  test(`${name}, and the work was done: adopted by a look, and sent once`, async () => {
    const { fake, client, posts, named } = open();
    fake.fail({ ...fault, commit: 'before' });
    const { outcome, accessPackage, duplicates, attempts } = await client.create(EXAMPLE);
    assert.equal(outcome, 'adopted');
    const [{ catalogId, ...stored }] = named(EXAMPLE.displayName);
    assert.deepEqual([accessPackage, duplicates, posts()], [stored, [], 1]);
    assert.ok(catalogId);
    assert.deepEqual(tries(attempts), [
      ...['lookUp initial succeeded', `create initial ${result}`, 'lookUp ambiguous succeeded'],
    ]);
  });

  test(`${name}, and the work was not done: sent again after a look`, async () => {
    const { fake, client, named } = open();
    fake.fail(fault);
    const { outcome, attempts } = await client.create(EXAMPLE);
    assert.equal(outcome, 'created');
    assert.equal(named(EXAMPLE.displayName).length, 1);
    assert.deepEqual(tries(attempts), [
      ...['lookUp initial succeeded', `create initial ${result}`, 'lookUp ambiguous succeeded'],
      ...['create ambiguous succeeded', 'lookUp created succeeded'],
    ]);
  });
}

for (const [fault, code, more] of [
  [{ answer: { status: 504, code: 'GatewayTimeout' } }, 'ERR_GRAPH', { status: 504, graphCode: 'GatewayTimeout' }],
  [{ delivery: 'reset' }, 'ERR_NETWORK', { reason: 'connectionLost' }],
  [{ answer: { status: 201, body: null } }, 'ERR_RESPONSE', { status: 201 }],
]) {
  test(`after two creates of which looks found nothing: ${code}, which says that nothing was created`, async () => {
    const { fake, client, posts, named } = open();
    fake.fail({ ...fault, times: Infinity });
    const error = await rejection(client.create(EXAMPLE));
    const seen = Object.fromEntries(Object.keys(more).map((name) => [name, error[name]]));
    assert.deepEqual([error.code, seen, posts(), named(EXAMPLE.displayName)], [code, more, 2, []]);
    assert.equal(error.attempts.at(-1).purpose, 'lookUp', 'a look is the last');
    assert.equal('ticket' in error, false);
  });
}

test('the very error of fetch is the cause', async () => {
  const thrown = [];
  const { fake, connect } = open();
  fake.fail({ delivery: 'reset', times: 2 });
  const fetch = (...args) =>
    fake.fetch(...args).catch((error) => {
      thrown.push(error);
      throw error;
    });
  const error = await rejection(connect({ fetch }).create(EXAMPLE));
  assert.equal(thrown.length, 2);
  assert.equal(error.cause, thrown[1]);
});

for (const delivery of ['hang', 'stall']) {
  for (const [commit, ending] of [
    ['before', 'adopted'],
    ['never', 'ERR_NETWORK timedOut'],
  ]) {
    test(`a ${delivery} with the work done ${commit} is given up in time to look: ${ending}`, async () => {
      const { fake, client, posts } = open({}, { timeoutMs: 1_500 });
      const answer = delivery === 'stall' && { answer: { status: 201, body: '{"id":"1"}' } };
      fake.fail({ delivery, commit, ...answer });
      const ended = await client.create(EXAMPLE).then(
        ({ outcome, attempts }) => [outcome, attempts],
        ({ code, reason, attempts }) => [`${code} ${reason}`, attempts],
      );
      assert.equal(ended[0], ending);
      assert.equal(tries(ended[1])[1], 'create initial timedOut');
      assert.equal(posts(), 1);
    });
  }
}

test('work that is done late is waited for: adopted, and sent once', async () => {
  const { fake, client, posts, steps } = open({}, { settleMs: 3_000 });
  fake.fail({ answer: { status: 504 }, commit: { afterMs: 200 } });
  const { outcome, attempts } = await client.create(EXAMPLE);
  assert.equal(outcome, 'adopted');
  assert.equal(posts(), 1);
  assert.ok(steps().includes('waiting ambiguous'));
  assert.ok(attempts.at(-1).waitedMs >= 1_000, 'the ledger tells the wait');
});

test('what is shown late is waited for: adopted, and sent once', async () => {
  const { fake, client, posts } = open({ replicationLagMs: 500 }, { settleMs: 3_000 });
  fake.fail({ answer: { status: 504 }, commit: 'before' });
  assert.equal((await client.create(EXAMPLE)).outcome, 'adopted');
  assert.equal(posts(), 1);
});

test('absence counts only when all the time has passed', async () => {
  const { fake, client, log } = open({}, { settleMs: 1_500 });
  fake.fail({ answer: { status: 504 } });
  const began = Date.now();
  assert.equal((await client.create(EXAMPLE)).outcome, 'created');
  assert.ok(Date.now() - began >= 1_500);
  assert.deepEqual(log(), ['GET 200', 'POST 504', 'GET 200', 'GET 200', 'POST 201', 'GET 200']);
});

test('a 409 may be the caller’s own: what was made by this call is adopted', async () => {
  for (const description of [undefined, EXAMPLE.description]) {
    const { fake, connect, named } = open();
    // As browsers do it: the request is sent twice, and the page sees the second answer.
    const fetch = async (url, init) => {
      if (init.method === 'POST') await fake.fetch(url, init);
      return fake.fetch(url, init);
    };
    const { outcome, attempts } = await connect({ fetch }).create({ ...EXAMPLE, description });
    assert.equal(outcome, 'adopted');
    assert.deepEqual(tries(attempts).slice(1), ['create initial refused', 'lookUp conflict succeeded']);
    assert.equal(named(EXAMPLE.displayName).length, 1);
  }
});

test('a package with other content is never the caller’s own', async () => {
  const { fake, connect, intrude, posts } = open();
  let theirs;
  const fetch = before(fake.fetch, 'POST', async () => {
    theirs = await intrude({ ...EXAMPLE, isHidden: true });
    fake.fail({ delivery: 'reset' });
  });
  // Not done, and the look shows somebody else's: to Graph, the create could not succeed any more.
  const error = await rejection(connect({ fetch }).create(EXAMPLE));
  assert.deepEqual([error.code, error.existing], ['ERR_CONFLICT', theirs]);
  assert.equal(posts(), 2, 'ours and theirs');
});

for (const [what, fault] of [
  ['fail', { answer: { status: 500 } }],
  ['are refused', { answer: { status: 403 } }],
  ['are lost', { delivery: 'reset' }],
]) {
  test(`when the looks ${what}, the outcome is unknown, with a ticket, and nothing is sent again`, async () => {
    const { fake, connect, posts } = open();
    const fetch = before(fake.fetch, 'POST', () => {
      fake.fail({ delivery: 'reset', commit: 'before' });
      fake.fail({ ...fault, times: Infinity, match: { method: 'GET' } });
    });
    const error = await rejection(connect({ fetch, timeoutMs: 1_000 }).create(EXAMPLE));
    assert.ok(error instanceof lib.OutcomeUnknownError);
    assert.deepEqual([error.code, error.reason], ['ERR_OUTCOME_UNKNOWN', 'connectionLost']);
    assert.ok(error.cause instanceof TypeError);
    assert.deepEqual(error.ticket.input, EXAMPLE);
    assert.deepEqual([error.candidates, posts()], [[], 1]);
  });
}

test('a filter that is ignored or refused does not matter: what comes back is compared', async () => {
  for (const filters of [
    'ignored',
    'refused',
    { nameEquals: 'refused' },
    { nameEquals: 'ignored', catalogEquals: 'refused' },
  ]) {
    const { fake, client, posts, intrude } = open({ filters, pageSize: 2 });
    await intrude({ ...EXAMPLE, displayName: 'SALES reps 2' });
    fake.fail({ delivery: 'reset', commit: 'before' });
    const { outcome, accessPackage } = await client.create(EXAMPLE);
    assert.deepEqual([outcome, accessPackage.displayName], ['adopted', EXAMPLE.displayName], JSON.stringify(filters));
    assert.equal(posts(), 2);
  }
});
