/** Measures, prints, and with `write` puts the figures where they are shown. */
import { launchBrowser } from '../e2e/harness.mjs';
import { barsOf } from './bars.mjs';
import { printBars, printSetting, printTables } from './report/console.mjs';
import { write } from './report/write.mjs';
import { SECTIONS } from './sections/index.mjs';
import { readSetting } from './setting.mjs';

/**
 * @param {object} options
 * @param {string[]} options.names the sections
 * @param {number} [options.rounds] of each section. Default: its own
 * @param {boolean} [options.isWritten]
 * @returns {Promise<boolean>} whether every bar is met
 */
export async function run({ names, rounds, isWritten = false }) {
  const browser = await launchBrowser();
  try {
    const setting = await readSetting(browser);
    printSetting(setting);
    const results = {};
    for (const section of SECTIONS.filter(({ name }) => names.includes(name))) {
      // The place where somebody who waits looks, not the one where the figures go.
      const log = (what) => console.error(`[bench] ${section.name}: ${what}`);
      results[section.name] = await section.measure({ browser, rounds, log });
      printTables(section.tables(results[section.name]));
    }
    const bars = barsOf(results);
    printBars(bars);
    if (isWritten) await write({ setting, results, bars });
    return bars.every(({ met }) => met);
  } finally {
    await browser.close();
  }
}
