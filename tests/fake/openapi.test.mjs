import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeGraph } from '../../pkg/dist/testing.js';
import { loadDescription, watch } from './description.mjs';
import { caller, example, filter, root, sales } from './support.mjs';

const description = await loadDescription();
const absent = "Microsoft's OpenAPI description is not here (GRAPH_OPENAPI may name it)";

/** A fake whose exchanges are checked. */
function open(options) {
  const fake = createFakeGraph(options);
  const { fetch, seen } = watch(fake.fetch, description);
  return { fake, seen, call: caller(fetch, fake.graphRoot, fake.issueToken()) };
}

test("the fake's requests and answers are as Microsoft describes them", async (t) => {
  if (!description) return t.skip(absent);
  const { fake, seen, call } = open({ pageSize: 3 });
  const create = (sent) => call('POST', 'accessPackages', { json: example, ...sent });

  await call('GET', 'catalogs');
  await call('GET', `catalogs?$top=2&$select=id,displayName,state&${filter("contains(tolower(displayName),'a')")}`);
  await call('GET', `catalogs/${sales}?$expand=accessPackages`);
  const first = await call('GET', 'accessPackages?$expand=catalog');
  await call('GET', first.json['@odata.nextLink'].slice(fake.graphRoot.length));
  await call('GET', `accessPackages?${filter(`catalog/id eq '${sales}' and displayName eq 'O''Brien'`)}`);
  const { json: made } = await create();
  await create({ json: { displayName: 'no more than a name', catalog: { id: sales } } });
  await call('GET', `accessPackages/${made.id}?$expand=catalog,assignmentPolicies&$select=id,displayName`);
  await call('PATCH', `accessPackages/${made.id}`, { json: { description: null, isHidden: true } });
  await call('GET', `accessPackages/${made.id}`);

  await create();
  await create({ json: { displayName: 'no catalog' } });
  await create({ text: JSON.stringify(example), type: 'text/plain' });
  await create({ token: null });
  await create({ token: fake.issueToken({ roles: [] }) });
  await create({ json: { ...example, catalog: { id: made.id } } });
  await call('GET', `accessPackages?${filter("description eq 'x'")}`);
  for (const status of [401, 429, 500, 503, 504]) {
    fake.fail({ answer: { status, retryAfter: 1 } });
    await create();
  }
  await call('DELETE', `accessPackages/${made.id}`);
  await call('GET', `accessPackages/${made.id}`);

  assert.deepEqual(seen.problems, []);
  const statuses = [200, 201, 204, 400, 401, 403, 404, 409, 415, 429, 500, 503, 504];
  assert.deepEqual(
    [...seen.statuses].sort((a, b) => a - b),
    statuses,
  );
  t.diagnostic(`${seen.exchanges} exchanges checked`);
});

test('a tenant without licence is refused as Microsoft describes it', async (t) => {
  if (!description) return t.skip(absent);
  const { seen, call } = open({ licensed: false });
  assert.equal((await call('GET', 'catalogs')).status, 403);
  assert.deepEqual(seen.problems, []);
});

test('what the switches make of answers is as Microsoft describes it', async (t) => {
  if (!description) return t.skip(absent);
  const statuses = [];
  for (const [options, work] of [
    [{ expandedPageSize: 1 }, (call) => call('GET', 'catalogs?$expand=accessPackages')],
    [{ expandedPageSize: 1 }, (call) => call('GET', `catalogs/${sales}?$expand=accessPackages`)],
    [{ filters: 'ignored', expand: 'ignored' }, (call) => call('GET', `accessPackages?$expand=catalog&${filter('x')}`)],
    [{ filters: 'refused' }, (call) => call('GET', `accessPackages?${filter("displayName eq 'x'")}`)],
    [{ expand: 'refused' }, (call) => call('GET', 'accessPackages?$expand=catalog')],
    [{ claimsChallenge: { form: 'lines' } }, (call) => call('GET', 'catalogs')],
    [{ claimsChallenge: { status: 403 } }, (call) => call('POST', 'accessPackages', { json: example })],
    [{ unpublishedCatalogStatus: 422, innerError: 'absent' }, createIn('41f6a8b2-d05c-4972-8e3b-6f9a2c7d1e54')],
    [
      { throttling: { limit: 1, windowMs: 1000 } },
      (call) => call('GET', 'catalogs').then(() => call('GET', 'catalogs')),
    ],
    [
      { replicationLagMs: 60_000 },
      (call) => createIn(sales)(call).then(({ json }) => call('GET', `accessPackages/${json.id}`)),
    ],
  ]) {
    const { seen, call } = open(options);
    statuses.push((await work(call)).status);
    assert.deepEqual(seen.problems, [], JSON.stringify(options));
  }
  assert.deepEqual(statuses, [200, 200, 200, 400, 400, 401, 403, 422, 429, 404]);
});

/** A create in a catalog. */
function createIn(id) {
  return (call) => call('POST', 'accessPackages', { json: { ...example, catalog: { id } } });
}

const good = { id: sales, displayName: 'Sales' };
const wrongAnswers = {
  'a name that is a number': [
    'GET',
    `catalogs/${sales}`,
    200,
    { ...good, displayName: 5 },
    /displayName: must be string/,
  ],
  'a date that is none': [
    'GET',
    `catalogs/${sales}`,
    200,
    { ...good, createdDateTime: 'today' },
    /createdDateTime: must match/,
  ],
  'a state that does not exist': [
    'GET',
    `catalogs/${sales}`,
    200,
    { ...good, state: 'open' },
    /state: must be equal to one/,
  ],
  'the catalogId of beta': [
    'POST',
    'accessPackages',
    201,
    { ...good, catalogId: sales },
    /must NOT have additional.*catalogId/,
  ],
  'a list that is none': ['GET', 'catalogs', 200, { value: good }, /value: must be array/],
  'a wrong item in a list': [
    'GET',
    'accessPackages',
    200,
    { value: [{ isHidden: 'no' }] },
    /value\/0\/isHidden: must be boolean/,
  ],
  'a link that is an object': [
    'GET',
    'catalogs',
    200,
    { value: [], '@odata.nextLink': {} },
    /nextLink: must be string/,
  ],
  'a wrong expanded catalog': [
    'POST',
    'accessPackages',
    201,
    { ...good, catalog: { id: 7 } },
    /catalog\/id: must be string/,
  ],
  'an error without message': ['GET', 'catalogs', 400, { error: { code: 'x' } }, /error: must have required.*message/],
  'an error that is text': ['GET', 'catalogs', 500, { error: 'x' }, /error: must be object/],
  'a detail without code': [
    'GET',
    'catalogs',
    404,
    { error: { code: '', message: '', details: [{ message: '' }] } },
    /details\/0: .*code/,
  ],
  'a body that is no JSON': ['GET', 'catalogs', 200, 'nothing', /not JSON/],
};
for (const [what, [method, path, status, body, problem]] of Object.entries(wrongAnswers)) {
  test(`the check reports ${what}`, async (t) => {
    if (!description) return t.skip(absent);
    const { fake, seen, call } = open();
    fake.fail({ answer: { status, body }, match: { method } });
    await call(method, path, method === 'POST' ? { json: example } : {}).catch(() => {});
    assert.match(seen.problems.join('\n'), problem);
  });
}

test('the check reports another content type, and a path, query or body that is not described', async (t) => {
  if (!description) return t.skip(absent);
  const { fake, seen, call } = open();
  const expectProblem = (problem) => assert.match(seen.problems.splice(0).join('\n'), problem);
  fake.fail({ answer: { status: 502, body: '', contentType: 'text/html' }, match: {} });
  await call('GET', 'catalogs');
  expectProblem(/the content type text\/html is not described/);
  await call('GET', `${root}/owners`);
  expectProblem(/GET .*owners: not described/);
  await call('GET', 'catalogs?$filtre=x');
  expectProblem(/must NOT have additional properties.*\$filtre/);
  await call('GET', 'catalogs?$top=many');
  expectProblem(/\$top: must be integer/);
  await call('POST', 'accessPackages', { json: { ...example, displayName: 5 } });
  expectProblem(/displayName: must be string/);
  await call('POST', 'accessPackages', { json: { ...example, catalogId: sales } });
  expectProblem(/must NOT have additional properties.*catalogId/);
});
