/**
 * Set-up: finds what the commands need, gets what is missing, does nothing twice. What it finds it puts into
 * the environment of this process (PATH, RUSTUP_TOOLCHAIN), so that every child uses it.
 */
import { inRoot } from '../lib/paths.mjs';
import { prependPath, which } from '../lib/processes.mjs';
import { setUpBrowsers } from './browsers.mjs';
import { setUpNpmPackages } from './npm-packages.mjs';
import { setUpRust } from './rust.mjs';
import { readToolchain } from './toolchain.mjs';
import { setUpTool } from './tools.mjs';

/** @typedef {(what: string, state: string) => void} Report */

/** @type {Report} */
export const reportLine = (what, state) => console.log(`[set-up] ${what}: ${state}`);

/** @type {Report} */
export const reportWorkOnly = (what, state) => {
  if (state !== 'ready') reportLine(what, state);
};

/**
 * Sets up what building needs and, for tests, browsers with their drivers.
 *
 * @param {{ report?: Report, engines?: import('./browsers.mjs').Engine[] }} [options]
 * @returns {Promise<{ browsers: import('./browsers.mjs').Browsers }>}
 */
export async function setUp({ report = reportLine, engines = [] } = {}) {
  const toolchain = await readToolchain();
  await setUpNpmPackages(report);
  // Before everything else: wasm-opt comes from there.
  prependPath(inRoot('node_modules', '.bin'));
  await setUpRust(toolchain.rust, report);
  await setUpTool({ name: 'wasm-pack', version: toolchain['wasm-pack'], report });
  await setUpTool({ name: 'wasm-bindgen-cli', version: toolchain['wasm-bindgen-cli'], report });
  const browsers = await setUpBrowsers(engines, report);
  if (browsers.firefox) {
    await setUpTool({ name: 'geckodriver', version: toolchain.geckodriver, report });
    browsers.firefox.driver = which('geckodriver') ?? browsers.firefox.driver;
  }
  return { browsers };
}
