import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filter, names, open, sales } from './support.mjs';

const other = '2d1a6c3e-7f54-4b8e-a1c9-0e6f3b5d8a42';
const catalogs = [
  { id: sales, displayName: 'Sales' },
  { id: other, displayName: 'Other' },
];
const accessPackages = [
  { displayName: 'one', catalogId: sales },
  { displayName: 'One', catalogId: other },
  { displayName: 'two', catalogId: sales },
  { displayName: 'three', catalogId: other },
];
const all = ['one', 'One', 'two', 'three'];
const openWith = (options) => open({ catalogs, accessPackages, ...options });

const byName = "displayName eq 'one'";
const byPart = "contains(tolower(displayName),'t')";
const byCatalog = `catalog/id eq '${sales}'`;
const both = `${byCatalog} and ${byName}`;
const beta = `catalogId eq '${sales}'`;
const found = { [byName]: ['one', 'One'], [byPart]: ['two', 'three'], [byCatalog]: ['one', 'two'], [both]: ['one'] };

/** What each form is answered with: names, or the code of a refusal. */
async function answers(options) {
  const { call } = openWith(options);
  const answer = async (text) => {
    const seen = await call('GET', `accessPackages?${filter(text)}`);
    return seen.status === 200 ? names(seen) : `${seen.status} ${seen.json.error.code}`;
  };
  return Object.fromEntries(
    await Promise.all([byName, byPart, byCatalog, both, beta].map(async (text) => [text, await answer(text)])),
  );
}

const refused = '400 InvalidFilter';
const everywhere = (value) => Object.fromEntries([...Object.keys(found), beta].map((text) => [text, value]));
for (const [filters, expected] of [
  [undefined, { ...found, [beta]: refused }],
  ['honoured', { ...found, [beta]: refused }],
  ['refused', everywhere(refused)],
  ['ignored', everywhere(all)],
  [{ nameEquals: 'refused' }, { ...found, [byName]: refused, [both]: refused, [beta]: refused }],
  [{ nameEquals: 'ignored' }, { ...found, [byName]: all, [both]: ['one', 'two'], [beta]: refused }],
  [{ nameContains: 'refused' }, { ...found, [byPart]: refused, [beta]: refused }],
  [{ nameContains: 'ignored' }, { ...found, [byPart]: all, [beta]: refused }],
  [{ catalogEquals: 'refused' }, { ...found, [byCatalog]: refused, [both]: refused, [beta]: refused }],
  [{ catalogEquals: 'ignored' }, { ...found, [byCatalog]: all, [both]: ['one', 'One'], [beta]: refused }],
  [{ and: 'refused' }, { ...found, [both]: refused, [beta]: refused }],
  [
    { and: 'ignored', nameEquals: 'refused' },
    { ...found, [byName]: refused, [both]: all, [beta]: refused },
  ],
  [{ others: 'ignored' }, { ...found, [beta]: all }],
]) {
  test(`filters: ${JSON.stringify(filters)}`, async () => {
    assert.deepEqual(await answers({ filters }), expected);
  });
}

test('a filter that is refused says so in the words of Graph, one that is no filter is refused as such', async () => {
  const { call } = openWith({ filters: { nameEquals: 'refused' } });
  const message = async (text) => (await call('GET', `accessPackages?${filter(text)}`)).json.error.message;
  assert.equal(await message(byName), `OData query is invalid: Filter '${byName}' is not supported.`);
  assert.match(await message(`${byName} and`), /is not supported/);
  assert.match(await message("catalog/id eq 'x'"), /Unrecognized Guid format/);
});

test('what is ignored is not looked into: neither a bad GUID nor a broken filter matters', async () => {
  const ignoring = openWith({ filters: 'ignored' }).call;
  for (const text of ["catalog/id eq 'x'", "displayName eq 'x", '']) {
    assert.deepEqual(names(await ignoring('GET', `accessPackages?${filter(text)}`)), all);
  }
});

test('an ignored filter brings the whole list in pages that keep the query', async () => {
  const { fake, call } = openWith({ filters: 'ignored', pageSize: 3 });
  const first = await call('GET', `accessPackages?${filter(byName)}`);
  const next = first.json['@odata.nextLink'];
  assert.equal(new URL(next).searchParams.get('$filter'), byName);
  assert.deepEqual([...names(first), ...names(await call('GET', next.slice(fake.graphRoot.length)))], all);
});

test('the rules are those of catalogs too', async () => {
  const path = `catalogs?${filter("displayName eq 'Sales'")}`;
  assert.deepEqual(names(await openWith({ filters: 'ignored' }).call('GET', path)), ['Sales', 'Other']);
  assert.equal((await openWith({ filters: 'refused' }).call('GET', path)).status, 400);
});

for (const [options, expected] of [
  [{}, ['one', 'One']],
  [{ nameUniqueness: 'caseSensitive' }, ['one']],
  [{ nameUniqueness: 'none' }, ['one']],
  [{ filterCase: 'sensitive' }, ['one']],
  [{ nameUniqueness: 'none', filterCase: 'insensitive' }, ['one', 'One']],
]) {
  test(`displayName eq compares by ${JSON.stringify(options)}`, async () => {
    const { call } = openWith(options);
    assert.deepEqual(names(await call('GET', `accessPackages?${filter(byName)}`)), expected);
  });
}

test('uniqueness does not follow filterCase', async () => {
  const { call } = openWith({ filterCase: 'sensitive' });
  const json = { displayName: 'TWO', catalog: { id: sales } };
  assert.equal((await call('POST', 'accessPackages', { json })).status, 409);
});

const expansions = {
  catalog: [`accessPackages?$expand=catalog`, (json) => json.value.every(({ catalog }) => catalog?.id)],
  accessPackagesOfCatalogs: [
    'catalogs?$expand=accessPackages',
    (json) => json.value.every((catalog) => catalog.accessPackages?.length === 2),
  ],
  accessPackagesOfCatalog: [`catalogs/${sales}?$expand=accessPackages`, (json) => json.accessPackages?.length === 2],
};
for (const [form, [path, isThere]] of Object.entries(expansions)) {
  test(`expand: ${path} is honoured, refused or ignored, alone or with the others`, async () => {
    for (const [expand, status, there] of [
      [undefined, 200, true],
      ['refused', 400, false],
      ['ignored', 200, false],
      [{ [form]: 'refused' }, 400, false],
      [{ [form]: 'ignored' }, 200, false],
      [
        Object.fromEntries(Object.keys(expansions).map((each) => [each, each === form ? 'honoured' : 'refused'])),
        200,
        true,
      ],
    ]) {
      const answer = await openWith({ expand }).call('GET', path);
      assert.equal(answer.status, status, JSON.stringify(expand));
      if (status === 200) {
        assert.equal(isThere(answer.json), there, JSON.stringify(expand));
        assert.equal(/\((catalog|accessPackages)\(\)\)/.test(answer.json['@odata.context']), there);
      }
    }
  });
}

test('expand: of one package as of the list', async () => {
  const { fake, call } = openWith({ expand: { catalog: 'ignored' } });
  const { status, json } = await call('GET', `accessPackages/${fake.accessPackages[0].id}?$expand=catalog`);
  assert.deepEqual([status, 'catalog' in json], [200, false]);
});

test('an expanded collection may come in pages, whose link leads to the packages of that catalog only', async () => {
  const many = Array.from({ length: 5 }, (_, i) => ({ displayName: `p${i}`, catalogId: sales }));
  const { fake, call } = open({
    catalogs,
    accessPackages: [...many, ...accessPackages],
    expandedPageSize: 2,
    pageSize: 3,
  });
  for (const path of [`catalogs/${sales}?$expand=accessPackages`, 'catalogs?$expand=accessPackages']) {
    const { json } = await call('GET', path);
    const { accessPackages: seen, 'accessPackages@odata.nextLink': link } = json.value?.[0] ?? json;
    assert.equal(seen.length, 2);
    assert.deepEqual(Object.keys(seen[0]).includes('catalogId'), false);
    for (let next = link; next; ) {
      const page = await call('GET', next.slice(fake.graphRoot.length));
      seen.push(...page.json.value);
      next = page.json['@odata.nextLink'];
    }
    assert.deepEqual(
      seen.map((each) => each.displayName),
      ['p0', 'p1', 'p2', 'p3', 'p4', 'one', 'two'],
    );
  }
  const few = await openWith({ expandedPageSize: 2 }).call('GET', `catalogs/${sales}?$expand=accessPackages`);
  assert.equal('accessPackages@odata.nextLink' in few.json, false);
});

test('pages miss nothing and show nothing twice while others create and delete', async () => {
  const many = Array.from({ length: 6 }, (_, i) => ({ displayName: `p${i}`, catalogId: sales }));
  const { fake, call } = open({ catalogs, accessPackages: many, pageSize: 2 });
  const first = await call('GET', 'accessPackages');
  await call('DELETE', `accessPackages/${fake.accessPackages[0].id}`);
  await call('POST', 'accessPackages', { json: { displayName: 'new', catalog: { id: sales } } });
  const seen = names(first);
  for (let next = first.json['@odata.nextLink']; next; ) {
    const page = await call('GET', next.slice(fake.graphRoot.length));
    seen.push(...names(page));
    next = page.json['@odata.nextLink'];
  }
  assert.deepEqual(seen, ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'new']);
});

for (const options of [
  { filters: 'maybe' },
  { filters: null },
  { filters: { name: 'refused' } },
  { filters: { and: 'maybe' } },
  { filters: { others: 'honoured' } },
  { expand: 'never' },
  { expand: { catalog: true } },
  { expand: { owners: 'ignored' } },
  { filterCase: 'upper' },
  { expandedPageSize: 0 },
]) {
  test(`the options ${JSON.stringify(options)} are a TypeError`, () => {
    assert.throws(() => open(options), TypeError);
  });
}
