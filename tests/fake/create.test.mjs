import assert from 'node:assert/strict';
import { test } from 'node:test';
import { example, guid, open, root, sales } from './support.mjs';

const engineering = '2d1a6c3e-7f54-4b8e-a1c9-0e6f3b5d8a42';

test('the documented example is answered with 201, the package and its context, without the catalog', async () => {
  const { fake, call } = open();
  const before = fake.accessPackages.length;
  const { status, json } = await call('POST', 'accessPackages', { json: example });
  assert.equal(status, 201);
  assert.deepEqual(Object.keys(json).sort(), [
    '@odata.context',
    'createdDateTime',
    'description',
    'displayName',
    'id',
    'isHidden',
    'modifiedDateTime',
  ]);
  assert.equal(
    json['@odata.context'],
    'https://graph.microsoft.com/v1.0/$metadata#identityGovernance/entitlementManagement/accessPackages/$entity',
  );
  assert.match(json.id, guid);
  assert.match(json.createdDateTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
  assert.equal(json.modifiedDateTime, json.createdDateTime);
  assert.equal(fake.accessPackages.length, before + 1);
  const { '@odata.context': _, ...stored } = json;
  assert.deepEqual(fake.accessPackages.at(-1), { ...stored, catalogId: sales });
});

test('description and isHidden may be left out or null', async () => {
  const { call } = open();
  const left = await call('POST', 'accessPackages', { json: { displayName: 'a', catalog: { id: sales } } });
  const nulls = { displayName: 'b', description: null, isHidden: null, catalog: { id: sales } };
  const nulled = await call('POST', 'accessPackages', { json: nulls });
  for (const { status, json } of [left, nulled]) {
    assert.deepEqual([status, json.description, json.isHidden], [201, null, false]);
  }
});

test('surplus properties that the types have are ignored, and so are OData annotations', async () => {
  const { fake, call } = open();
  const json = {
    '@odata.type': '#microsoft.graph.accessPackage',
    id: '00000000-0000-4000-8000-000000000000',
    createdDateTime: '2001-01-01T00:00:00Z',
    ...example,
    catalog: { ...fake.catalogs.find((each) => each.id === sales), '@odata.type': 'x' },
  };
  const answer = await call('POST', 'accessPackages', { json });
  assert.equal(answer.status, 201);
  assert.notEqual(answer.json.id, json.id);
  assert.notEqual(answer.json.createdDateTime, json.createdDateTime);
});

const refusals = {
  'no name': [{ displayName: undefined }, 400, 'InvalidModel'],
  'a null name': [{ displayName: null }, 400, 'InvalidModel'],
  'an empty name': [{ displayName: '' }, 400, 'InvalidModel'],
  'a blank name': [{ displayName: ' \t' }, 400, 'InvalidModel'],
  'a name that is a number': [{ displayName: 7 }, 400, 'BadRequest'],
  'a description that is an array': [{ description: [] }, 400, 'BadRequest'],
  'isHidden as text': [{ isHidden: 'false' }, 400, 'BadRequest'],
  'no catalog': [{ catalog: undefined }, 400, 'InvalidModel'],
  'a null catalog': [{ catalog: null }, 400, 'InvalidModel'],
  'a catalog as text': [{ catalog: sales }, 400, 'BadRequest'],
  'a catalog without id': [{ catalog: {} }, 400, 'InvalidModel'],
  'a catalog id that is no GUID': [{ catalog: { id: 'sales' } }, 400, 'InvalidModel'],
  'a catalog that does not exist': [{ catalog: { id: sales.replace('6', '7') } }, 404, 'ResourceNotFound'],
  'an unknown property': [{ colour: 'red' }, 400, 'BadRequest'],
  'the catalogId of beta': [{ catalogId: sales }, 400, 'BadRequest'],
  'an unknown property in the catalog': [{ catalog: { id: sales, colour: 'red' } }, 400, 'BadRequest'],
  'nested role scopes': [{ resourceRoleScopes: [] }, 400, 'InvalidModel'],
};
for (const [what, [change, status, code]] of Object.entries(refusals)) {
  test(`a create with ${what} is refused with ${status} ${code} and leaves nothing`, async () => {
    const { fake, call } = open();
    const before = fake.accessPackages;
    const answer = await call('POST', 'accessPackages', { json: { ...example, ...change } });
    assert.deepEqual([answer.status, answer.json.error.code], [status, code]);
    assert.deepEqual(fake.accessPackages, before);
  });
}

for (const [what, text] of Object.entries({ 'broken JSON': '{', 'an array': '[]', null: 'null', nothing: '' })) {
  test(`a create whose body is ${what} is refused with 400 BadRequest`, async () => {
    const { call } = open();
    const { status, json } = await call('POST', 'accessPackages', {
      text,
      headers: { 'Content-Type': 'application/json' },
    });
    assert.deepEqual([status, json.error.code], [400, 'BadRequest']);
  });
}

test('a body of another content type is refused, with the status that the option says', async () => {
  for (const [options, type, status] of [
    [{}, 'text/plain', 415],
    [{}, null, 415],
    [{ wrongContentTypeStatus: 400 }, 'text/plain', 400],
    [{}, 'Application/JSON; charset=utf-8', 201],
  ]) {
    const { call } = open(options);
    assert.equal((await call('POST', 'accessPackages', { text: JSON.stringify(example), type })).status, status);
  }
});

test('a refusal is in the envelope of Graph: details, and an innerError with the ids and a date without zone', async () => {
  const { call } = open({ now: () => Date.UTC(2023, 8, 8, 23, 7, 16, 900) });
  const headers = { 'client-request-id': '11111111-2222-4333-8444-555555555555' };
  const answer = await call('POST', 'accessPackages', { json: {}, headers });
  const requestId = answer.headers.get('request-id');
  assert.match(requestId, guid);
  assert.equal(answer.headers.get('client-request-id'), headers['client-request-id']);
  assert.deepEqual(answer.json, {
    error: {
      code: 'InvalidModel',
      message: 'The model is invalid.',
      details: [],
      innerError: { date: '2023-09-08T23:07:16', 'request-id': requestId, ...headers },
    },
  });
});

test('by default a name is unique within its catalog without regard to case, and may repeat in another', async () => {
  const { call } = open();
  const create = (displayName, id) => call('POST', 'accessPackages', { json: { displayName, catalog: { id } } });
  assert.equal((await create('Sales reps', sales)).status, 201);
  const again = await create('sales REPS', sales.toUpperCase());
  assert.deepEqual([again.status, again.json.error.code], [409, 'DuplicateAccessPackage']);
  assert.equal((await create('sales reps', engineering)).status, 201);
});

test('the rule for names and the status of its refusal are switches', async () => {
  for (const [options, same, other] of [
    [{ nameUniqueness: 'caseSensitive' }, 409, 201],
    [{ nameUniqueness: 'caseSensitive', duplicateStatus: 400 }, 400, 201],
    [{ nameUniqueness: 'none' }, 201, 201],
  ]) {
    const { call } = open(options);
    const create = (displayName) => call('POST', 'accessPackages', { json: { ...example, displayName } });
    await create('one');
    assert.deepEqual([(await create('one')).status, (await create('ONE')).status], [same, other]);
  }
});

test('the status for a catalog that does not exist is a switch', async () => {
  const { call } = open({ unknownCatalogStatus: 400 });
  const json = { ...example, catalog: { id: sales.replace('6', '7') } };
  assert.equal((await call('POST', 'accessPackages', { json })).status, 400);
});

test('two creates of one name at the same moment make one package', async () => {
  const { fake, call } = open();
  const answers = await Promise.all([1, 2, 3].map(() => call('POST', 'accessPackages', { json: example })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409]);
  assert.equal(fake.accessPackages.filter((each) => each.displayName === 'sales reps').length, 1);
});

test('PATCH changes what it names, answers 204, and keeps names unique', async () => {
  const { fake, call } = open();
  const { json } = await call('POST', 'accessPackages', { json: example });
  const path = `accessPackages/${json.id}`;
  const changed = await call('PATCH', path, { json: { displayName: 'Sales Reps', isHidden: true } });
  assert.deepEqual([changed.status, changed.text, changed.headers.get('Content-Type')], [204, '', null]);
  const stored = fake.accessPackages.find((each) => each.id === json.id);
  assert.deepEqual(
    [stored.displayName, stored.description, stored.isHidden],
    ['Sales Reps', 'outside sales representatives', true],
  );
  assert.notEqual(stored.modifiedDateTime, stored.createdDateTime);
  const taken = await call('PATCH', path, { json: { displayName: 'sales managers' } });
  assert.equal(taken.json.error.code, 'DuplicateAccessPackage');
  for (const bad of [{ catalog: { id: engineering } }, { displayName: null }, { displayName: ' ' }]) {
    assert.equal((await call('PATCH', path, { json: bad })).json.error.code, 'InvalidModel');
  }
  assert.equal((await call('PATCH', path, { json: { colour: 1 } })).status, 400);
});

test('DELETE answers 204, and then the package is not found', async () => {
  const { call } = open();
  const { json } = await call('POST', 'accessPackages', { json: example });
  const path = `accessPackages/${json.id}`;
  assert.equal((await call('DELETE', path)).status, 204);
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    const { status, json: body } = await call(method, path, method === 'PATCH' ? { json: {} } : {});
    assert.deepEqual([status, body.error.code], [404, 'ResourceNotFound']);
  }
});

test('a path that Graph does not have is 404, a method that it does not have is 405', async () => {
  const { call } = open();
  for (const path of ['accessPackage', '/v1.0/me', `/beta${root.slice(5)}/accessPackages`, 'catalogs/a/b']) {
    assert.equal((await call('GET', path)).status, 404, path);
  }
  assert.equal((await call('PUT', 'accessPackages', { json: {} })).status, 405);
  assert.equal((await call('DELETE', `catalogs/${sales}`)).status, 405);
});

test('paths do not depend on case', async () => {
  const { call } = open();
  assert.equal((await call('GET', `${root.toLowerCase()}/CATALOGS`)).status, 200);
});
