/** Chromium with pages of one origin, driven by Playwright. */
import { launchBrowser } from '../../e2e/harness.mjs';
import { serveSite } from '../site.mjs';

/**
 * Opens a browser and a site.
 *
 * @param {Parameters<typeof serveSite>[0]} options
 */
export async function openPages(options) {
  const site = await serveSite(options);
  const browser = await launchBrowser();
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  return {
    /** A tab, as soon as its script has said that it is ready. Tabs share their origin, and so its locks. */
    async openTab() {
      const page = await context.newPage();
      await page.goto(site.origin);
      await page.waitForFunction(() => 'ready' in globalThis);
      return page;
    },
    async close() {
      await browser.close();
      await site.close();
    },
  };
}
