/**
 * A page in the browser that the environment names: `ENGINE`, `WEBDRIVER` (the driver) and `CAPABILITIES` (JSON).
 */
import { openBrowser } from '../engines/webdriver.mjs';
import { serveSite } from './site.mjs';

const { ENGINE = 'chromium', WEBDRIVER, CAPABILITIES } = process.env;

/** Without a window, and without talking to anybody by itself. For a run by hand, which names no driver. */
const BY_HAND = {
  chromium: {
    driver: 'chromedriver',
    capabilities: { 'goog:chromeOptions': { args: ['headless=new', 'no-sandbox', 'disable-gpu', 'disable-sync'] } },
  },
  firefox: { driver: 'geckodriver', capabilities: { 'moz:firefoxOptions': { args: ['-headless'] } } },
};

/** The name of the browser engine. */
export const engine = ENGINE;

/**
 * Opens a page and waits until it has posted what it found.
 *
 * @param {{ script: URL, settings: unknown, timeoutMs: number }} options
 * @returns {Promise<any>}
 */
export async function runInPage({ script, settings, timeoutMs }) {
  const { driver, capabilities } =
    WEBDRIVER && CAPABILITIES ? { driver: WEBDRIVER, capabilities: JSON.parse(CAPABILITIES) } : BY_HAND[ENGINE];
  const site = await serveSite({ script, settings });
  const browser = await openBrowser({ driver, capabilities: { ...capabilities, acceptInsecureCerts: true } });
  let timer;
  try {
    await browser.goTo(`${site.origin}/`);
    const tooLate = new Promise((_, reject) => {
      timer = setTimeout(async () => {
        const state = await browser.evaluate('return globalThis.state ?? null').catch(String);
        reject(new Error(`the page does not come to an end: ${JSON.stringify(state)}`));
      }, timeoutMs);
    });
    const { results, failure } = await Promise.race([site.end, tooLate]);
    if (failure) throw new Error(failure);
    return results;
  } finally {
    clearTimeout(timer);
    await browser.close();
    await site.close();
  }
}
