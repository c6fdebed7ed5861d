import assert from 'node:assert/strict';
import { test } from 'node:test';
import { example, open } from './support.mjs';

/** How long something took, in milliseconds. */
async function timed(work) {
  const began = performance.now();
  const value = await work();
  return { value, ms: performance.now() - began };
}

// Timers may fire up to a millisecond early by this clock; how late they are is the machine's business.
const atLeast = (ms, least) => assert.ok(ms >= least - 2, `${ms} ms, at least ${least}`);

test('the service works for a while, and an answer travels both ways', async () => {
  const { call } = open({ latencyMs: 40, networkMs: 20 });
  const { value, ms } = await timed(() => call('GET', 'catalogs'));
  assert.equal(value.status, 200);
  atLeast(ms, 80);
});

test('what is throttled is refused without work', async () => {
  const asked = [];
  const latencyMs = () => {
    asked.push('work');
    return 0;
  };
  const networkMs = () => {
    asked.push('way');
    return 5;
  };
  const { call } = open({ latencyMs, networkMs, throttling: { limit: 1, windowMs: 60_000 } });
  assert.equal((await call('GET', 'catalogs')).status, 200);
  assert.deepEqual(asked.splice(0), ['way', 'work', 'way']);
  const { value, ms } = await timed(() => call('GET', 'catalogs'));
  assert.equal(value.status, 429);
  assert.deepEqual(asked, ['way', 'way']);
  atLeast(ms, 10);
});

test('the limit counts requests when they arrive, however long the work takes', async () => {
  const { call } = open({ latencyMs: 50, throttling: { limit: 2, windowMs: 60_000 } });
  const statuses = await Promise.all([1, 2, 3].map(() => call('GET', 'catalogs').then(({ status }) => status)));
  assert.deepEqual(statuses, [200, 200, 429]);
});

test('a reset lets go of what is being worked on', async () => {
  const { fake, call } = open({ latencyMs: 20 });
  const create = call('POST', 'accessPackages', { json: example });
  await new Promise((resolve) => setTimeout(resolve, 5));
  fake.reset();
  assert.equal((await create).status, 503);
  assert.equal(fake.accessPackages.length, 5);
  const travelling = open({ networkMs: 20 });
  const lost = travelling.call('POST', 'accessPackages', { json: example });
  await new Promise((resolve) => setTimeout(resolve, 5));
  travelling.fake.reset();
  await assert.rejects(lost, TypeError);
  assert.equal(travelling.fake.accessPackages.length, 5);
});

test('times that no timer can wait are errors', () => {
  for (const name of ['latencyMs', 'networkMs']) {
    for (const value of [-1, Number.NaN, 2 ** 31, '5', null]) {
      assert.throws(() => open({ [name]: value }), new RegExp(name), `${name}: ${value}`);
    }
  }
});
