/** Updating and deleting: each may be sent twice, and the caller is told what is so in the end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXAMPLE, rejection } from './consumer.mjs';
import { lib, open, tries } from './service.mjs';

const NOBODY = '00000000-0000-4000-8000-000000000000';

test('an update sends what is given, and nothing else', async () => {
  const { fake, client, intrude, named } = open();
  const { id } = await intrude(EXAMPLE);
  const { attempts, ...rest } = await client.update(id, { displayName: 'new name', description: '', isHidden: true });
  assert.deepEqual(rest, {});
  assert.deepEqual(tries(attempts), ['update initial succeeded']);
  const [package_] = named('new name');
  assert.deepEqual([package_.id, package_.description, package_.isHidden], [id, '', true]);
  await client.update(id, { isHidden: false, description: undefined });
  const { method, url, body, headers } = fake.requests.at(-1);
  assert.equal(`${method} ${body}`, 'PATCH {"isHidden":false}');
  assert.ok(url.endsWith(`/identityGovernance/entitlementManagement/accessPackages/${id}`));
  assert.equal(headers['content-type'], 'application/json');
});

test('changes that are wrong: every problem, and nothing is sent', async () => {
  const { fake, client } = open();
  for (const [changes, ...problems] of [
    [{}, ' required'],
    [null, ' wrongType'],
    [undefined, ' wrongType'],
    [
      { displayName: ' ', description: 7, isHidden: 'x' },
      'displayName blank',
      'description wrongType',
      'isHidden wrongType',
    ],
    [{ catalog: EXAMPLE.catalog, isHidden: true }, 'catalog unknownProperty'],
    [{ displayName: 'x'.repeat(1_025) }, 'displayName tooLong'],
  ]) {
    const error = await rejection(client.update(NOBODY, changes));
    assert.ok(error instanceof lib.ValidationError, String(error));
    assert.deepEqual(
      error.issues.map(({ path, code }) => `${path.join('.')} ${code}`),
      problems,
    );
  }
  const reason = new Error('mine');
  const throws = {
    get displayName() {
      throw reason;
    },
  };
  assert.equal((await rejection(client.update(NOBODY, throws))).cause, reason);
  assert.deepEqual(fake.requests, []);
});

test('an id that is none is a TypeError with a code, for every call that takes one', async () => {
  const { fake, client } = open();
  const calls = {
    get: (id) => client.get(id),
    update: (id) => client.update(id, { isHidden: true }),
    delete: (id) => client.delete(id),
    getCatalog: (id) => client.getCatalog(id),
    list: (catalogId) => client.list({ catalogId })[Symbol.asyncIterator]().next(),
  };
  for (const [name, call] of Object.entries(calls)) {
    for (const id of ['', 'x', '../catalogs', `${NOBODY}/../x`, `${NOBODY}?`, ` ${NOBODY}`, `{${NOBODY}}`]) {
      const error = await rejection(call(id));
      assert.ok(error instanceof TypeError, name);
      assert.equal(error.code, 'ERR_INVALID_ARG_VALUE', `${name} ${id}`);
    }
    for (const id of name === 'list' ? [7, null] : [undefined, null, 7, {}]) {
      const error = await rejection((async () => call(id))());
      assert.equal(error.code, 'ERR_INVALID_ARG_TYPE', `${name} ${id}`);
    }
  }
  assert.deepEqual(fake.requests, []);
});

test('a name that is taken is a ConflictError, and nothing was changed', async () => {
  const { client, intrude, named } = open();
  await intrude({ ...EXAMPLE, displayName: 'taken' });
  const { id } = await intrude(EXAMPLE);
  const error = await rejection(client.update(id, { displayName: 'taken' }));
  assert.deepEqual([error.code, error.status], ['ERR_CONFLICT', 409]);
  assert.equal(named(EXAMPLE.displayName).length, 1);
});

test('an update of what does not exist is a GraphError 404', async () => {
  const { client } = open();
  const error = await rejection(client.update(NOBODY, { isHidden: true }));
  assert.deepEqual([error.code, error.status], ['ERR_GRAPH', 404]);
});

for (const [what, fault] of [
  ['a 504', { answer: { status: 504 } }],
  ['a reset', { delivery: 'reset' }],
  ['a 200 that is HTML', { answer: { status: 200, body: '<p>', contentType: 'text/html' } }],
]) {
  test(`an update after ${what}: a read shows whether it is done`, async () => {
    const { fake, client, intrude } = open();
    const { id } = await intrude(EXAMPLE);
    fake.fail({ ...fault, commit: 'before', match: { method: 'PATCH' } });
    const { attempts } = await client.update(id, { description: 'done' });
    const [sent, ...looks] = tries(attempts);
    assert.match(sent, /^update initial /);
    assert.ok(looks.length === 0 || looks.join() === 'lookUp ambiguous succeeded', `${looks}`);
    fake.fail({
      ...fault,
      ...('answer' in fault && fault.answer.status === 200 ? { answer: { status: 500 } } : {}),
      match: { method: 'PATCH' },
    });
    const again = await client.update(id, { description: 'again' });
    assert.deepEqual(tries(again.attempts).slice(1), ['lookUp ambiguous succeeded', 'update ambiguous succeeded']);
    assert.equal((await client.get(id)).description, 'again');
  });

  test(`a delete after ${what} is sent again, and what is gone then was deleted`, async () => {
    for (const commit of ['before', 'never']) {
      const { fake, client, intrude, named } = open();
      const { id } = await intrude(EXAMPLE);
      fake.fail({
        ...fault,
        answer: fault.answer?.status === 200 ? { status: 500 } : fault.answer,
        commit,
        match: { method: 'DELETE' },
      });
      const { outcome, attempts } = await client.delete(id);
      assert.equal(outcome, 'deleted');
      assert.equal(attempts.length, 2);
      assert.deepEqual(named(EXAMPLE.displayName), []);
    }
  });
}

test('deleted, and absent', async () => {
  const { client, intrude } = open();
  const { id } = await intrude(EXAMPLE);
  const { outcome, attempts, ...rest } = await client.delete(id);
  assert.deepEqual([outcome, tries(attempts), rest], ['deleted', ['delete initial succeeded'], {}]);
  assert.equal((await client.delete(id)).outcome, 'absent');
  assert.equal((await client.delete(NOBODY)).outcome, 'absent');
});

test('a delete that is refused is a GraphError, and nothing is sent again', async () => {
  const { fake, client, intrude, log } = open();
  const { id } = await intrude(EXAMPLE);
  for (const status of [400, 403, 409]) {
    fake.fail({ answer: { status }, match: { method: 'DELETE' } });
    const error = await rejection(client.delete(id));
    assert.deepEqual([error.code, error.status], ['ERR_GRAPH', status]);
  }
  assert.deepEqual(log().slice(1), ['DELETE 400', 'DELETE 403', 'DELETE 409']);
});

test('what is in doubt to the end is unknown, without a ticket, and the same call again settles it', async () => {
  const { fake, client, intrude } = open();
  const { id } = await intrude(EXAMPLE);
  for (const [method, call] of [
    ['PATCH', () => client.update(id, { description: 'x' }, { timeoutMs: 700 })],
    ['DELETE', () => client.delete(id, { timeoutMs: 700 })],
  ]) {
    fake.fail({ answer: { status: 503 }, times: Infinity, match: { method } });
    const error = await rejection(call());
    assert.deepEqual([error.code, error.reason, error.status], ['ERR_OUTCOME_UNKNOWN', 'serverError', 503]);
    assert.deepEqual(['ticket' in error, error.candidates], [false, []]);
    fake.clearFaults();
    await call();
  }
  assert.equal((await client.delete(id)).outcome, 'absent');
});

test('a new token also for changes', async () => {
  const service = open();
  const { id } = await service.intrude(EXAMPLE);
  const getToken = ({ forceRefresh }) => (forceRefresh ? service.fake.issueToken() : 'stale');
  const client = service.connect({ getToken });
  await client.update(id, { isHidden: true });
  assert.equal((await client.delete(id)).outcome, 'deleted');
  assert.deepEqual(service.log().slice(1), ['PATCH 401', 'PATCH 204', 'DELETE 401', 'DELETE 204']);
});
