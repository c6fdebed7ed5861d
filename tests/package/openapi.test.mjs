/** What the client sends is what Microsoft's description allows, where the description is present. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDescription, watch } from '../fake/description.mjs';
import { EXAMPLE, rejection } from './consumer.mjs';
import { collect, lib, open } from './service.mjs';

const description = await loadDescription();
const skip = description ? false : 'Microsoft’s description is not here';
const { catalog } = EXAMPLE;

/** A client whose every exchange is checked. */
function watched(options) {
  const { fake } = open({ graphRoot: 'https://graph.microsoft.com', pageSize: 2, ...options });
  const { fetch, seen } = watch(fake.fetch, description);
  const client = lib.createAccessPackageClient({ getToken: () => fake.issueToken(), fetch, settleMs: 0 });
  const assertValid = (...statuses) => {
    assert.deepEqual(seen.problems, []);
    assert.deepEqual([...seen.statuses].sort(), statuses);
    assert.equal(seen.exchanges, fake.requests.length);
  };
  return { fake, client, assertValid };
}

test('every create and what goes with it is valid by Microsoft’s OpenAPI description', { skip }, async () => {
  const { fake, client, assertValid } = watched();
  await client.create(EXAMPLE);
  await client.create({ displayName: 'the least', catalog });
  await client.create({ displayName: "all: O'Brien & Söhne #1 + 100% / ?", description: '', isHidden: true, catalog });
  await rejection(client.create(EXAMPLE));
  await rejection(client.create({ ...EXAMPLE, displayName: 'SALES REPS' }));
  fake.fail({ answer: { status: 504 }, commit: 'before' });
  const { outcome } = await client.create({ displayName: 'lost', catalog });
  assert.equal(outcome, 'adopted');
  fake.fail({ answer: { status: 403 } });
  await rejection(client.create({ displayName: 'refused', catalog }));
  assertValid(200, 201, 403, 409, 504);
});

test('so is every form of a look', { skip }, async () => {
  for (const [options, statuses] of [
    [{ filters: 'refused' }, [200, 201, 400]],
    [{ filters: 'ignored' }, [200, 201]],
    [{ filters: 'ignored', expand: { catalog: 'ignored' } }, [200, 201]],
    [{ filters: 'refused', expand: { catalog: 'refused' } }, [200, 201, 400]],
  ]) {
    const { client, assertValid } = watched(options);
    const { outcome, duplicates } = await client.create({ displayName: `look ${JSON.stringify(options)}`, catalog });
    assert.deepEqual([outcome, duplicates], ['created', []], JSON.stringify(options));
    assertValid(...statuses);
  }
});

test('so are the other calls', { skip }, async () => {
  const { client, assertValid } = watched();
  const { accessPackage } = await client.create(EXAMPLE);
  await collect(client.listCatalogs());
  await collect(client.list());
  await collect(client.list({ catalogId: catalog.id }));
  await client.getCatalog(catalog.id);
  await client.get(accessPackage.id);
  await client.update(accessPackage.id, { displayName: 'new', description: '', isHidden: true });
  await client.delete(accessPackage.id);
  await client.delete(accessPackage.id);
  assertValid(200, 201, 204, 404);
});
