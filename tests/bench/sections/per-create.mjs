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

/** Opens everybody's page, each in a context of its own. */
async function openPages(browser, server, names, { stubbed }) {
  const pages = new Map();
  for (const name of names) {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    if (stubbed) await context.addInitScript({ path: STUB });
    const page = await context.newPage();
    await page.goto(server.pageOf(name, 'warm'));
    await page.waitForFunction(() => 'ready' in globalThis);
    pages.set(name, page);
  }
  return pages;
}

/** @returns {Promise<{ network: Record<string, number[]>, work: Record<string, number[]> }>} by candidate, in milliseconds a create */
export async function measure({ browser, rounds = 30, log = () => {} }) {
  const names = CANDIDATES.map((each) => each.name);
  const server = await serve(names);
  const inPages = async (stubbed, block) => {
    const pages = await openPages(browser, server, names, { stubbed });
    const createMany = (name, round) =>
      // On the network every package has a name of its own, as it must.
      pages
        .get(name)
        .evaluate(
          ([count, prefix]) => globalThis.createMany(count, prefix),
          [block, stubbed ? undefined : `${name} ${round}`],
        );
    const measured = await inTurn({
      names,
      rounds,
      warmUp: WARM_UP,
      async measure(name, round) {
        if (!stubbed) await server.reset();
        return createMany(name, round);
      },
    });
    for (const page of pages.values()) await page.context().close();
    return measured;
  };
  try {
    log('over the network');
    const network = await inPages(false, NETWORK_BLOCK);
    log('in the page');
    const work = await inPages(true, WORK_BLOCK);
    return { network, work };
  } finally {
    await server.close();
  }
}

/** @param {Awaited<ReturnType<typeof measure>>} data */
export function tables({ network, work }) {
  const rowsOf = (byName, show) => {
    const ours = spreadOf(byName[OURS_ONE_REQUEST]).median;
    return Object.keys(byName).map((name) => {
      const { title, ours: isOurs } = candidateOf(name);
      const each = spreadOf(byName[name]);
      const over = differenceOf(byName[name], byName[BASELINE]);
      return {
        title,
        ours: isOurs,
        cells: [
          show(each.median),
          spread(each, show),
          more(over.median, show),
          spread(over, show),
          ratio(each.median, ours),
        ],
      };
    });
  };
  return [
    {
      title: 'One create over the network',
      columns: ['ms', 'middle half', 'over fetch alone', 'its middle half', '× ours, verify: false'],
      rows: rowsOf(network, (ms) => milliseconds(ms, 2)),
      note: `A Graph on loopback behind TLS, a warm page; each measurement is ${NETWORK_BLOCK} creates, one after the other. As it comes our package sends three requests, a look before and one after; with verify: false it sends one, as all others do.`,
    },
    {
      title: 'Work in the page for one create',
      columns: ['µs', 'middle half', 'over fetch alone', 'its middle half', '× ours, verify: false'],
      rows: rowsOf(work, microseconds),
      note: `No network: fetch has its answer ready. Each measurement is ${WORK_BLOCK} creates, one after the other.`,
    },
  ];
}
