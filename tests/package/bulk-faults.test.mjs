/** Jobs that meet faults: nothing lost, nothing doubled, and an end where going on would be in vain. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, eachOnce, follow, inputs, states } from './bulk.mjs';
import { CATALOG, open } from './service.mjs';

const namesOf = (rows) => rows.map(({ displayName }) => displayName);

test('a tenth of the rows fails in every way, and each exists once with its true verdict', async () => {
  const { fake, client } = open();
  const rows = inputs(60, CATALOG);
  const faults = [
    { answer: { status: 504 }, commit: 'before' },
    { answer: { status: 503 } },
    { delivery: 'reset', commit: 'before' },
    { delivery: 'reset' },
    { delivery: 'cut' },
    { answer: { status: 429, retryAfter: 1 } },
  ];
  for (const [at, fault] of faults.entries()) fake.fail({ ...fault, match: { name: `team ${at * 10 + 5}` } });
  const report = await client.apply(await client.plan(rows)).report;
  eachOnce(fake, namesOf(rows));
  const ids = new Map(fake.accessPackages.map(({ id, displayName }) => [displayName, id]));
  for (const { verdict, displayName, accessPackageId } of report.rows) {
    assert.ok(['created', 'adopted'].includes(verdict), `${displayName}: ${verdict}`);
    assert.equal(accessPackageId, ids.get(displayName));
  }
  const adopted = report.rows.filter(({ verdict }) => verdict === 'adopted').map(({ displayName }) => displayName);
  assert.ok(adopted.includes('team 5') && adopted.includes('team 25'), adopted.join());
  assert.equal(report.undo.length, 60);
  assert.ok(report.requests <= 60 * 1.1 + 6 * 4, `${report.requests} requests`);
  assert.equal(report.throttled, 1);
});

test('throttling slows the job down and nothing else', async () => {
  const { fake, client } = open({ throttling: { limit: 10, windowMs: 1_000, applies: 'writes' } });
  const rows = inputs(25, CATALOG);
  const { report, events } = await follow(client.apply(await client.plan(rows)));
  assert.deepEqual(counted(report), { created: 25 });
  eachOnce(fake, namesOf(rows));
  const refused = fake.requests.filter(({ status }) => status === 429).length;
  assert.equal(report.throttled, refused);
  assert.ok(refused >= 1 && refused <= 8, `${refused} refusals`);
  assert.equal(events.filter(({ type }) => type === 'throttled').length, refused);
  const waits = events.filter(({ state }) => state === 'waiting');
  assert.ok(waits.length > 0);
  for (const { reason, waitMs, until } of waits) {
    assert.equal(reason, 'throttled');
    assert.ok(waitMs > 0 && Number.isFinite(Date.parse(until)));
  }
});

test('nothing is sent while Graph asks for a pause', async () => {
  const { fake, client } = open({ latencyMs: 5 });
  fake.fail({ answer: { status: 429, retryAfter: 1 }, match: { name: 'team 8' } });
  const report = await client.apply(await client.plan(inputs(20, CATALOG))).report;
  assert.deepEqual(counted(report), { created: 20 });
  const posts = fake.requests.filter(({ method }) => method === 'POST');
  const pausedAt = posts.find(({ status }) => status === 429).time;
  const after = posts.map(({ time }) => Date.parse(time) - Date.parse(pausedAt)).filter((ms) => ms > 50);
  assert.ok(Math.min(...after) >= 990, `${Math.min(...after)} ms`);
});

test('the same refusal five times in a row stops the job', async () => {
  const { fake, connect, posts } = open();
  const reader = fake.issueToken({
    ...{ scopes: ['EntitlementManagement.ReadWrite.All'] },
    ...{ roles: [{ catalogId: CATALOG, role: 'catalogReader' }] },
  });
  const client = connect({ token: reader });
  const { report, events } = await follow(client.apply(await client.plan(inputs(100, CATALOG))));
  assert.deepEqual([report.ended, report.reason], ['stopped', 'sameRefusal']);
  assert.deepEqual([report.error.code, report.error.status], ['ERR_GRAPH', 403]);
  const { failed, notStarted } = counted(report);
  assert.deepEqual([failed + notStarted, failed], [100, posts()]);
  // Five, and what was under way by then.
  assert.ok(failed >= 5 && failed <= 5 + 8, `${failed}`);
  assert.equal(states(events).at(-1), 'ended sameRefusal');
  for (const { error, verdict } of report.rows) assert.equal(error?.status, verdict === 'failed' ? 403 : undefined);
  assert.deepEqual(report.undo, []);
});

test('fewer than five in a row do not, nor other refusals between them', async () => {
  const { fake, client } = open();
  for (const at of [1, 2, 3, 4, 6, 7, 8, 9]) {
    fake.fail({ answer: { status: 403, code: 'UnAuthorized' }, match: { name: `team ${at}` } });
  }
  const report = await client.apply(await client.plan(inputs(12, CATALOG)), { concurrency: 1 }).report;
  assert.deepEqual([report.ended, counted(report)], ['completed', { created: 4, failed: 8 }]);
  const stopped = open();
  stopped.fake.fail({ answer: { status: 403, code: 'NoLicense' }, times: Infinity });
  const plan = await stopped.client.plan(inputs(12, CATALOG));
  const two = await stopped.client.apply(plan, { stopAfter: 2, concurrency: 1 }).report;
  assert.deepEqual([two.reason, counted(two)], ['sameRefusal', { failed: 2, notStarted: 10 }]);
});

test('a service that does nothing but fail is left alone', async () => {
  const { fake, client, posts } = open();
  fake.fail({ answer: { status: 503 }, times: Infinity });
  const report = await client.apply(await client.plan(inputs(100, CATALOG)), { timeoutMs: 3_000 }).report;
  assert.equal(report.ended, 'stopped');
  assert.ok(['serviceFailing', 'sameRefusal'].includes(report.reason), report.reason);
  assert.ok(posts() <= 40, `${posts()} creates`);
  assert.equal(report.counts.created + report.counts.adopted, 0);
  assert.ok(report.counts.notStarted > 50);
  assert.equal(fake.accessPackages.length, 5);
});

test('what cannot be found out is unknown, with a ticket that settles it', async () => {
  const { fake, client } = open();
  fake.fail({ answer: { status: 504 }, commit: 'before', match: { name: 'team 2' } });
  const plan = await client.plan(inputs(3, CATALOG));
  fake.fail({ answer: { status: 503 }, match: { method: 'GET' }, times: Infinity });
  const report = await client.apply(plan, { timeoutMs: 2_000, verify: false }).report;
  assert.deepEqual(
    report.rows.map(({ verdict }) => verdict),
    ['created', 'unknown', 'created'],
  );
  const { ticket, error } = report.rows[1];
  assert.equal(error.code, 'ERR_OUTCOME_UNKNOWN');
  fake.clearFaults();
  const settled = await client.recheck(ticket);
  assert.deepEqual([settled.outcome, settled.accessPackage.displayName], ['adopted', 'team 2']);
  eachOnce(fake, ['team 1', 'team 2', 'team 3']);
});

test('a token is nowhere in what a job gives', async () => {
  const { fake, connect } = open();
  const token = fake.issueToken();
  const client = connect({ token });
  fake.fail({ answer: { status: 403, code: 'UnAuthorized' }, match: { name: 'team 2' } });
  fake.fail({ answer: { status: 504 }, commit: 'before', match: { name: 'team 3' } });
  const plan = await client.plan(inputs(4, CATALOG));
  const { report, events } = await follow(client.apply(plan));
  assert.ok(!JSON.stringify([plan, report, events]).includes(token));
});

test('what somebody else made a minute before a lost answer is not taken for what was sent', async () => {
  for (const fault of [{ delivery: 'reset' }, { answer: { status: 504 } }]) {
    const clock = { offset: -60_000 };
    const { fake, client, intrude } = open({ now: () => Date.now() + clock.offset });
    const plan = await client.plan(inputs(3, CATALOG));
    const { id } = await intrude({ displayName: 'team 2', catalog: { id: CATALOG } });
    clock.offset = 0;
    fake.fail({ ...fault, match: { name: 'team 2' } });
    const { rows, undo } = await client.apply(plan, { timeoutMs: 3_000 }).report;
    assert.ok(['existing', 'unknown'].includes(rows[1].verdict), `${Object.keys(fault)[0]}: ${rows[1].verdict}`);
    assert.ok(!undo.some(({ accessPackageId }) => accessPackageId === id), 'it would be deleted by undo');
  }
});

test('a page that is older than 32 bits of milliseconds waits as long as it is told', async () => {
  const { now } = performance;
  performance.now = () => now.call(performance) + 5e9;
  try {
    const { fake, client } = open();
    const plan = await client.plan(inputs(1, CATALOG));
    fake.fail({ answer: { status: 429, retryAfter: 1 } });
    const { report, events } = await follow(client.apply(plan));
    assert.deepEqual(counted(report), { created: 1 });
    const [waiting] = events.filter(({ state }) => state === 'waiting');
    assert.ok(waiting.waitMs > 500, `${waiting.waitMs}`);
  } finally {
    performance.now = now;
  }
});

test('a pause that is longer than timers can be is waited for, not asked after without end', async () => {
  const { fake, client } = open();
  const plan = await client.plan(inputs(1, CATALOG));
  fake.fail({ answer: { status: 429, retryAfter: '9'.repeat(20) } });
  const { setTimeout: original } = globalThis;
  let short = 0;
  globalThis.setTimeout = (callback, ms, ...rest) => {
    if (!(ms <= 2 ** 31 - 1)) short += 1;
    return original(callback, ms, ...rest);
  };
  try {
    const job = client.apply(plan);
    const { report, events } = await follow(
      job,
      ({ state }) => state === 'waiting' && original(() => job.cancel(), 50),
    );
    assert.equal(report.ended, 'cancelled');
    assert.deepEqual([short, events.filter(({ state }) => state === 'waiting').length], [0, 1]);
  } finally {
    globalThis.setTimeout = original;
  }
});
