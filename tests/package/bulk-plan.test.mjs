/** Plans: what is to become of every row, and what was asked of Graph to find out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, csv, inputs, streamOf, verdicts } from './bulk.mjs';
import { rejection } from './consumer.mjs';
import { CATALOG, lib, open } from './service.mjs';

const SALES_REPS = { displayName: 'sales reps', description: 'outside', isHidden: false, catalog: { id: CATALOG } };
const FINANCE = '9e0d4b7c-6a18-4e93-b2f5-7c8d1a3e5f60';
const NOWHERE = '00000000-98bb-48cc-9458-7bee5d2a6577';

test('every row gets its verdict', async () => {
  const { client, intrude, posts } = open();
  const existing = await intrude(SALES_REPS);
  const before = posts();
  const plan = await client.plan(
    csv(
      `new,,,${CATALOG}`,
      `sales reps,outside,false,${CATALOG}`,
      `Sales Reps,outside,,${CATALOG}`,
      `sales reps,inside,,${FINANCE}`,
      `NEW,,,${CATALOG.toUpperCase()}`,
      `,,,${CATALOG}`,
      `lost,,,${NOWHERE}`,
      `sales reps,other,true,${CATALOG}`,
    ),
  );
  assert.deepEqual(verdicts(plan).slice(0, 7), [
    ...['create', 'same', 'duplicate', 'create', 'duplicate', 'invalid', 'catalogNotFound'],
  ]);
  const [made, same, other, , twice, wrong, lost] = plan.rows;
  assert.deepEqual(made.input, { displayName: 'new', catalog: { id: CATALOG } });
  assert.equal(same.existing.id, existing.id);
  assert.deepEqual([other.duplicateOf, twice.duplicateOf], [2, 1]);
  assert.deepEqual([wrong.problems[0].code, wrong.input], ['required', undefined]);
  assert.equal(lost.displayName, 'lost');
  assert.equal(plan.rows[7].duplicateOf, 2);
  assert.deepEqual(
    plan.rows.map(({ row, line }) => [row, line]),
    plan.rows.map((_, at) => [at + 1, at + 2]),
  );
  assert.equal(posts(), before, 'nothing is changed');
});

test('what is there with other content, or in other case, is different', async () => {
  const { client, intrude } = open();
  await intrude(SALES_REPS);
  const of = async (row) => (await client.plan([{ ...SALES_REPS, ...row }])).rows[0];
  const changed = await of({ description: 'inside', isHidden: true });
  assert.deepEqual([changed.verdict, changed.differences], ['different', ['description', 'isHidden']]);
  const cased = await of({ displayName: 'SALES reps' });
  assert.deepEqual([cased.verdict, cased.differences], ['different', ['displayName']]);
  assert.equal((await of({})).verdict, 'same');
});

test('a plan says what was read, when, and what was seen of each catalog', async () => {
  const { fake, client } = open();
  const began = Date.now();
  const plan = await client.plan(
    new File([csv(`a,,,${CATALOG}`, `b,,,${FINANCE}`, `c,,,${NOWHERE}`, `d,,,${CATALOG}`)], 'packages.csv'),
  );
  assert.deepEqual([plan.version, plan.graphRoot, plan.offline], [1, fake.graphRoot, false]);
  assert.ok(Date.parse(plan.madeAt) >= began && Date.parse(plan.madeAt) <= Date.now());
  assert.equal(plan.source.name, 'packages.csv');
  assert.deepEqual(
    plan.catalogs.map(({ id, displayName, state, packages }) => [id, displayName, state, packages]),
    [
      [CATALOG, 'Sales', 'listed', 2],
      [FINANCE, 'Finance', 'listed', 0],
      [NOWHERE, undefined, 'notFound', 0],
    ],
  );
  assert.deepEqual(counted(plan), { create: 3, catalogNotFound: 1 });
  const lists = fake.requests.filter(({ url }) => url.includes('/accessPackages?'));
  assert.equal(lists.length, 2, 'each catalog is listed once');
});

test('catalogs by name, whatever its case, and names that are none or not unique', async () => {
  const catalogs = [
    { id: CATALOG, displayName: 'Sales' },
    { id: FINANCE, displayName: 'Twice' },
    { id: NOWHERE, displayName: 'twice' },
  ];
  const { client } = open({ catalogs });
  const plan = await client.plan(`displayName,catalog\na,Sales\nb,SALES\nc,Sails\nd,TWICE\ne,${CATALOG}\nf,twice`);
  assert.deepEqual(verdicts(plan), ['create', 'create', 'catalogNotFound', 'invalid', 'create', 'create']);
  assert.deepEqual(
    plan.rows.map(({ input }) => input?.catalog.id),
    [CATALOG, CATALOG, undefined, undefined, CATALOG, NOWHERE],
  );
  assert.equal(plan.rows[3].problems[0].code, 'ambiguousCatalog');
  assert.deepEqual(plan.rows[2].catalog, { displayName: 'Sails' });
});

test('a catalog of many pages is listed whole', async () => {
  const { client, intrude } = open({ pageSize: 3 });
  for (let at = 0; at < 10; at += 1) await intrude({ displayName: `team ${at + 1}`, catalog: { id: FINANCE } });
  const plan = await client.plan(inputs(11, FINANCE));
  assert.deepEqual(counted(plan), { same: 10, create: 1 });
  assert.equal(plan.catalogs[0].packages, 10);
});

test('a catalog that may not be listed, and one that fails for now', async () => {
  const { fake, connect } = open();
  const grant = { roles: [{ catalogId: CATALOG, role: 'accessPackageManager' }] };
  const client = connect({ token: fake.issueToken(grant) });
  const plan = await client.plan([...inputs(1, CATALOG), ...inputs(1, FINANCE)]);
  assert.deepEqual(verdicts(plan), ['create', 'catalogNotPermitted']);
  assert.equal(plan.catalogs[1].state, 'notPermitted');
  fake.fail({ answer: { status: 400 }, match: { method: 'GET', path: 'accessPackages' }, times: Infinity });
  const failed = await client.plan(inputs(2, CATALOG));
  assert.deepEqual(verdicts(failed), ['unchecked', 'unchecked']);
  assert.ok(failed.catalogs[0].message);
});

test('offline nothing is asked', async () => {
  const { fake, client } = open();
  const plan = await client.plan(csv(`a,,,${CATALOG}`, `A,,,${CATALOG}`, `,,,${CATALOG}`), { offline: true });
  assert.deepEqual(verdicts(plan), ['unchecked', 'duplicate', 'invalid']);
  assert.ok(plan.offline);
  assert.deepEqual(fake.requests, []);
});

test('what stands in the way of everything rejects', async () => {
  const { fake, connect, client } = open();
  const noToken = connect({
    getToken: () => {
      throw new Error('no');
    },
  });
  assert.equal((await rejection(noToken.plan(inputs(1, CATALOG)))).code, 'ERR_TOKEN');
  fake.fail({ answer: { status: 429, retryAfter: 315 }, match: { method: 'GET' } });
  assert.equal((await rejection(client.plan(inputs(1, CATALOG), { timeoutMs: 500 }))).code, 'ERR_THROTTLED');
  const controller = new AbortController();
  const reason = new Error('stop');
  const stopped = open().client.plan(inputs(3, CATALOG), {
    signal: controller.signal,
    onProgress: ({ phase }) => phase === 'asking' && controller.abort(reason),
  });
  assert.equal(await rejection(stopped), reason);
});

test('a name with a NUL in it is not taken for the part before it', async () => {
  const { client, intrude } = open();
  await intrude({ ...SALES_REPS, displayName: 'a\0b' });
  assert.deepEqual(verdicts(await client.plan(csv(`a,,,${CATALOG}`))), ['create']);
});

test('an abort is one whatever its reason has for a code', async () => {
  for (const reason of [{ code: '' }, { code: '', name: '' }, { code: 0 }]) {
    const { fake, connect } = open();
    const controller = new AbortController();
    const fetch = async (...args) => {
      controller.abort(reason);
      return fake.fetch(...args);
    };
    const stopped = connect({ fetch }).plan(inputs(1, CATALOG), { signal: controller.signal });
    assert.equal(await rejection(stopped), reason);
  }
});

test('a plan is plain data: as JSON and back it is the same', async () => {
  const { client } = open();
  const plan = await client.plan(csv(`a,,,${CATALOG}`, `a,,,${CATALOG}`, `,,,${CATALOG}`, `b,,,${NOWHERE}`));
  assert.deepEqual(JSON.parse(JSON.stringify(plan)), plan);
  assert.deepEqual(structuredClone(plan), plan);
  const report = await client.apply(JSON.parse(JSON.stringify(plan))).report;
  assert.deepEqual(counted(report), { created: 1, skipped: 3 });
});

test('rows that were read can be planned without reading them again', async () => {
  const { client } = open();
  const table = await lib.readRows(csv(`a,,,${CATALOG}`, `,,,${CATALOG}`));
  const plan = await client.plan(table);
  assert.deepEqual(verdicts(plan), ['create', 'invalid']);
  assert.equal(plan.source.format, 'csv');
});

test('progress goes from reading over asking to judging', async () => {
  const { client } = open();
  const seen = [];
  const lines = Array.from({ length: 3_000 }, (_, at) => `team ${at},,,${at % 2 ? CATALOG : FINANCE}`);
  await client.plan(streamOf(csv(...lines)), { onProgress: (progress) => seen.push(progress) });
  const phases = seen.map(({ phase }) => phase).filter((phase, at, all) => phase !== all[at - 1]);
  assert.deepEqual(phases, ['reading', 'asking', 'judging']);
  assert.deepEqual([seen.at(-1).rows, seen.find(({ phase }) => phase === 'asking').totalCatalogs], [3_000, 2]);
  assert.ok(
    seen.every(({ totalBytes }) => totalBytes === undefined),
    'a stream has no known end',
  );
});

test('names that are hard to look up are found', async () => {
  const names = ["O'Brien & Söhne", 'a+b #1 100%', '“Nord” 😀', '=1+1', 'İstanbul'];
  const { client, intrude } = open();
  for (const displayName of names) await intrude({ displayName, catalog: { id: FINANCE } });
  const plan = await client.plan(names.map((displayName) => ({ displayName, catalog: { id: FINANCE } })));
  assert.deepEqual([...new Set(verdicts(plan))], ['same']);
});

test('no inputs at all are a plan without rows', async () => {
  const { fake, client } = open();
  const plan = await client.plan([]);
  assert.deepEqual([plan.rows, plan.catalogs, counted(plan)], [[], [], {}]);
  assert.deepEqual(counted(await client.apply(plan).report), {});
  assert.deepEqual(fake.requests, []);
});
