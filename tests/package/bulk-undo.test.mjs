/** Undo: what a job made is deleted again, save what somebody has begun to use. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, inputs } from './bulk.mjs';
import { rejection } from './consumer.mjs';
import { BASE, CATALOG, collect, open } from './service.mjs';

/** A job that made so many packages, and its undo list. */
async function made(count, options) {
  const service = open(options);
  const { report } = service.client.apply(await service.client.plan(inputs(count, CATALOG)));
  return { ...service, items: (await report).undo };
}

/** The results in a few words. */
const told = (results) => results.map(({ outcome, because }) => [outcome, ...(because ?? [])].join(' '));

test('all that nobody uses is deleted, in order, and the undo can be undone by the plan', async () => {
  const { fake, client, items, log } = await made(4);
  const before = log().length;
  const results = await collect(client.undo(items));
  assert.deepEqual(told(results), Array(4).fill('deleted'));
  assert.deepEqual(
    results.map(({ item }) => item),
    items,
  );
  assert.equal(fake.accessPackages.length, 5);
  assert.deepEqual(log().slice(before, before + 3), ['GET 200', 'GET 200', 'DELETE 204']);
  for (const { attempts } of results)
    assert.deepEqual(
      attempts.map(({ purpose }) => purpose),
      ['read', 'read', 'delete'],
    );
  assert.deepEqual(counted(await client.plan(inputs(4, CATALOG))), { create: 4 });
});

test('what somebody has begun to use is kept, and why is told', async () => {
  const { fake, client, items } = await made(7);
  const [policy, role, assignment, renamed, gone, all] = items.map(({ accessPackageId }) => accessPackageId);
  fake.addAssignmentPolicy(policy);
  fake.addResourceRoleScope(role);
  fake.addAssignment(assignment, { state: 'expired' });
  const headers = { Authorization: `Bearer ${fake.issueToken()}`, 'Content-Type': 'application/json' };
  const at = (id) => `${fake.graphRoot}${BASE}/accessPackages/${id}`;
  await fake.fetch(at(renamed), { method: 'PATCH', headers, body: '{"displayName":"ours"}' });
  await fake.fetch(at(gone), { method: 'DELETE', headers });
  fake.addAssignmentPolicy(all);
  fake.addResourceRoleScope(all);
  fake.addAssignment(all);
  assert.deepEqual(told(await collect(client.undo(items))), [
    ...['kept policy', 'kept role', 'kept assignment', 'kept changed', 'absent'],
    ...['kept policy role assignment', 'deleted'],
  ]);
  assert.deepEqual(
    [policy, role, assignment, renamed, all].map((id) => fake.accessPackages.some((each) => each.id === id)),
    [true, true, true, true, true],
  );
});

test('a part of the list, and of another catalog by now', async () => {
  const { fake, client, items } = await made(3);
  const [first, second] = items;
  const moved = { ...second, catalogId: '9e0d4b7c-6a18-4e93-b2f5-7c8d1a3e5f60' };
  assert.deepEqual(told(await collect(client.undo([first, moved]))), ['deleted', 'kept changed']);
  assert.equal(fake.accessPackages.length, 7);
});

test('what cannot be read is not deleted', async () => {
  const { fake, client, items } = await made(3);
  fake.fail({ answer: { status: 403, code: 'UnAuthorized' }, match: { method: 'GET', path: 'assignments' } });
  fake.fail({ answer: { status: 403, code: 'UnAuthorized' }, match: { method: 'GET', path: 'accessPackages/*' } });
  const results = await collect(client.undo(items));
  assert.deepEqual(told(results).sort(), ['deleted', 'failed', 'failed']);
  for (const { outcome, error } of results) assert.equal(error?.status, outcome === 'failed' ? 403 : undefined);
  assert.equal(fake.accessPackages.length, 7);
});

test('where Graph refuses forms of the question, others are asked', async () => {
  for (const several of ['refused', 'ignored']) {
    const { fake, client, items } = await made(2, { expand: { several } });
    fake.addAssignmentPolicy(items[0].accessPackageId);
    assert.deepEqual(told(await collect(client.undo(items))), ['kept policy', 'deleted'], several);
  }
  const { fake, client, items } = await made(4);
  fake.addAssignmentPolicy(items[0].accessPackageId);
  fake.addResourceRoleScope(items[1].accessPackageId);
  fake.addAssignment(items[2].accessPackageId);
  const refused = { answer: { status: 400, code: 'BadRequest' }, times: Infinity };
  fake.fail({ ...refused, match: { method: 'GET', query: '$expand=' } });
  assert.deepEqual(told(await collect(client.undo(items))), [
    ...['kept policy', 'kept role', 'kept assignment', 'deleted'],
  ]);
});

test('a lost answer to a delete is found out', async () => {
  const { fake, client, items } = await made(1);
  fake.fail({ delivery: 'reset', commit: 'before', match: { method: 'DELETE' } });
  assert.deepEqual(told(await collect(client.undo(items))), ['deleted']);
  assert.equal(fake.accessPackages.length, 5);
});

test('nothing happens until it is iterated over, and it can be stopped', async () => {
  const { fake, client, items, log } = await made(4);
  const before = log().length;
  client.undo(items);
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(log().length, before);
  for await (const { outcome } of client.undo(items)) {
    assert.equal(outcome, 'deleted');
    break;
  }
  assert.equal(fake.accessPackages.length, 8);
  const controller = new AbortController();
  const reason = new Error('stop');
  const stopped = (async () => {
    for await (const _ of client.undo(items.slice(1), { signal: controller.signal })) controller.abort(reason);
  })();
  assert.equal(await rejection(stopped), reason);
  assert.equal(fake.accessPackages.length, 7);
});

test('what is no undo list is a TypeError', async () => {
  const { client, items } = await made(1);
  for (const wrong of [undefined, {}, [null], [{}], [{ ...items[0], displayName: 1 }]]) {
    assert.ok((await rejection(collect(client.undo(wrong)))) instanceof TypeError, JSON.stringify(wrong));
  }
  const foreign = { ...items[0], accessPackageId: 'x' };
  assert.match(
    told(await collect(client.undo([foreign])).catch((error) => [{ outcome: error.name }]))[0],
    /failed|TypeError/,
  );
});
