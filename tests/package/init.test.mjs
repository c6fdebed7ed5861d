/**
 * Getting ready: where the page has nothing to do, `init` carries a call out that goes nowhere, so that the first real one
 * finds its code compiled. Nobody may notice.
 */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { EXAMPLE, forgetRealm, sharedState } from './consumer.mjs';
import { lib, open } from './service.mjs';

beforeEach(() => {
  delete globalThis.requestIdleCallback;
  forgetRealm();
  sharedState().calls = 0;
});

/** A page that has something to do until it is told otherwise. */
function busyPage() {
  const waiting = [];
  globalThis.requestIdleCallback = (callback) => waiting.push(callback);
  return { waiting, rest: () => waiting.splice(0).map((callback) => callback()) };
}

test('the rehearsal waits until the page is idle, goes nowhere and leaves nothing', async (t) => {
  const { rest, waiting } = busyPage();
  const fetched = t.mock.method(globalThis, 'fetch', () => assert.fail('nothing is sent'));
  const timers = t.mock.method(globalThis, 'setTimeout');
  await lib.init();
  assert.equal(waiting.length, 1);
  assert.equal(sharedState().calls, 0);
  rest();
  await new Promise((later) => setImmediate(later));
  await new Promise((later) => setImmediate(later));
  const shared = sharedState();
  assert.equal(shared.calls, 1, 'it was carried out');
  assert.equal(fetched.mock.callCount(), 0);
  assert.equal(shared.instance.trap, undefined);
  assert.equal(shared.rooms.size, 0);
  assert.equal(shared.lastFetch, 0, 'no number is taken that callers count by');
  for (const { result } of timers.mock.calls) assert.ok(result._destroyed, 'a timer is left');
});

test('there is one, and none where a call was faster', async () => {
  const { rest } = busyPage();
  await lib.init();
  await lib.init();
  rest();
  assert.equal(sharedState().calls, 1);
  sharedState().calls = 0;
  await lib.init();
  const { client, posts } = open();
  const creating = client.create(EXAMPLE);
  rest();
  assert.equal((await creating).outcome, 'created');
  assert.deepEqual([sharedState().calls, posts()], [1, 1]);
});

test('where nothing tells that the page is idle, there is none', async () => {
  await lib.init();
  await new Promise((later) => setImmediate(later));
  assert.equal(sharedState().calls, 0);
});

test('whatever it needs may be missing', async () => {
  const { rest } = busyPage();
  const { Response } = globalThis;
  delete globalThis.Response;
  try {
    await lib.init();
    rest();
    await new Promise((later) => setImmediate(later));
  } finally {
    globalThis.Response = Response;
  }
  assert.equal((await open().client.create(EXAMPLE)).outcome, 'created');
});
