/** Interrupts creates in the states that its settings name, and measures how long they take to settle. */
import { inLanes, runPage, told } from '/support.mjs';

/** How long a create of a `deadline` may take, and how long after the last step an abort comes, in milliseconds. */
const TIMEOUT_MS = 400;
const PAUSE_MS = 25;

const SALES = '66584aae-98bb-48cc-9458-7bee5d2a6577';

const fetches = [];
const { fetch } = globalThis;
globalThis.fetch = (resource, init) => {
  fetches.push({ at: performance.now(), text: `${resource?.url ?? resource} ${init?.body ?? ''}` });
  return fetch(resource, init);
};
// Only now: it may keep the `fetch` that it finds.
const { createAccessPackageClient } = await import('/dist/index.js');

/** A promise, and what settles it. */
function deferred() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** The state in which another create of the same name is under way. */
const QUEUE = 'the queue of its name';

/** When a create has come to where it is to be interrupted. */
const ARRIVAL = {
  [QUEUE]: ({ type }) => type === 'queued',
  token: () => false,
  'the look before, its headers': ({ type }) => type === 'lookingUp',
  'the look before, its body': ({ type }) => type === 'lookingUp',
  'the POST, its headers': ({ type }) => type === 'sending',
  'the POST, its body': ({ type }) => type === 'sending',
  'a pause that Graph asked for': ({ type }) => type === 'waiting',
  'the wait before another look': ({ type, reason }) => type === 'waiting' && reason === 'ambiguous',
  'the look after a lost answer': ({ type, reason }) => type === 'lookingUp' && reason === 'ambiguous',
};

runPage(async ({ origin, token, aborts, deadlines }) => {
  const results = [];

  /** Starts a create and says when it has arrived. */
  function start({ state, mark }, options) {
    const arrived = deferred();
    const client = createAccessPackageClient({
      graphRoot: origin,
      settleMs: 10_000,
      getToken() {
        if (state !== 'token') return token;
        arrived.resolve();
        return new Promise(() => {});
      },
    });
    const onEvent = (event) => ARRIVAL[state](event) && arrived.resolve();
    const input = { displayName: mark, catalog: { id: SALES } };
    const other = new AbortController();
    if (state === QUEUE) client.create(input, { signal: other.signal }).catch(() => {});
    const settled = client.create(input, { ...options, onEvent }).then(
      ({ outcome }) => ({ told: { outcome }, settledAt: performance.now() }),
      (error) => ({ told: told(error), cause: error?.cause?.name, settledAt: performance.now() }),
    );
    settled.then(() => other.abort());
    return { arrived: arrived.promise, settled };
  }

  const finish = (sample, from, dueAt, end, idleLate) =>
    results.push({ ...sample, ...end, late: end.settledAt - dueAt, idleLate, from });

  /** How late a timer of this length is. */
  async function lateness(ms) {
    const start = performance.now();
    await new Promise((then) => setTimeout(then, ms));
    return performance.now() - start - ms;
  }

  await inLanes(aborts, 1, async (sample) => {
    const controller = new AbortController();
    const { arrived, settled } = start(sample, { signal: controller.signal });
    globalThis.state = { sample };
    await arrived;
    await new Promise((then) => setTimeout(then, PAUSE_MS));
    const abortedAt = performance.now();
    const idle = lateness(0);
    controller.abort();
    finish(sample, abortedAt, abortedAt, await settled, await idle);
  });

  await inLanes(deadlines, 5, async (sample) => {
    globalThis.state = { sample };
    const startedAt = performance.now();
    const idle = lateness(TIMEOUT_MS);
    const { settled } = start(sample, { timeoutMs: TIMEOUT_MS });
    const end = await settled;
    finish(sample, end.settledAt, startedAt + TIMEOUT_MS, end, await idle);
  });

  await new Promise((then) => setTimeout(then, 500));
  for (const result of results) {
    // A mark ends with an x, so that none is part of another.
    const own = fetches.filter(({ text }) => text.includes(result.mark));
    result.fetchesAfter = own.filter(({ at }) => at > result.from).length;
  }
  return results;
});
