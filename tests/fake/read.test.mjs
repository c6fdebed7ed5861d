import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filter, names, open, sales } from './support.mjs';

test('catalogs are listed with their documented properties, the built-in and an unpublished one among them', async () => {
  const { call } = open();
  const { status, json } = await call('GET', 'catalogs');
  assert.equal(status, 200);
  assert.match(json['@odata.context'], /\$metadata#identityGovernance\/entitlementManagement\/catalogs$/);
  for (const each of json.value) {
    assert.deepEqual(Object.keys(each).sort(), [
      'catalogType',
      'createdDateTime',
      'description',
      'displayName',
      'id',
      'isExternallyVisible',
      'modifiedDateTime',
      'state',
    ]);
  }
  assert.ok(json.value.some((each) => each.id === sales && each.displayName === 'Sales'));
  assert.ok(json.value.some((each) => each.displayName === 'General' && each.catalogType === 'serviceDefault'));
  assert.ok(json.value.some((each) => each.state === 'unpublished'));
  assert.equal('@odata.nextLink' in json, false);
});

test('one catalog is got by its id, in whatever case, and an unknown one is 404', async () => {
  const { call } = open();
  assert.equal((await call('GET', `catalogs/${sales.toUpperCase()}`)).json.displayName, 'Sales');
  assert.equal((await call('GET', 'catalogs/nothing')).json.error.code, 'ResourceNotFound');
});

test('one package is got by its id, and $expand=catalog shows its catalog', async () => {
  const { fake, call } = open();
  const [first] = fake.accessPackages;
  const plain = await call('GET', `accessPackages/${first.id}`);
  assert.equal(plain.json.displayName, first.displayName);
  assert.equal('catalog' in plain.json, false);
  assert.equal('catalogId' in plain.json, false);
  const { json } = await call('GET', `accessPackages/${first.id}?$expand=catalog&$select=id`);
  assert.deepEqual(Object.keys(json), ['@odata.context', 'id', 'catalog']);
  assert.deepEqual(
    json.catalog,
    fake.catalogs.find((each) => each.id === first.catalogId),
  );
});

const catalogs = [{ id: sales, displayName: 'Sales' }];
const accessPackages = ['Teams', 'teams', "O'Brien's team", 'a+b&c#d', 'x', 'Größe 100%'].map((displayName) => ({
  displayName,
  catalogId: sales,
}));

const filters = [
  ["displayName eq 'x'", ['x']],
  ["displayName eq 'O''Brien''s team'", ["O'Brien's team"]],
  ["displayName eq 'a+b&c#d'", ['a+b&c#d']],
  ["displayName eq 'Größe 100%'", ['Größe 100%']],
  ["displayName eq 'Teams'", ['Teams']],
  ["contains(displayName,'eams')", ['Teams', 'teams']],
  ["contains(displayName,'Team')", ['Teams']],
  ["contains(tolower(displayName),'team')", ['Teams', 'teams', "O'Brien's team"]],
  ["contains(tolower(displayName), 'TEAM')", []],
  [`catalog/id eq '${sales}' and displayName eq 'x'`, ['x']],
  [`(displayName eq 'x') and (catalog/id eq '${sales.toUpperCase()}')`, ['x']],
  ["catalog/id eq '11111111-2222-4333-8444-555555555555'", []],
];
for (const [text, expected] of filters) {
  test(`$filter=${text} finds ${expected.length}`, async () => {
    const { call } = open({ catalogs, accessPackages, nameUniqueness: 'caseSensitive' });
    const answer = await call('GET', `accessPackages?${filter(text)}`);
    assert.deepEqual(names(answer), expected);
  });
}

test('eq compares names as uniqueness does', async () => {
  const { call } = open({ catalogs, accessPackages: accessPackages.slice(1) });
  assert.deepEqual(names(await call('GET', `accessPackages?${filter("displayName eq 'TEAMS'")}`)), ['teams']);
});

const refused = [
  ["catalogId eq 'x'", /is not supported/],
  ["description eq 'x'", /is not supported/],
  ["displayName ne 'x'", /is not supported/],
  ["displayName eq 'x' or displayName eq 'y'", /is not supported/],
  ["startswith(displayName,'x')", /is not supported/],
  ["contains(catalog/id,'x')", /is not supported/],
  ['displayName eq x', /is not supported/],
  ["displayName eq 'x' and", /is not supported/],
  ["displayName eq 'x", /Syntax error/],
  ['', /is not supported/],
  ["toString eq 'x'", /is not supported/],
  ["catalog/id eq 'Sales'", /Unrecognized Guid format/],
];
for (const [text, message] of refused) {
  test(`$filter=${text} is refused with 400 InvalidFilter`, async () => {
    const { call } = open();
    const { status, json } = await call('GET', `accessPackages?${filter(text)}`);
    assert.deepEqual([status, json.error.code], [400, 'InvalidFilter']);
    assert.match(json.error.message, message);
  });
}

test('catalogs can be filtered by name, but not by a catalog id', async () => {
  const { call } = open();
  assert.deepEqual(names(await call('GET', `catalogs?${filter("displayName eq 'Sales'")}`)), ['Sales']);
  assert.deepEqual(names(await call('GET', `catalogs?${filter("contains(tolower(displayName),'nance')")}`)), [
    'Finance',
  ]);
  assert.equal((await call('GET', `catalogs?${filter(`catalog/id eq '${sales}'`)}`)).status, 400);
});

test('$select shows what it names', async () => {
  const { call } = open();
  const { json } = await call('GET', 'catalogs?$select=id,%20displayName');
  assert.deepEqual(Object.keys(json.value[0]), ['id', 'displayName']);
});

test('$expand=accessPackages shows the packages of a catalog', async () => {
  const { call } = open();
  const { json } = await call('GET', `catalogs/${sales}?$expand=accessPackages`);
  assert.deepEqual(
    json.accessPackages.map((each) => each.displayName),
    ['Sales managers', "Dealers' portal"],
  );
});

const badQueries = [
  '$select=catalogId',
  '$select=toString',
  '$expand=owner',
  '$expand=constructor',
  '$top=-1',
  '$top=x',
  '$skiptoken=1',
  '$orderby=displayName',
  '$search=x',
  '$count=true',
  '$top=1&$top=2',
];
for (const query of badQueries) {
  test(`?${query} is refused with 400`, async () => {
    const { call } = open();
    assert.equal((await call('GET', `accessPackages?${query}`)).status, 400);
  });
}

test('names without $ are not query options', async () => {
  const { call } = open();
  assert.equal((await call('GET', 'catalogs?cache=1')).status, 200);
});

test('pages follow each other by @odata.nextLink, which keeps the query, until all was seen once', async () => {
  const many = Array.from({ length: 25 }, (_, i) => ({ displayName: `team & co ${i}`, catalogId: sales }));
  const { fake, call } = open({ catalogs, accessPackages: many, pageSize: 10 });
  const query = `${filter("contains(displayName,'& co')")}&$select=displayName`;
  const seen = [];
  const sizes = [];
  let next = `accessPackages?${query}`;
  while (next) {
    const { json } = await call('GET', next);
    seen.push(...json.value.map((each) => each.displayName));
    sizes.push(json.value.length);
    assert.ok(json.value.every((each) => Object.keys(each).length === 1));
    const link = json['@odata.nextLink'];
    assert.ok(link === undefined || link.startsWith(`${fake.graphRoot}/v1.0/`));
    next = link?.slice(fake.graphRoot.length);
  }
  assert.deepEqual(sizes, [10, 10, 5]);
  assert.deepEqual(
    seen,
    many.map((each) => each.displayName),
  );
});

test('$top makes pages smaller, never larger', async () => {
  const { call } = open({ pageSize: 3 });
  assert.equal((await call('GET', 'catalogs?$top=2')).json.value.length, 2);
  assert.equal((await call('GET', 'catalogs?$top=50')).json.value.length, 3);
});

test('links and contexts name the root that the fake answers as', async () => {
  const { call } = open({ graphRoot: 'https://graph.microsoft.us/', pageSize: 1 });
  const { json } = await call('GET', 'catalogs');
  for (const name of ['@odata.context', '@odata.nextLink']) {
    assert.ok(json[name].startsWith('https://graph.microsoft.us/v1.0/'), json[name]);
  }
});

test('what the fake shows of its state are copies', () => {
  const { fake } = open();
  fake.catalogs[0].displayName = 'changed';
  fake.accessPackages.length = 0;
  assert.equal(fake.catalogs[0].displayName, 'General');
  assert.ok(fake.accessPackages.length > 0);
});

test('reset brings the seed back with the same ids, and forgets requests and faults', async () => {
  const { fake, call } = open({ catalogs: [{ displayName: 'One' }] });
  const [{ id }] = fake.catalogs;
  await call('POST', 'accessPackages', { json: { displayName: 'x', catalog: { id } } });
  fake.fail({ answer: { status: 503 } });
  fake.reset();
  assert.equal(fake.catalogs[0].id, id);
  assert.deepEqual([fake.accessPackages.length, fake.requests.length], [0, 0]);
  assert.equal((await call('POST', 'accessPackages', { json: { displayName: 'x', catalog: { id } } })).status, 201);
});

const badOptions = [
  { pagesize: 1 },
  { pageSize: 0 },
  { nameUniqueness: 'some' },
  { duplicateStatus: 200 },
  { graphRoot: 'https://graph.microsoft.com/v1.0' },
  { graphRoot: 'graph' },
  { catalogs: [{ id: 'x', displayName: 'x' }] },
  { catalogs: [{}] },
  { catalogs: [catalogs[0], catalogs[0]] },
  { catalogs, accessPackages: [{ displayName: 'x', catalogId: '11111111-2222-4333-8444-555555555555' }] },
];
for (const options of badOptions) {
  test(`the options ${JSON.stringify(options).slice(0, 70)} are a TypeError`, () => {
    assert.throws(() => open(options), TypeError);
  });
}
