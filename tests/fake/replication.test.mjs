import assert from 'node:assert/strict';
import { test } from 'node:test';
import { example, filter, names, open, sales } from './support.mjs';

const start = Date.UTC(2026, 0, 1);

/** A fake with a clock that only the test moves. */
function openAt(options) {
  const clock = { now: start };
  const opened = open({ catalogs: [{ id: sales, displayName: 'Sales' }], now: () => clock.now, ...options });
  const create = (displayName) =>
    opened.call('POST', 'accessPackages', { json: { ...example, displayName } }).then(({ json }) => json.id);
  return { ...opened, create, clock };
}

const reads = {
  'the list': async (call) => names(await call('GET', 'accessPackages')),
  'a filter by name': async (call) => names(await call('GET', `accessPackages?${filter("displayName eq 'one'")}`)),
  'a filter by catalog': async (call) =>
    names(await call('GET', `accessPackages?${filter(`catalog/id eq '${sales}'`)}`)),
  'an expanded catalog': async (call) => {
    const { json } = await call('GET', `catalogs/${sales}?$expand=accessPackages`);
    return json.accessPackages.map((each) => each.displayName);
  },
  'getting it by its id': async (call, id) => {
    const { status, json } = await call('GET', `accessPackages/${id}`);
    return status === 404 ? [] : [json.displayName];
  },
};

for (const [what, read] of Object.entries(reads)) {
  test(`a create is committed at once and visible to ${what} when its lag is over`, async () => {
    const { fake, call, create, clock } = openAt({ replicationLagMs: 5000 });
    const id = await create('one');
    assert.equal(fake.accessPackages.length, 1);
    clock.now += 4999;
    assert.deepEqual(await read(call, id), []);
    clock.now += 1;
    assert.deepEqual(await read(call, id), ['one']);
  });
}

test('a name is taken from its create on and free from the delete on, whatever reads see', async () => {
  const { call, create, clock } = openAt({ replicationLagMs: 5000 });
  const id = await create('one');
  assert.equal((await call('POST', 'accessPackages', { json: { ...example, displayName: 'ONE' } })).status, 409);
  clock.now += 5000;
  assert.equal((await call('DELETE', `accessPackages/${id}`)).status, 204);
  assert.deepEqual(names(await call('GET', 'accessPackages')), ['one']);
  assert.ok(await create('one'));
  assert.deepEqual(names(await call('GET', 'accessPackages')), ['one']);
  clock.now += 5000;
  const { json } = await call('GET', 'accessPackages');
  assert.equal(json.value.length, 1);
  assert.notEqual(json.value[0].id, id);
});

test('writes see what reads do not: a package can be changed and deleted before it is visible, and is gone at once', async () => {
  const { call, create, clock } = openAt({ replicationLagMs: 5000 });
  const id = await create('one');
  const path = `accessPackages/${id}`;
  clock.now += 1000;
  assert.equal((await call('PATCH', path, { json: { displayName: 'two' } })).status, 204);
  clock.now += 1000;
  assert.equal((await call('DELETE', path)).status, 204);
  for (const method of ['PATCH', 'DELETE']) {
    assert.equal((await call(method, path, method === 'PATCH' ? { json: {} } : {})).status, 404);
  }
  const seen = [];
  for (let i = 0; i < 4; i += 1) {
    seen.push(...names(await call('GET', 'accessPackages')), '|');
    clock.now += 1500;
  }
  // At 2, 3.5, 5 and 6.5 s: nothing yet, nothing yet, as it was created, as it was renamed.
  assert.deepEqual(seen, ['|', '|', 'one', '|', 'two', '|']);
  clock.now += 1000;
  assert.deepEqual(names(await call('GET', 'accessPackages')), []);
});

test('a rename is found under the old name until it is visible, and then under the new one', async () => {
  const { call, create, clock } = openAt({ replicationLagMs: () => (clock.now === start ? 0 : 3000) });
  const id = await create('one');
  clock.now += 1;
  await call('PATCH', `accessPackages/${id}`, { json: { displayName: 'two' } });
  const find = async (name) => names(await call('GET', `accessPackages?${filter(`displayName eq '${name}'`)}`));
  assert.deepEqual([await find('one'), await find('two')], [['one'], []]);
  clock.now += 3000;
  assert.deepEqual([await find('one'), await find('two')], [[], ['two']]);
});

test('a lag of its own for each commit: order of creation stays, and an older state never covers a newer one', async () => {
  const lags = [9000, 1000, 0];
  const { call, create, clock } = openAt({ replicationLagMs: () => lags.shift() });
  const id = await create('slow');
  await create('fast');
  await call('PATCH', `accessPackages/${id}`, { json: { displayName: 'renamed' } });
  assert.deepEqual(names(await call('GET', 'accessPackages')), ['renamed']);
  clock.now += 1000;
  assert.deepEqual(names(await call('GET', 'accessPackages')), ['renamed', 'fast']);
  clock.now += 9000;
  assert.deepEqual(names(await call('GET', 'accessPackages')), ['renamed', 'fast']);
  assert.deepEqual(lags, []);
});

test('a reset forgets what is on its way, and the seed is visible at once', async () => {
  const accessPackages = [{ displayName: 'seeded', catalogId: sales }];
  const { fake, call, create, clock } = openAt({ replicationLagMs: 1000, accessPackages });
  await create('one');
  fake.reset();
  clock.now += 2000;
  assert.deepEqual(names(await call('GET', 'accessPackages')), ['seeded']);
});

test('a lag that is no duration is told', async () => {
  assert.throws(() => open({ replicationLagMs: -1 }), { name: 'TypeError', message: /"replicationLagMs"/ });
  const { fake, call } = openAt({ replicationLagMs: () => Number.NaN });
  const { status, json } = await call('POST', 'accessPackages', { json: example });
  assert.equal(status, 500);
  assert.match(json.error.message, /"replicationLagMs" must give/);
  assert.equal(fake.accessPackages.length, 0);
});
