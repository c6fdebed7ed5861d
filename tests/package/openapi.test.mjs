/** What the client sends is what Microsoft's description allows, where the description is present. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { loadDescription, watch } from '../fake/description.mjs';
import { EXAMPLE, importPackage, rejection } from './consumer.mjs';

const description = await loadDescription();
const skip = description ? false : 'Microsoft’s description is not here';
let lib;
let testing;

before(async () => {
  if (skip) return;
  ({ lib, testing } = await importPackage());
});

test('every request of the client is valid by Microsoft’s OpenAPI description', { skip }, async () => {
  const fake = testing.createFakeGraph({ pageSize: 2 });
  const { fetch, seen } = watch(fake.fetch, description);
  const { create, listCatalogs } = lib.createAccessPackageClient({ token: fake.issueToken(), fetch });
  const { catalog } = EXAMPLE;
  await create(EXAMPLE);
  await create({ displayName: 'the least', catalog });
  await create({ displayName: 'all', description: '', isHidden: true, catalog });
  await rejection(create(EXAMPLE));
  for await (const { id } of listCatalogs()) assert.ok(id);
  assert.deepEqual(seen.problems, []);
  assert.deepEqual([...seen.statuses].sort(), [200, 201, 409]);
  assert.equal(seen.exchanges, fake.requests.length);
});
