import assert from 'node:assert/strict';
import { test } from 'node:test';
import { example, filter, names, open, sales } from './support.mjs';

const boardRooms = '41f6a8b2-d05c-4972-8e3b-6f9a2c7d1e54';
const create = (call, change = {}) => call('POST', 'accessPackages', { json: { ...example, ...change } });

test('lengths may be limited, in creates and in updates', async () => {
  const { call } = open({ maxNameLength: 5, maxDescriptionLength: 3 });
  const fits = { displayName: 'äöü\u{1f511}', description: 'abc' };
  const made = await create(call, fits);
  assert.equal(made.status, 201);
  for (const change of [{ displayName: '123456' }, { description: 'abcd' }]) {
    assert.equal((await create(call, { ...fits, ...change })).json.error.code, 'InvalidModel');
    const changed = await call('PATCH', `accessPackages/${made.json.id}`, { json: change });
    assert.equal(changed.json.error.code, 'InvalidModel');
  }
});

test('a description may be required', async () => {
  for (const [descriptionRequired, status] of [
    [true, 400],
    [false, 201],
  ]) {
    const { call } = open({ descriptionRequired });
    assert.equal((await create(call, { description: '' })).status, status);
    assert.equal((await create(call, { displayName: 'other', description: undefined })).status, status);
  }
});

test('blanks around a name may be taken away before it is stored and compared', async () => {
  const { call } = open({ trimsNames: true });
  assert.equal((await create(call, { displayName: ' padded ' })).json.displayName, 'padded');
  assert.equal((await create(call, { displayName: 'padded' })).status, 409);
  const kept = open().call;
  assert.equal((await create(kept, { displayName: ' padded ' })).json.displayName, ' padded ');
  assert.deepEqual(names(await kept('GET', `accessPackages?${filter("displayName eq 'padded'")}`)), []);
  const nulled = await call('PATCH', `accessPackages/${(await create(call)).json.id}`, { json: { displayName: null } });
  assert.equal(nulled.json.error.code, 'InvalidModel');
});

test('a create in a catalog that is not published is a switch', async () => {
  assert.equal((await create(open().call, { catalog: { id: boardRooms } })).status, 201);
  const { call } = open({ unpublishedCatalogStatus: 403 });
  assert.equal((await create(call, { catalog: { id: boardRooms } })).status, 403);
  assert.equal((await create(call, { catalog: { id: sales } })).status, 201);
});

test('error bodies spell innerError as the option says, or leave it out, faults included', async () => {
  for (const [innerError, keys] of [
    ['innerError', ['code', 'message', 'details', 'innerError']],
    ['innererror', ['code', 'message', 'details', 'innererror']],
    ['absent', ['code', 'message', 'details']],
  ]) {
    const { fake, call } = open({ innerError });
    fake.fail({ answer: { status: 504 } });
    for (const status of [504, 400]) {
      const answer = await call('POST', 'accessPackages', { json: {} });
      assert.equal(answer.status, status);
      assert.deepEqual(Object.keys(answer.json.error), keys);
    }
  }
});

for (const options of [
  { maxNameLength: 0 },
  { maxDescriptionLength: -1 },
  { unpublishedCatalogStatus: 500 },
  { innerError: 'none' },
]) {
  test(`the options ${JSON.stringify(options)} are a TypeError`, () => {
    assert.throws(() => open(options), TypeError);
  });
}
