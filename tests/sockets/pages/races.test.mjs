/** Two tabs of one portal create the same package at the same time; so do two clicks in one tab. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { serveFakeGraph } from 'entra-access-packages/testing';
import { inLanes } from '../page-support.mjs';
import { createRandom, seedOfRun } from '../random.mjs';
import { openPages } from './browser.mjs';

const RACES = 100;
const SALES = '66584aae-98bb-48cc-9458-7bee5d2a6577';

/** How far apart the tabs start at most, in milliseconds: together, or while the other is under way. */
const APART_MS = 60;

/** How many races go on at once, each on a name of its own: where packages are shown late a create takes a second. */
const AT_ONCE = 5;

const seed = seedOfRun();
const random = createRandom(seed);
let pages;
let tabs;

before(async () => {
  pages = await openPages({ script: new URL('races-page.mjs', import.meta.url) });
  tabs = [await pages.openTab(), await pages.openTab()];
});

after(() => pages?.close());

/** The id that a caller was told, as its own or as the one that has the name. */
const idTold = ({ id, existing }) => id ?? existing;

/** Lets some tabs create one package, and checks that there is one and that all of them know it. */
async function race({ server, settleMs }, displayName, callers) {
  const service = { graphRoot: server.origin, token: server.fake.issueToken(), settleMs };
  const input = { displayName, description: 'of a race', catalog: { id: SALES } };
  const start = Date.now() + 30;
  const ends = await Promise.all(
    callers.map(({ tab, clicks }) =>
      tab.evaluate(
        ([service, input, when]) => globalThis.create(service, input, when),
        [service, input, { clicks, at: start + random.integer(0, APART_MS) }],
      ),
    ),
  );
  const told = ends.flat();
  const ids = server.fake.accessPackages.filter((each) => each.displayName === displayName).map(({ id }) => id);
  const where = `SOCKET_SEED=${seed}, ${displayName}: ${JSON.stringify(told)}`;
  assert.equal(ids.length, 1, where);
  assert.deepEqual(
    told.map(idTold),
    told.map(() => ids[0]),
    where,
  );
  const posts = server.fake.requests.filter(({ method, body }) => method === 'POST' && body.includes(displayName));
  assert.equal(posts.length, 1, where);
  return told.map(({ outcome, code }) => outcome ?? code);
}

const SERVICES = [
  { name: 'names are unique', options: {}, settleMs: 1_000 },
  { name: 'names may repeat', options: { nameUniqueness: 'none' }, settleMs: 1_000 },
  {
    name: 'names may repeat, and a package is shown late',
    options: { nameUniqueness: 'none', replicationLagMs: 150 },
    settleMs: 1_000,
  },
  { name: 'names are unique, and a package is shown late', options: { replicationLagMs: 150 }, settleMs: 1_000 },
];

for (const { name, options, settleMs } of SERVICES) {
  describe(name, () => {
    let server;
    before(async () => {
      server = await serveFakeGraph(options);
    });
    after(() => server?.close());

    test(`${RACES} races of two tabs`, async (context) => {
      const ends = {};
      await inLanes(Array(RACES).keys(), AT_ONCE, async (at) => {
        const callers = tabs.map((tab) => ({ tab, clicks: 1 }));
        const outcomes = await race({ server, settleMs }, `race ${at} of tabs`, callers);
        const kind = outcomes.sort().join(' and ');
        ends[kind] = (ends[kind] ?? 0) + 1;
      });
      context.diagnostic(`seed ${seed}: ${JSON.stringify(ends)}`);
    });

    test('two clicks in one tab, and two in each of two', async () => {
      await inLanes(Array(10).keys(), AT_ONCE, async (at) => {
        await race({ server, settleMs }, `clicks ${at} in one`, [{ tab: tabs[0], clicks: 2 }]);
        const callers = tabs.map((tab) => ({ tab, clicks: 2 }));
        await race({ server, settleMs }, `clicks ${at} in two`, callers);
      });
    });
  });
}

test('a tab whose answer is lost, and another that waits for it, are told of one package', async () => {
  const server = await serveFakeGraph({ nameUniqueness: 'none' });
  try {
    for (let at = 0; at < 10; at += 1) {
      server.fake.fail({ answer: { status: 504 }, commit: { afterMs: random.integer(1, 300) } });
      await race(
        { server, settleMs: 1_500 },
        `race ${at} with a lost answer`,
        tabs.map((tab) => ({ tab, clicks: 1 })),
      );
    }
  } finally {
    await server.close();
  }
});
