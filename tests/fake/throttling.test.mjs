import assert from 'node:assert/strict';
import { test } from 'node:test';
import { example, open, sales } from './support.mjs';

/** A fake with a limit, and a clock that only the test moves. */
function openLimited(throttling) {
  const clock = { now: Date.UTC(2026, 0, 1) };
  const opened = open({ catalogs: [{ id: sales, displayName: 'Sales' }], now: () => clock.now, throttling });
  let count = 0;
  /** The status of a look, and `Retry-After` where it is refused. */
  const look = async () => {
    const { status, headers } = await opened.call('GET', 'catalogs');
    return status === 429 ? [status, headers.get('Retry-After')] : [status];
  };
  const create = () => {
    count += 1;
    return opened.call('POST', 'accessPackages', { json: { ...example, displayName: `p${count}` } });
  };
  return { ...opened, clock, look, create };
}

test('what exceeds the limit in the window is 429, and waiting as told is enough, but not a second less', async () => {
  const { clock, look } = openLimited({ limit: 2, windowMs: 10_000 });
  assert.deepEqual(await look(), [200]);
  clock.now += 4500;
  assert.deepEqual(await look(), [200]);
  // Two seconds into the window of the second, whose place is the one that frees: the refused one counts too.
  clock.now += 2000;
  assert.deepEqual(await look(), [429, '8']);
  clock.now += 8000;
  assert.deepEqual(await look(), [200]);
});

test('the window rolls', async () => {
  const { clock, look } = openLimited({ limit: 2, windowMs: 10_000, countsRefused: false });
  await look();
  clock.now += 6000;
  await look();
  assert.deepEqual(await look(), [429, '4']);
  clock.now += 3999;
  assert.deepEqual(await look(), [429, '1']);
  clock.now += 1;
  assert.deepEqual(await look(), [200]);
  assert.deepEqual(await look(), [429, '6']);
});

test('whoever repeats at once stays outside, where refused requests count', async () => {
  const { clock, look } = openLimited({ limit: 1, windowMs: 2000 });
  await look();
  for (let i = 0; i < 5; i += 1) {
    clock.now += 1000;
    assert.deepEqual(await look(), [429, '2']);
  }
});

test('a 429 of the limit is the documented one, and the refused create is not done', async () => {
  const { fake, create } = openLimited({ limit: 1, windowMs: 10_000 });
  assert.equal((await create()).status, 201);
  const { json } = await create();
  assert.equal(json.error.code, 'TooManyRequests');
  assert.equal(json.error.message, 'Please retry again later.');
  const { code, status, message } = json.error.innerError;
  assert.deepEqual([code, status, message], ['429', '429', 'Please retry after']);
  assert.equal(fake.accessPackages.length, 1);
  assert.deepEqual(
    fake.requests.map(({ status: seen, created }) => [seen, created !== undefined]),
    [
      [201, true],
      [429, false],
    ],
  );
});

test('commit: before does the work and says 429 all the same', async () => {
  const { fake, create } = openLimited({ limit: 1, windowMs: 10_000, commit: 'before' });
  await create();
  assert.equal((await create()).status, 429);
  assert.equal(fake.accessPackages.length, 2);
  assert.equal(fake.requests.at(-1).created, fake.accessPackages.at(-1).id);
});

for (const [retryAfter, seen] of [
  [null, null],
  [7, '7'],
  ['soon', 'soon'],
  ['Wed, 21 Oct 2026 07:28:00 GMT', 'Wed, 21 Oct 2026 07:28:00 GMT'],
  [['1', '120'], '1, 120'],
  ['window', '10'],
]) {
  test(`retryAfter ${JSON.stringify(retryAfter)} is Retry-After: ${seen}`, async () => {
    const { look } = openLimited({ limit: 1, windowMs: 10_000, retryAfter });
    await look();
    assert.deepEqual(await look(), [429, seen]);
  });
}

test('applies: writes leaves reads alone and does not count them', async () => {
  const { look, create } = openLimited({ limit: 1, windowMs: 10_000, applies: 'writes' });
  await look();
  await look();
  assert.equal((await create()).status, 201);
  assert.equal((await create()).status, 429);
  assert.deepEqual(await look(), [200]);
});

test('a penalty refuses everything for its time, and begins anew only where it extends', async () => {
  for (const [penaltyExtends, last] of [
    [false, [200]],
    [true, [429, '30']],
  ]) {
    const rules = { limit: 1, windowMs: 1000, countsRefused: false, penaltyMs: 30_000, penaltyExtends };
    const { clock, look } = openLimited(rules);
    await look();
    assert.deepEqual(await look(), [429, '30']);
    clock.now += 20_000;
    assert.deepEqual(await look(), [429, penaltyExtends ? '30' : '10']);
    clock.now += 10_000;
    assert.deepEqual(await look(), last);
  }
});

test('preflights and what a fault keeps from the service do not count', async () => {
  const { fake, look } = openLimited({ limit: 1, windowMs: 10_000 });
  fake.fail({ answer: { status: 503 }, match: {} });
  assert.deepEqual(await look(), [503]);
  const preflight = {
    ...{ method: 'OPTIONS', url: `${fake.graphRoot}/v1.0/me`, text: async () => '' },
    headers: new Headers({ Origin: 'https://portal.example', 'Access-Control-Request-Method': 'GET' }),
    signal: new AbortController().signal,
  };
  assert.equal((await fake.handle(preflight)).status, 204);
  assert.deepEqual(await look(), [200]);
  assert.deepEqual(await look(), [429, '10']);
});

test('a fault may damage the 429 of the limit on its way, and is used up by it', async () => {
  const { fake, look } = openLimited({ limit: 1, windowMs: 10_000 });
  await look();
  fake.fail({ delivery: 'withoutCors', match: {} });
  await assert.rejects(look(), TypeError);
  assert.deepEqual(await look(), [429, '10']);
});

test('a reset empties the window', async () => {
  const { fake, look } = openLimited({ limit: 1, windowMs: 10_000, penaltyMs: 60_000 });
  await look();
  await look();
  fake.reset();
  assert.deepEqual(await look(), [200]);
});

const good = { limit: 1, windowMs: 1 };
for (const throttling of [
  1,
  {},
  { limit: 0, windowMs: 1 },
  { limit: 1, windowMs: -1 },
  { ...good, retryAfter: 'a\r\nb' },
  { ...good, retryAfter: [1] },
  { ...good, applies: 'reads' },
  { ...good, commit: 'after' },
  { ...good, penaltyMs: '1' },
  { ...good, penaltyExtends: 1 },
  { ...good, penalty: 1 },
]) {
  test(`throttling: ${JSON.stringify(throttling)} is a TypeError`, () => {
    assert.throws(() => open({ throttling }), TypeError);
  });
}
