/**
 * The same name in two tabs of a real browser: Web Locks bring the creates together, and a note in the name of a lock tells
 * one tab what the other has made. The service takes any name twice and shows what it made late, so that nothing else could
 * keep two packages from being made.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { serveFakeGraph } from 'entra-access-packages/testing';
import { creates, launchBrowser, SALES } from './harness.mjs';

const SCRIPT = new URL('../../pkg/dist/index.js', import.meta.url);

/** How long the service takes to show what it made, in milliseconds. */
const LAG_MS = 400;

/** How long something may still be made by a tab that is gone, as the clients are told, in milliseconds. */
const SETTLE_MS = 3_000;

const ROUNDS = 4;

let browser;
let server;
let graph;

before(async () => {
  const script = await readFile(SCRIPT);
  server = createServer(({ url }, response) => {
    const isScript = url === '/index.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><title>tab</title>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  graph = await serveFakeGraph({ nameUniqueness: 'none', replicationLagMs: LAG_MS });
  browser = await launchBrowser();
});
after(() => {
  server?.close();
  return Promise.all([browser?.close(), graph?.close()]);
});

/** Two tabs of one browser, each with a client. */
async function twoTabs(t) {
  graph.fake.reset();
  const context = await browser.newContext();
  t.after(() => context.close());
  return Promise.all([openTab(context), openTab(context)]);
}

async function openTab(context) {
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const connect = () =>
    page.evaluate(
      async ({ catalog, ...connection }) => {
        const { createAccessPackageClient, init } = await import('/index.js');
        // Loading is no part of what is compared.
        await init();
        const client = createAccessPackageClient(connection);
        globalThis.steps = [];
        globalThis.create = (displayName, options) =>
          client
            .create(
              { displayName, catalog },
              { ...options, onEvent: ({ type, displayName }) => globalThis.steps.push(`${type} ${displayName}`) },
            )
            .then(
              ({ outcome, accessPackage }) => ({ outcome, id: accessPackage.id }),
              ({ code, existing, message }) => ({ outcome: code ?? message, id: existing?.id }),
            );
      },
      { graphRoot: graph.origin, token: graph.fake.issueToken(), settleMs: SETTLE_MS, catalog: { id: SALES } },
    );
  await connect();
  return {
    context,
    /** Creates, and gives how that ended, with the id of the package that was made or is in the way. */
    create: (name, options) => page.evaluate(([name, options]) => globalThis.create(name, options), [name, options]),
    /** Waits until a create has come so far. */
    step: (type, name) => page.waitForFunction((step) => globalThis.steps.includes(step), `${type} ${name}`),
    /** The names of the locks that the tabs hold. */
    locks: () => page.evaluate(async () => (await navigator.locks.query()).held.map(({ name }) => name)),
    async reload() {
      await page.reload();
      await connect();
    },
    close: () => page.close(),
  };
}

/** The ids of the packages that the service has of a name. */
const idsOf = (name) => graph.fake.accessPackages.flatMap(({ id, displayName }) => (displayName === name ? [id] : []));

/** Waits until it holds; a test that waits in vain is ended by the runner. */
async function until(holds) {
  while (!holds()) await new Promise((later) => setTimeout(later, 5));
}

test('a name at the same time in both tabs: one package, and both are told of it', async (t) => {
  const tabs = await twoTabs(t);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const name = `round ${round}`;
    const ends = await Promise.all(tabs.map((tab) => tab.create(name)));
    const [id, ...others] = idsOf(name);
    assert.deepEqual(others, [], `${name} was made more than once`);
    assert.deepEqual(
      ends.map((end) => end.id),
      [id, id],
    );
    // Whoever came so late that the first was done finds it there.
    const outcomes = ends.map(({ outcome }) => outcome).sort();
    assert.ok(['created,created', 'ERR_CONFLICT,created'].includes(outcomes.join()), outcomes.join());
  }
  assert.equal(creates(graph.fake).length, ROUNDS);
});

test('a name with a line break is not taken for a note of the name before it', async (t) => {
  const [first, second] = await twoTabs(t);
  const [short, long] = ['a', 'a\n2025 x'];
  // Without the look behind it, a create ends before the service shows what it made.
  const ends = await Promise.all([first.create(long, { verify: false }), second.create(short, { verify: false })]);
  assert.deepEqual(
    ends.map(({ outcome }) => outcome),
    ['created', 'created'],
  );
  // Each is now made by the tab that has to be told of it.
  const again = await Promise.all([first.create(short), second.create(long)]);
  assert.deepEqual([idsOf(long), idsOf(short)], [[ends[0].id], [ends[1].id]]);
  assert.deepEqual(
    again.map(({ id }) => id),
    [ends[1].id, ends[0].id],
  );
  assert.equal(creates(graph.fake).length, 2);
});

test('after a reload a tab reads the note of the other: a conflict with what that made, and nothing is sent', async (t) => {
  const [first, second] = await twoTabs(t);
  await second.create('before the reload');
  const { outcome, id } = await first.create('noted', { verify: false });
  await second.reload();
  assert.deepEqual([outcome, idsOf('noted')], ['created', [id]]);
  assert.ok(
    (await second.locks()).some((name) => name.includes(id)),
    'the note is there',
  );
  assert.deepEqual(await second.create('noted'), { outcome: 'ERR_CONFLICT', id });
  assert.deepEqual(idsOf('noted'), [id]);
});

const isSent = () => creates(graph.fake).length === 1;

for (const [when, fault, ready, ends] of [
  [
    'before it has sent anything',
    { delayMs: 6_000, match: { method: 'GET', path: 'accessPackages' } },
    () => graph.fake.requests.length === 1,
    'created',
  ],
  ['when its answer is late', { answerDelayMs: 6_000 }, () => idsOf('closed').length === 1, 'ERR_CONFLICT'],
  ['before what it made is shown', { answerDelayMs: 6_000 }, isSent, 'ERR_CONFLICT'],
  ['before what it sent is carried out', { delayMs: 1_000 }, isSent, 'ERR_CONFLICT'],
]) {
  test(`a tab that is closed ${when}: the other, which waited, ends with one package`, async (t) => {
    const [first, second] = await twoTabs(t);
    graph.fake.fail(fault);
    // Nobody is left to hear of it.
    first.create('closed').catch(() => {});
    await until(ready);
    const waiting = second.create('closed');
    await second.step('queued', 'closed');
    await first.close();
    const { outcome, id } = await waiting;
    assert.deepEqual([outcome, idsOf('closed')], [ends, [id]]);
    assert.equal(creates(graph.fake).length, 1);
  });
}

test('of three tabs the second, which had waited, is closed too: the third ends with one package', async (t) => {
  const [first, second] = await twoTabs(t);
  const third = await openTab(second.context);
  // The first is refused, and leaves in order; what the second sends is carried out when it is gone.
  graph.fake.fail({ answer: { status: 400 }, answerDelayMs: 800 });
  graph.fake.fail({ delayMs: 1_000 });
  const refused = first.create('three', { verify: false });
  await until(isSent);
  // Nobody is left to hear of it.
  second.create('three', { verify: false }).catch(() => {});
  await second.step('queued', 'three');
  const waiting = third.create('three', { verify: false });
  await third.step('queued', 'three');
  assert.equal((await refused).outcome, 'ERR_GRAPH');
  await until(() => creates(graph.fake).length === 2);
  await second.close();
  const { outcome, id } = await waiting;
  assert.deepEqual([outcome, idsOf('three')], ['ERR_CONFLICT', [id]]);
  assert.equal(creates(graph.fake).length, 2);
});

test('a tab that has to stop settling what a closed one left passes it on: the third ends with one package', async (t) => {
  const [first, second] = await twoTabs(t);
  const third = await openTab(second.context);
  graph.fake.fail({ delayMs: 2_500 });
  first.create('passed on', { verify: false }).catch(() => {});
  await until(isSent);
  const stopped = second.create('passed on', { verify: false, timeoutMs: 1_500 });
  await second.step('queued', 'passed on');
  await first.close();
  await second.step('lookingUp', 'passed on');
  const waiting = third.create('passed on', { verify: false });
  await third.step('queued', 'passed on');
  assert.equal((await stopped).outcome, 'ERR_OUTCOME_UNKNOWN');
  const { outcome, id } = await waiting;
  assert.deepEqual([outcome, idsOf('passed on')], ['ERR_CONFLICT', [id]]);
  assert.equal(creates(graph.fake).length, 1);
});
