/** What one create costs once the page is warm: over the network, and in the page alone. */
import { fileURLToPath } from 'node:url';
import { BASELINE, CANDIDATES, candidateOf, OURS_ONE_REQUEST } from '../candidates/index.mjs';
import { inTurn } from '../in-turn.mjs';
import { microseconds, milliseconds, more, ratio, spread } from '../report/numbers.mjs';
import { serve } from '../serve/index.mjs';
import { differenceOf, spreadOf } from '../statistics.mjs';

export const name = 'per-create';
export const about = 'the time of one create over that of fetch alone, and the work in the page';

/** How many creates are one measurement, and how many rounds warm up. */
const NETWORK_BLOCK = 20;
const WORK_BLOCK = 200;
const WARM_UP = 3;

/** Takes the network out of a page. */
export const STUB = fileURLToPath(new URL('../page/stub.js', import.meta.url));

/**
 * A create, in milliseconds.
 *
 * @typedef {object} Cost
 * @property {number} elapsed until it was done
 * @property {number} worked how long the page's main thread had the processor meanwhile
 */

/** Opens a page in a context of its own. @returns {Promise<(count: number, prefix: string) => Promise<Cost>>} */
async function openPage(browser, url, { stubbed }) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  if (stubbed) await context.addInitScript({ path: STUB });
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => 'ready' in globalThis);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  const threadTime = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'ThreadTime')?.value ?? Number.NaN) * 1_000;
  };
  return async (count, prefix) => {
    const before = await threadTime();
    const elapsed = await page.evaluate(([count, prefix]) => globalThis.createMany(count, prefix), [count, prefix]);
    return { elapsed, worked: ((await threadTime()) - before) / count };
  };
}

/** Everybody in turn, each in a page that stays. @returns {Promise<Record<string, Cost[]>>} */
async function measurePages({ browser, server, rounds, stubbed, block }) {
  const names = CANDIDATES.map((each) => each.name);
  const pages = new Map();
  for (const name of names) pages.set(name, await openPage(browser, server.pageOf(name, 'warm'), { stubbed }));
  const measured = await inTurn({
    names,
    rounds,
    warmUp: WARM_UP,
    async measure(name, round) {
      await server.reset();
      return pages.get(name)(block, `round ${round}, no.`);
    },
  });
  for (const context of browser.contexts()) await context.close();
  return measured;
}

/** @returns {Promise<{ network: Record<string, Cost[]>, work: Record<string, Cost[]> }>} by candidate */
export async function measure({ browser, rounds = 30, log = () => {} }) {
  const server = await serve(CANDIDATES.map((each) => each.name));
  try {
    log('over the network');
    const network = await measurePages({ browser, server, rounds, stubbed: false, block: NETWORK_BLOCK });
    log('in the page');
    const work = await measurePages({ browser, server, rounds, stubbed: true, block: WORK_BLOCK });
    return { network, work };
  } finally {
    await server.close();
  }
}

/** The spread of a candidate, and that of what it takes more than fetch alone in the same round. */
export function costOf(byName, name, what) {
  const values = (name) => byName[name].map((cost) => cost[what]);
  return { own: spreadOf(values(name)), over: differenceOf(values(name), values(BASELINE)) };
}

/** Of the network section it counts how long it took, of the work how much of it was work. */
export const overNetwork = ({ network }, name) => costOf(network, name, 'elapsed');
export const inPage = ({ work }, name) => costOf(work, name, 'worked');

function rowOf({ name, of, show, more: further = [] }) {
  const { title, ours } = candidateOf(name);
  const { own, over } = of(name);
  const cells = [show(own.median), spread(own, show), more(over.median, show), spread(over, show)];
  return { title, ours, cells: [...cells, ratio(own.median, of(OURS_ONE_REQUEST).own.median), ...further] };
}

/** @param {Awaited<ReturnType<typeof measure>>} data */
export function tables(data) {
  const columns = ['middle half', 'over fetch alone', 'its middle half', '× ours, verify: false'];
  const names = Object.keys(data.network);
  return [
    {
      title: 'One create over the network',
      columns: ['ms', ...columns],
      rows: names.map((name) =>
        rowOf({ name, of: (name) => overNetwork(data, name), show: (ms) => milliseconds(ms, 2) }),
      ),
      note: `A Graph on loopback behind TLS, a warm page; each measurement is ${NETWORK_BLOCK} creates, one after the other. As it comes our package sends three requests, a look before and one after; with verify: false it sends one, as all others do.`,
    },
    {
      title: 'Work in the page for one create',
      columns: ['µs', ...columns, 'till it was done, µs'],
      rows: names.map((name) =>
        rowOf({
          name,
          of: (name) => inPage(data, name),
          show: microseconds,
          more: [microseconds(costOf(data.work, name, 'elapsed').own.median)],
        }),
      ),
      note: `No network: fetch has its answer ready. The time for which the page’s main thread had the processor; what it waits for, such as locks that all tabs share, is in the last column only. Each measurement is ${WORK_BLOCK} creates, one after the other.`,
    },
  ];
}
