/** An abort, and a time that is over, in every state of a create, over real sockets, in one browser. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serveFakeGraph } from 'entra-access-packages/testing';
import { engine, runInPage } from '../engine.mjs';
import { quantile } from '../table.mjs';

/** How late a call may settle, in milliseconds, beyond what the page is late anyhow. */
const LATE_MAX = 50;

const SAMPLES = 25;

const POST = { method: 'POST', path: 'accessPackages' };
const LOOK = { method: 'GET' };

/**
 * Where a create can be when it is interrupted. `faults` hold it there; `sent` says whether its POST is on its way,
 * so that an abort must not be told as if nothing had happened.
 */
const STATES = {
  'the queue of its name': { faults: [{ delivery: 'hang', match: POST }], sent: false },
  token: { faults: [], sent: false },
  'the look before, its headers': { faults: [{ delivery: 'hang', match: LOOK }], sent: false },
  'the look before, its body': { faults: [{ delivery: 'stall', match: LOOK }], sent: false },
  'the POST, its headers': { faults: [{ delivery: 'hang', match: POST }], sent: true },
  'the POST, its body': { faults: [{ answer: { status: 504 }, delivery: 'stall', match: POST }], sent: true },
  'a pause that Graph asked for': { faults: [{ answer: { status: 429, retryAfter: 20 }, match: POST }], sent: true },
  'the wait before another look': { faults: [{ answer: { status: 504 }, match: POST }], sent: true },
  'the look after a lost answer': {
    faults: [
      { delivery: 'whole', match: LOOK },
      { answer: { status: 504 }, match: POST },
      { delivery: 'hang', match: LOOK, times: 5 },
    ],
    sent: true,
  },
};

let server;
let results;

/** Faults of a sample strike its own requests only. */
function arm(state, mark) {
  for (const { match, ...fault } of STATES[state].faults) {
    const own = match.method === 'GET' ? { query: new RegExp(mark) } : { body: mark };
    server.fake.fail({ ...fault, match: { ...match, ...own } });
  }
}

before(async () => {
  server = await serveFakeGraph();
  const samples = (kind) =>
    Object.keys(STATES).flatMap((state, group) =>
      Array.from({ length: SAMPLES }, (_, at) => ({ kind, state, mark: `${kind}${group}n${at}x` })),
    );
  const aborts = samples('abort');
  const deadlines = samples('deadline');
  for (const { state, mark } of [...aborts, ...deadlines]) arm(state, mark);
  results = await runInPage({
    script: new URL('interrupt-page.mjs', import.meta.url),
    settings: { origin: server.origin, token: server.fake.issueToken(), aborts, deadlines },
    timeoutMs: 200_000,
  });
});

after(() => server?.close());

const of = (kind, state) => results.filter((each) => each.kind === kind && each.state === state);

/** Checks what is late against what a bare timer of the same page was late at the same moments. */
function checkLateness(context, samples) {
  assert.equal(samples.length, SAMPLES);
  const late = quantile(
    samples.map(({ late }) => late),
    0.99,
  );
  const idle = quantile(
    samples.map(({ idleLate }) => idleLate),
    0.99,
  );
  context.diagnostic(`p99 ${late.toFixed(1)} ms, a bare timer ${idle.toFixed(1)} ms`);
  assert.ok(late <= LATE_MAX + idle, `${late} ms late, a bare timer ${idle} ms`);
}

for (const [state, { sent }] of Object.entries(STATES)) {
  test(`${engine}: abort in: ${state}`, (context) => {
    const samples = of('abort', state);
    for (const { told, cause, fetchesAfter } of samples) {
      if (sent) assert.deepEqual([told.code, told.reason, cause], ['ERR_OUTCOME_UNKNOWN', 'aborted', 'AbortError']);
      else assert.deepEqual([told.code, told.name], [undefined, 'AbortError']);
      assert.equal(told.ticket !== undefined, sent);
      assert.equal(fetchesAfter, 0, 'no fetch starts after an abort');
    }
    checkLateness(context, samples);
  });

  test(`${engine}: time over in: ${state}`, (context) => {
    const samples = of('deadline', state);
    for (const { told, fetchesAfter } of samples) {
      assert.notEqual(told.code, undefined, JSON.stringify(told));
      assert.equal(fetchesAfter, 0, 'no fetch starts after the time is over');
    }
    checkLateness(context, samples);
  });
}
