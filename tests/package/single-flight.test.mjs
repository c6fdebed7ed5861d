/** The same create twice at the same time: one request, one package, and each caller is told the truth. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { EXAMPLE, makeConsumer, rejection } from './consumer.mjs';
import { before, deferred, lib, never, open, tries, until } from './service.mjs';

test('two clicks: one create, and both get the same package', async () => {
  const { client, posts, named, events } = open();
  const [one, two] = await Promise.all([client.create(EXAMPLE), client.create({ ...EXAMPLE })]);
  assert.deepEqual([one.outcome, two.outcome], ['created', 'created']);
  assert.deepEqual(two.accessPackage, one.accessPackage);
  assert.deepEqual([posts(), named(EXAMPLE.displayName).length], [1, 1]);
  assert.deepEqual(two.attempts, [], 'the second sent nothing');
  const steps = events.filter(({ call }) => call === events.at(-1).call).map(({ type }) => type);
  assert.deepEqual(steps, ['queued', 'created']);
});

test('ten clicks, on clients of their own, where names may repeat: one create', async () => {
  const { connect, posts } = open({ nameUniqueness: 'none' });
  const results = await Promise.all(Array.from({ length: 10 }, () => connect().create(EXAMPLE)));
  assert.equal(new Set(results.map(({ accessPackage }) => accessPackage.id)).size, 1);
  assert.equal(posts(), 1);
});

test('two clicks with different content: the second is a conflict with the first’s package', async () => {
  const { client, posts } = open({ nameUniqueness: 'none' });
  const [one, two] = await Promise.allSettled([
    client.create(EXAMPLE),
    client.create({ ...EXAMPLE, description: 'other' }),
  ]);
  assert.equal(one.status, 'fulfilled');
  assert.ok(two.reason instanceof lib.ConflictError);
  assert.deepEqual(two.reason.existing, one.value.accessPackage);
  assert.equal(posts(), 1);
});

test('two clicks, the second with ifExists: return and other content: what the first made', async () => {
  const { client, posts } = open({ nameUniqueness: 'none' });
  const [one, two] = await Promise.all([
    client.create(EXAMPLE),
    client.create({ ...EXAMPLE, description: 'other' }, { ifExists: 'return' }),
  ]);
  assert.equal(two.outcome, 'existing');
  assert.deepEqual(two.accessPackage, one.accessPackage);
  assert.equal(posts(), 1);
});

test('names that differ only in case wait for each other', async () => {
  for (const [nameUniqueness, ending] of [
    ['caseInsensitive', 'ERR_CONFLICT'],
    ['caseSensitive', 'created'],
  ]) {
    const { client } = open({ nameUniqueness });
    const upper = { ...EXAMPLE, displayName: EXAMPLE.displayName.toUpperCase() };
    const [one, two] = await Promise.all([client.create(EXAMPLE), client.create(upper).catch((error) => error)]);
    assert.equal(one.outcome, 'created');
    assert.equal(two.code ?? two.outcome, ending);
  }
});

test('another name, catalog or root does not wait', async () => {
  const { fake, client, events } = open();
  const other = open();
  const slow = { ...EXAMPLE, displayName: 'slow' };
  fake.fail({ delivery: 'hang', match: { method: 'POST', name: 'slow' } });
  const controller = new AbortController();
  const hanging = rejection(client.create(slow, { signal: controller.signal }));
  const { id } = fake.catalogs.find((catalog) => catalog.id !== EXAMPLE.catalog.id);
  const inputs = [EXAMPLE, { ...slow, catalog: { id } }];
  const results = await Promise.all([...inputs.map((input) => client.create(input)), other.client.create(slow)]);
  assert.deepEqual(
    results.map(({ outcome }) => outcome),
    ['created', 'created', 'created'],
  );
  assert.ok(!events.some(({ type }) => type === 'queued'));
  controller.abort();
  await hanging;
});

test('the catalog’s id counts without case', async () => {
  const { client, posts } = open({ nameUniqueness: 'none' });
  const catalog = { id: EXAMPLE.catalog.id.toUpperCase() };
  const [one, two] = await Promise.allSettled([client.create(EXAMPLE), client.create({ ...EXAMPLE, catalog })]);
  assert.equal(one.value.outcome, 'created');
  assert.equal(two.value?.accessPackage.id ?? two.reason.existing.id, one.value.accessPackage.id);
  assert.equal(posts(), 1);
});

test('a create after the first has ended is a conflict, not a success', async () => {
  const { client, posts } = open();
  const { accessPackage } = await client.create(EXAMPLE);
  const error = await rejection(client.create(EXAMPLE));
  assert.deepEqual([error.code, error.existing, posts()], ['ERR_CONFLICT', accessPackage, 1]);
});

test('the first fails: the second tries itself', async () => {
  const { fake, client, posts } = open();
  fake.fail({ answer: { status: 400 } });
  const [one, two] = await Promise.allSettled([client.create(EXAMPLE), client.create(EXAMPLE)]);
  assert.equal(one.reason.code, 'ERR_GRAPH');
  assert.equal(two.value.outcome, 'created');
  assert.deepEqual(tries(two.value.attempts).slice(0, 2), ['lookUp initial succeeded', 'create initial succeeded']);
  assert.equal(posts(), 2);
});

test('the first ends in doubt: the second looks before it sends, and finds it', async () => {
  const { fake, client, posts, named } = open({ nameUniqueness: 'none' });
  fake.fail({ delivery: 'hang', commit: 'before' });
  const controller = new AbortController();
  const first = client.create(EXAMPLE, { signal: controller.signal });
  const second = client.create(EXAMPLE);
  await until(() => posts() === 1);
  controller.abort();
  assert.equal((await rejection(first)).code, 'ERR_OUTCOME_UNKNOWN');
  const { outcome, accessPackage } = await second;
  assert.deepEqual([outcome, accessPackage.id], ['adopted', named(EXAMPLE.displayName)[0].id]);
  assert.equal(posts(), 1);
});

test('the first ends in doubt and nobody may look: so does the second, and sends nothing', async () => {
  const { fake, connect, posts } = open({ nameUniqueness: 'none' });
  const fetch = before(fake.fetch, 'POST', () => {
    fake.fail({ delivery: 'reset', commit: 'before' });
    fake.fail({ answer: { status: 403 }, times: Infinity, match: { method: 'GET' } });
  });
  const client = connect({ fetch });
  const errors = await Promise.all([rejection(client.create(EXAMPLE)), rejection(client.create(EXAMPLE))]);
  assert.deepEqual(
    errors.map(({ code, reason }) => `${code} ${reason}`),
    ['ERR_OUTCOME_UNKNOWN connectionLost', 'ERR_OUTCOME_UNKNOWN lookFailed'],
  );
  assert.deepEqual(errors[1].ticket, errors[0].ticket);
  assert.equal(posts(), 1);
  fake.clearFaults();
  assert.equal((await client.recheck(errors[1].ticket)).outcome, 'adopted');
});

test('a create just after one that ended in doubt: nothing is sent before that is settled', async () => {
  const { fake, connect, posts, named } = open({ nameUniqueness: 'none' });
  // Done half a second after the caller has given up.
  fake.fail({ delivery: 'hang', commit: { afterMs: 500 } });
  const controller = new AbortController();
  const first = connect({ settleMs: 5_000 }).create(EXAMPLE, { signal: controller.signal });
  await until(() => posts() === 1);
  controller.abort();
  assert.equal((await rejection(first)).reason, 'aborted');
  const { outcome } = await connect({ settleMs: 5_000 }).create(EXAMPLE);
  assert.equal(outcome, 'adopted');
  assert.deepEqual([posts(), named(EXAMPLE.displayName).length], [1, 1]);
});

test('a create just after one that was made and is not shown yet: a conflict with it, and nothing is sent', async () => {
  const { connect, posts } = open({ nameUniqueness: 'none', replicationLagMs: 400 });
  const client = connect({ settleMs: 5_000 });
  const { accessPackage } = await client.create(EXAMPLE);
  const error = await rejection(client.create(EXAMPLE));
  assert.deepEqual([error.code, error.existing?.id, posts()], ['ERR_CONFLICT', accessPackage.id, 1]);
});

test('what was deleted since may be made again at once', async () => {
  const { connect, posts } = open();
  const client = connect({ settleMs: 60_000 });
  const { accessPackage } = await client.create(EXAMPLE);
  assert.equal((await client.delete(accessPackage.id)).outcome, 'deleted');
  const began = Date.now();
  assert.equal((await client.create(EXAMPLE)).outcome, 'created');
  assert.ok(Date.now() - began < 20_000, 'nobody waits for the first one to appear');
  assert.equal(posts(), 2);
});

test('so may a name that was changed since', async () => {
  const { connect } = open();
  const client = connect({ settleMs: 60_000 });
  const { accessPackage } = await client.create(EXAMPLE);
  await client.update(accessPackage.id, { displayName: 'renamed' });
  const began = Date.now();
  assert.equal((await client.create(EXAMPLE)).outcome, 'created');
  assert.ok(Date.now() - began < 20_000);
});

test('who waits may give up, and the others go on', async () => {
  const { fake, connect, posts } = open();
  const { promise, resolve } = deferred();
  const client = connect({ getToken: () => promise });
  const first = client.create(EXAMPLE);
  const controller = new AbortController();
  const second = client.create(EXAMPLE, { signal: controller.signal });
  const third = connect().create(EXAMPLE);
  const fourth = rejection(client.create(EXAMPLE, { timeoutMs: 20 }));
  setTimeout(() => controller.abort('enough'), 10);
  assert.equal(await rejection(second), 'enough');
  const late = await fourth;
  assert.deepEqual([late.code, late.reason, late.attempts], ['ERR_NETWORK', 'timedOut', []]);
  resolve(fake.issueToken());
  const [one, three] = await Promise.all([first, third]);
  assert.equal(one.accessPackage.id, three.accessPackage.id);
  assert.equal(posts(), 1);
});

test('the first gives up before it sends: the second sends', async () => {
  const { connect, posts } = open();
  const controller = new AbortController();
  const first = connect({ getToken: never }).create(EXAMPLE, { signal: controller.signal });
  const second = connect().create(EXAMPLE);
  controller.abort('enough');
  assert.equal(await rejection(first), 'enough');
  assert.equal((await second).outcome, 'created');
  assert.equal(posts(), 1);
});

test('clients with a fetch of their own each may be clients of other services, and do not wait', async () => {
  const one = open({ graphRoot: 'https://graph.microsoft.com' }, { settleMs: 60_000 });
  const two = open({ graphRoot: 'https://graph.microsoft.com' }, { settleMs: 60_000 });
  const began = Date.now();
  const results = await Promise.all([one, two].map(({ client }) => client.create(EXAMPLE)));
  for (const [at, { posts, named }] of [one, two].entries()) {
    assert.equal(posts(), 1);
    assert.equal(results[at].accessPackage.id, named(EXAMPLE.displayName)[0].id);
  }
  // Nor does a note of one of them matter to a third.
  const three = open({ graphRoot: 'https://graph.microsoft.com' }, { settleMs: 60_000 });
  assert.equal((await three.client.create(EXAMPLE)).outcome, 'created');
  assert.ok(Date.now() - began < 20_000);
});

test('who gives up at the very moment at which the room gets free does not stay in it', async () => {
  for (let moments = 0; moments < 60; moments += 1) {
    const { fake, connect } = open();
    const controller = new AbortController();
    const abortSoon = async () => {
      for (let passed = 0; passed < moments; passed += 1) await undefined;
      controller.abort('enough');
    };
    const fetch = async (url, init) => {
      const response = await fake.fetch(url, init);
      const text = await response.text();
      return {
        ...{ status: response.status, headers: response.headers },
        // The last thing that the first create waits for.
        text() {
          void abortSoon();
          return text;
        },
      };
    };
    const client = connect({ fetch });
    const first = client.create(EXAMPLE, { verify: false });
    const second = client.create(EXAMPLE, { signal: controller.signal }).catch((reason) => reason);
    await Promise.all([first, second]);
    const { outcome } = await client.create(EXAMPLE, { ifExists: 'return', timeoutMs: 10_000 });
    assert.equal(outcome, 'existing', `${moments}`);
  }
});

test('the copies of the package in one realm share it: ESM beside CommonJS', async () => {
  const { installed } = await makeConsumer();
  const cjs = createRequire(path.join(installed, 'package.json'))('./dist/index.cjs');
  const { fake, client, posts } = open({ nameUniqueness: 'none' });
  const { graphRoot, fetch } = fake;
  const other = cjs.createAccessPackageClient({ token: fake.issueToken(), graphRoot, fetch, settleMs: 0 });
  const [one, two] = await Promise.all([client.create(EXAMPLE), other.create(EXAMPLE)]);
  assert.equal(two.accessPackage.id, one.accessPackage.id);
  assert.equal(posts(), 1);
});
