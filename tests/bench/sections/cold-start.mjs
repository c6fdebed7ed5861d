/** From the navigation to the arrival of the request at Graph, in a context that has nothing of the page yet. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BASELINE, CANDIDATES, candidateOf, OURS, OURS_ONE_REQUEST, RIVAL } from '../candidates/index.mjs';
import { inTurn } from '../in-turn.mjs';
import { milliseconds, more, ratio, spread } from '../report/numbers.mjs';
import { now, serve } from '../serve/index.mjs';
import { spreadOf } from '../statistics.mjs';

export const name = 'cold-start';
export const about = 'from the navigation to the arrival of the request, cache off';

/** The links: as they are, and what Chromium makes of them. */
export const LINKS = {
  loopback: undefined,
  // 10 Mbit/s, in bytes a second.
  slow: { offline: false, latency: 40, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 },
};
export const LINK_TITLES = { loopback: 'on loopback', slow: 'at 10 Mbit/s and 40 ms' };

/** How long somebody fills in the form, in milliseconds. */
const FORM_MS = 1_000;

/** Those with whom a form in between is measured: a second each time. */
const WITH_FORM = [OURS, OURS_ONE_REQUEST, BASELINE, RIVAL];

/** @typedef {{ first: number, post: number, id?: string }} Arrival in milliseconds since the start, and of what */

/** Opens a page in a context of its own, and does something in it. */
async function inFreshPage(browser, link, work) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
    if (LINKS[link]) await cdp.send('Network.emulateNetworkConditions', LINKS[link]);
    let failure;
    page.on('pageerror', (error) => (failure ??= error));
    const arrival = await work(page).catch((error) => {
      throw failure ?? error;
    });
    // To its end, so that nothing of it reaches into the next.
    return { ...arrival, id: await page.evaluate(() => globalThis.created) };
  } finally {
    await context.close();
  }
}

/** @returns {Promise<Arrival>} since the navigation */
export const createAtOnce = (browser, server, link, candidate) =>
  inFreshPage(browser, link, async (page) => {
    await server.reset();
    const start = now();
    const [{ first, post }] = await Promise.all([server.arrival(), page.goto(server.pageOf(candidate, 'at-once'))]);
    return { first: first - start, post: post - start };
  });

/** @returns {Promise<Arrival>} since the press of the button */
const createAfterForm = (browser, server, link, candidate) =>
  inFreshPage(browser, link, async (page) => {
    await server.reset();
    await page.goto(server.pageOf(candidate, 'form'));
    await page.waitForFunction(() => 'ready' in globalThis);
    await sleep(FORM_MS);
    const start = now();
    const [{ first, post }] = await Promise.all([server.arrival(), page.evaluate(() => globalThis.press())]);
    return { first: first - start, post: post - start };
  });

/** @returns {Promise<{ atOnce: Record<string, Record<string, Arrival[]>>, afterForm: Record<string, Record<string, Arrival[]>> }>} by link and candidate */
export async function measure({ browser, rounds = 25, log = () => {} }) {
  const names = CANDIDATES.map((each) => each.name);
  const server = await serve(names);
  const data = { atOnce: {}, afterForm: {} };
  try {
    for (const link of Object.keys(LINKS)) {
      log(`${link}, at once`);
      const atOnce = (name) => createAtOnce(browser, server, link, name);
      data.atOnce[link] = await inTurn({ names, rounds, warmUp: 1, measure: atOnce });
      log(`${link}, with a form in between`);
      const afterForm = (name) => createAfterForm(browser, server, link, name);
      data.afterForm[link] = await inTurn({ names: WITH_FORM, rounds, measure: afterForm });
    }
  } finally {
    await server.close();
  }
  return data;
}

/** The spreads of what was measured. @param {Arrival[]} arrivals */
export const spreadsOf = (arrivals) => ({
  first: spreadOf(arrivals.map(({ first }) => first)),
  post: spreadOf(arrivals.map(({ post }) => post)),
});

function tableOf(title, note, byName) {
  const of = (name) => spreadsOf(byName[name]);
  const baseline = of(BASELINE).first.median;
  const ours = of(OURS).first.median;
  const rows = Object.keys(byName).map((name) => {
    const { title, ours: isOurs, looks } = candidateOf(name);
    const { first, post } = of(name);
    return {
      title,
      ours: isOurs,
      cells: [
        milliseconds(first.median),
        spread(first),
        more(first.median - baseline),
        ratio(first.median, ours),
        looks ? milliseconds(post.median) : 'the same',
      ],
    };
  });
  return { title, columns: ['ms', 'middle half', 'over fetch alone', '× ours', 'its POST'], rows, note };
}

/** @param {Awaited<ReturnType<typeof measure>>} data */
export const tables = (data) =>
  Object.keys(data.atOnce).flatMap((link) => [
    tableOf(
      `Cold start, ${LINK_TITLES[link]}`,
      'From the navigation to the arrival of the first request at Graph. As it comes our package looks first, and then sends the POST.',
      data.atOnce[link],
    ),
    tableOf(
      `With a form in between, ${LINK_TITLES[link]}`,
      `init() when the page starts, ${FORM_MS / 1_000} s for the form; from the press to the arrival of the first request.`,
      data.afterForm[link],
    ),
  ]);
