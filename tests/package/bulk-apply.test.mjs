/** Jobs that go well, or meet what others have done: each row once, with its true verdict. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, csv, eachOnce, follow, inputs, states } from './bulk.mjs';
import { rejection } from './consumer.mjs';
import { before, CATALOG, lib, open } from './service.mjs';

/** The names of inputs. */
const namesOf = (rows) => rows.map(({ displayName }) => displayName);

/** A `fetch` that counts how many creates are under way at most. */
function counting(fetch) {
  const seen = { now: 0, most: 0 };
  const counted = async (url, init) => {
    if (init.method !== 'POST') return fetch(url, init);
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    try {
      return await fetch(url, init);
    } finally {
      seen.now -= 1;
    }
  };
  return { fetch: counted, seen };
}

test('all rows are created, each with one request, and the report says so', async () => {
  const { fake, client, posts } = open();
  const rows = inputs(60, CATALOG);
  const plan = await client.plan(rows);
  const job = client.apply(plan);
  assert.match(job.id, /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  const { report, events } = await follow(job);
  assert.deepEqual(counted(report), { created: 60 });
  assert.deepEqual([report.version, report.jobId, report.graphRoot], [1, job.id, fake.graphRoot]);
  assert.deepEqual([report.ended, report.reason, report.error], ['completed', undefined, undefined]);
  assert.deepEqual([posts(), report.requests, report.throttled], [60, 60, 0]);
  assert.ok(Date.parse(report.startedAt) <= Date.parse(report.endedAt));
  eachOnce(fake, namesOf(rows));
  const byName = new Map(fake.accessPackages.map(({ id, displayName }) => [displayName, id]));
  for (const [at, row] of report.rows.entries()) {
    const { displayName } = rows[at];
    const accessPackageId = byName.get(displayName);
    assert.deepEqual(row, {
      ...{ row: at + 1, displayName, catalogId: CATALOG, verdict: 'created', planned: 'create' },
      ...{ accessPackageId, attempts: 1 },
    });
    assert.deepEqual(report.undo[at], {
      row: at + 1,
      accessPackageId,
      displayName,
      catalogId: CATALOG,
      verdict: 'created',
    });
  }
  assert.equal(events.filter(({ type }) => type === 'row').length, 60);
  assert.ok(states(events).includes('running'));
  assert.deepEqual([states(events).at(-1), job.state], ['ended', 'ended']);
  assert.deepEqual([job.progress.total, job.progress.done, job.progress.sending], [60, 60, 0]);
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
});

test('only rows that are to be created are sent, and each row of the plan is in the report', async () => {
  const { client, posts } = open();
  const plan = await client.plan(
    csv(`a,,,${CATALOG}`, `A,,,${CATALOG}`, `,,,${CATALOG}`, `Sales managers,,,${CATALOG}`),
  );
  const { rows, undo } = await client.apply(plan).report;
  assert.deepEqual(
    rows.map(({ verdict, planned }) => `${verdict} ${planned}`),
    ['created create', 'skipped duplicate', 'skipped invalid', 'skipped same'],
  );
  assert.deepEqual([undo.length, posts()], [1, 1]);
});

test('an empty plan, and a job that nobody iterates over', async () => {
  const clock = { offset: -60_000 };
  const { client } = open({ now: () => Date.now() + clock.offset });
  const plan = await client.plan(inputs(3, CATALOG));
  assert.deepEqual(counted(await client.apply({ ...plan, rows: [] }).report), {});
  assert.deepEqual(counted(await client.apply(plan).report), { created: 3 });
  // The plan is as it was: a minute later all of it is there.
  clock.offset = 0;
  assert.deepEqual(counted(await client.apply(plan).report), { existing: 3 });
});

test('more are under way than one while the service is content, and never more than wanted', async () => {
  for (const concurrency of [1, 4]) {
    const service = open({ latencyMs: 5 });
    const { fetch, seen } = counting(service.fake.fetch);
    const client = service.connect({ fetch });
    const report = await client.apply(await client.plan(inputs(40, CATALOG)), { concurrency }).report;
    assert.deepEqual(counted(report), { created: 40 });
    assert.ok(seen.most <= concurrency, `${seen.most}`);
    assert.equal(seen.most > 1, concurrency > 1);
  }
});

test('a name that somebody has taken since the plan is existing, with its id', async () => {
  const clock = { offset: -60_000 };
  const { client, intrude, posts } = open({ now: () => Date.now() + clock.offset });
  const plan = await client.plan(inputs(3, CATALOG));
  const { id } = await intrude({ displayName: 'team 2', catalog: { id: CATALOG } });
  clock.offset = 0;
  const { rows, undo } = await client.apply(plan).report;
  assert.deepEqual(
    rows.map(({ verdict }) => verdict),
    ['created', 'existing', 'created'],
  );
  assert.equal(rows[1].accessPackageId, id);
  assert.deepEqual([undo.length, posts()], [2, 4]);
});

test('a plan that is not fresh is checked again before anything is sent', async () => {
  const { client, intrude, posts } = open();
  const plan = await client.plan(inputs(3, CATALOG));
  const { id } = await intrude({ displayName: 'team 2', catalog: { id: CATALOG } });
  const before = posts();
  const old = { ...plan, madeAt: new Date(Date.now() - 86_400_000).toISOString() };
  const { report, events } = await follow(client.apply(old));
  assert.deepEqual(counted(report), { created: 2, existing: 1 });
  assert.equal(report.rows[1].accessPackageId, id);
  assert.deepEqual([posts() - before, states(events)[0]], [2, 'checking']);
});

test('packages that have appeared twice are told', async () => {
  const service = open({ nameUniqueness: 'none' });
  const { fake, connect } = service;
  let twin;
  const fetch = before(fake.fetch, 'POST', async () => {
    twin = await service.intrude({ displayName: 'team 2', catalog: { id: CATALOG } });
  });
  const client = connect({ fetch });
  const { rows } = await client.apply(await client.plan(inputs(3, CATALOG))).report;
  assert.deepEqual(
    rows.map(({ verdict, duplicateIds }) => [verdict, duplicateIds]),
    [
      ['created', undefined],
      ['created', [twin.id]],
      ['created', undefined],
    ],
  );
});

test('the job tells how far it is', async () => {
  const { client } = open({ latencyMs: 2 });
  const { events } = await follow(client.apply(await client.plan(inputs(30, CATALOG))));
  const under = events.slice(events.findIndex(({ state }) => state === 'running'));
  const done = under.map(({ progress }) => progress.done);
  assert.deepEqual(done, done.toSorted?.((a, b) => a - b) ?? done);
  for (const { time, progress } of under) {
    assert.ok(Number.isFinite(Date.parse(time)));
    assert.equal(progress.total, 30);
    const decided = Object.values(progress.counts).reduce((sum, count) => sum + count, 0);
    assert.ok(decided >= progress.done);
    assert.ok(progress.rate >= 0 && (progress.remainingMs ?? 0) >= 0);
  }
  assert.ok(under.some(({ progress }) => progress.remainingMs > 0));
});

test('the report as CSV opens in a spreadsheet, and nothing in it is a formula', async () => {
  const { parseCsv } = await import('./bulk.mjs');
  const names = ['=1+1', '+1', '-1', '@sum(A1)', 'a "quoted", name', 'two\nlines', 'Ärzte 😀', 'plain'];
  const { client } = open();
  const plan = await client.plan(names.map((displayName) => ({ displayName, catalog: { id: CATALOG } })));
  const report = await client.apply(plan).report;
  const text = await lib.reportToCsv(report);
  assert.ok(text.startsWith('\ufeff'));
  const [header, ...records] = parseCsv(text.slice(1));
  const column = (name) => records.map((record) => record[header.indexOf(name)]);
  assert.equal(records.length, names.length);
  assert.ok(records.every(({ length }) => length === header.length));
  assert.deepEqual(
    column('displayName').map((name, at) => name === names[at] || name === `'${names[at]}`),
    names.map(() => true),
  );
  for (const cell of records.flat()) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
  assert.deepEqual(
    column('verdict'),
    report.rows.map(({ verdict }) => verdict),
  );
  assert.deepEqual(
    column('accessPackageId'),
    report.rows.map(({ accessPackageId }) => accessPackageId),
  );
});

test('what is no plan of this root, and no option, is a TypeError, and nothing is sent', async () => {
  const { client, posts } = open();
  const plan = await client.plan(inputs(2, CATALOG));
  const apply = async (...args) => client.apply(...args).report;
  for (const wrong of [undefined, null, {}, [], 'plan', { ...plan, version: 2 }, { ...plan, rows: {} }]) {
    assert.ok((await rejection(apply(wrong))) instanceof TypeError, JSON.stringify(wrong));
  }
  const foreign = { ...plan, graphRoot: 'https://graph.microsoft.com' };
  assert.equal((await rejection(apply(foreign))).code, 'ERR_INVALID_ARG_VALUE');
  for (const options of [
    { concurrency: 0 },
    { concurrency: 33 },
    { concurrency: 1.5 },
    { stopAfter: 0 },
    { timeoutMs: 0 },
  ]) {
    assert.equal((await rejection(apply(plan, options))).code, 'ERR_INVALID_ARG_VALUE', JSON.stringify(options));
  }
  for (const options of [{ journal: 1 }, { verify: 'no' }, { signal: {} }, 7]) {
    assert.equal((await rejection(apply(plan, options))).code, 'ERR_INVALID_ARG_TYPE', JSON.stringify(options));
  }
  assert.equal(posts(), 0);
});

test('a plan that was changed by hand is checked as any input', async () => {
  const { client, fake } = open();
  const plan = await client.plan(inputs(3, CATALOG));
  plan.rows[1].input = { displayName: '', catalog: { id: 'x' } };
  const { rows } = await client.apply(plan).report;
  assert.deepEqual(
    rows.map(({ verdict }) => verdict),
    ['created', 'failed', 'created'],
  );
  assert.equal(rows[1].error.code, 'ERR_VALIDATION');
  assert.equal(fake.requests.filter(({ method }) => method === 'POST').length, 2);
});

test('without IndexedDB a journal is an error before the first row', async () => {
  const { client, posts } = open();
  const plan = await client.plan(inputs(2, CATALOG));
  for (const action of [
    () => client.apply(plan, { journal: true }).report,
    () => client.resume('11111111-98bb-48cc-9458-7bee5d2a6577').report,
    () => client.listJournals(),
    () => client.deleteJournal('11111111-98bb-48cc-9458-7bee5d2a6577'),
  ]) {
    const error = await rejection(action());
    assert.ok(error instanceof lib.JournalError, String(error.stack));
    assert.deepEqual([error.code, error.reason], ['ERR_JOURNAL', 'unsupported']);
  }
  assert.equal(posts(), 0);
});
