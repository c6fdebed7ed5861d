/** Jobs that are paused, resumed and cancelled, by their owner or because somebody has to sign in. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, eachOnce, follow, inputs, states } from './bulk.mjs';
import { CATALOG, open } from './service.mjs';

const namesOf = (rows) => rows.map(({ displayName }) => displayName);
const moment = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What MSAL.js throws when nobody is signed in any more. */
const signIn = () =>
  Object.assign(new Error('interaction_required: sign in'), {
    ...{ name: 'InteractionRequiredAuthError', errorCode: 'interaction_required' },
  });

test('paused, nothing is sent; resumed, it goes on where it was', async () => {
  const { fake, client, posts } = open({ latencyMs: 3 });
  const rows = inputs(30, CATALOG);
  const job = client.apply(await client.plan(rows));
  let during;
  const { report, events } = await follow(job, (event, count) => {
    if (event.type === 'row' && count === 5) job.pause();
    if (event.state === 'paused') {
      const before = posts();
      setTimeout(() => {
        during = posts() - before;
        job.resume();
      }, 60);
    }
  });
  assert.equal(during, 0);
  assert.deepEqual(counted(report), { created: 30 });
  eachOnce(fake, namesOf(rows));
  const told = states(events).join(', ');
  assert.match(told, /running, (pausing requested, )?paused requested, running/);
  assert.equal(report.ended, 'completed');
});

test('paused before it has begun', async () => {
  const { client, posts } = open();
  const job = client.apply(await client.plan(inputs(3, CATALOG)));
  job.pause();
  const followed = follow(job, ({ state }) => state === 'paused' && setTimeout(() => job.resume(), 20));
  await moment(10);
  assert.equal(posts(), 0);
  assert.deepEqual(counted((await followed).report), { created: 3 });
});

test('cancelled, what was sent is waited for and the rest is not started', async () => {
  for (const way of ['cancel', 'signal', 'while paused']) {
    const { fake, client, posts } = open({ latencyMs: 3 });
    const controller = new AbortController();
    const job = client.apply(await client.plan(inputs(40, CATALOG)), { signal: controller.signal });
    const { report } = await follow(job, (event, count) => {
      if (event.type === 'row' && count === 6) {
        if (way === 'cancel') job.cancel();
        else if (way === 'signal') controller.abort();
        else job.pause();
      }
      if (event.state === 'paused') job.cancel();
    });
    assert.deepEqual([report.ended, report.reason], ['cancelled', 'requested'], way);
    const { created, notStarted } = counted(report);
    assert.deepEqual([created + notStarted, created], [40, posts()], way);
    assert.ok(notStarted > 10);
    assert.equal(fake.accessPackages.length, 5 + created);
    assert.deepEqual(
      report.undo.map(({ row }) => row),
      report.rows.filter(({ verdict }) => verdict === 'created').map(({ row }) => row),
    );
  }
});

test('cancelled before it has begun, nothing is sent', async () => {
  const { client, posts } = open();
  const plan = await client.plan(inputs(3, CATALOG));
  const job = client.apply(plan);
  job.cancel();
  job.resume();
  assert.deepEqual(counted(await job.report), { notStarted: 3 });
  const aborted = client.apply(plan, { signal: AbortSignal.abort() });
  assert.deepEqual(counted(await aborted.report), { notStarted: 3 });
  assert.equal(posts(), 0);
});

test('what is left of a cancelled job is a job of its own', async () => {
  const { fake, client } = open({ latencyMs: 3 });
  const rows = inputs(20, CATALOG);
  const plan = await client.plan(rows);
  const job = client.apply(plan);
  await follow(job, (event, count) => event.type === 'row' && count === 4 && job.cancel());
  const { counts } = await client.apply(await client.plan(rows)).report;
  assert.equal(counts.created + counts.skipped, 20);
  eachOnce(fake, namesOf(rows));
});

test('when somebody has to sign in the job pauses with its place kept', async () => {
  for (const thrown of [signIn, () => Object.assign(new Error('wrapped'), { cause: signIn() })]) {
    const service = open({ latencyMs: 3 });
    const { fake, posts } = service;
    let isSignedIn = true;
    let asked = 0;
    const token = fake.issueToken();
    const client = service.connect({
      getToken: async () => {
        asked += 1;
        if (!isSignedIn) throw thrown();
        return token;
      },
    });
    const rows = inputs(30, CATALOG);
    const job = client.apply(await client.plan(rows));
    let during;
    const { report, events } = await follow(job, (event, count) => {
      if (event.type === 'row' && count === 5) isSignedIn = false;
      if (event.state === 'paused') {
        assert.equal(event.reason, 'interactionRequired');
        assert.ok(event.error);
        const before = posts();
        setTimeout(() => {
          during = posts() - before;
          isSignedIn = true;
          const askedBefore = asked;
          job.resume();
          assert.ok(asked > askedBefore, 'the callback is asked at once, within the click');
        }, 30);
      }
    });
    assert.equal(during, 0);
    assert.deepEqual([report.ended, counted(report)], ['completed', { created: 30 }]);
    eachOnce(fake, namesOf(rows));
    assert.equal(states(events).filter((state) => state === 'paused interactionRequired').length, 1);
  }
});

test('a token that fails otherwise pauses too, and stays paused until there is one', async () => {
  const service = open();
  const token = service.fake.issueToken();
  let failures = 0;
  let isBroken = false;
  const client = service.connect({
    getToken: async () => {
      if (!isBroken) return token;
      failures += 1;
      throw new Error('the network is down');
    },
  });
  const plan = await client.plan(inputs(6, CATALOG));
  isBroken = true;
  const job = client.apply(plan);
  const { report } = await follow(job, (event) => {
    if (event.state !== 'paused') return;
    assert.equal(event.reason, 'tokenFailed');
    setTimeout(async () => {
      const before = failures;
      job.resume();
      await moment(20);
      assert.equal(job.state, 'paused', 'without a token there is no going on');
      assert.ok(failures > before);
      isBroken = false;
      job.resume();
    }, 5);
  });
  assert.deepEqual(counted(report), { created: 6 });
});

test('several may follow a job, and who begins late gets the rest', async () => {
  const { client } = open();
  const job = client.apply(await client.plan(inputs(10, CATALOG)));
  const [one, two] = await Promise.all([follow(job), follow(job)]);
  assert.deepEqual(one.events, two.events);
  assert.deepEqual((await follow(job)).events, []);
  for await (const _ of job) assert.fail('it has ended');
});
