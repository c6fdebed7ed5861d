/** The browsers and drivers that tests use: found, installed with apt where that is possible, or asked for. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isExecutable, run, which } from '../lib/processes.mjs';
import { installWithApt } from './apt.mjs';
import { SetupError } from './problem.mjs';

/** @typedef {'chromium' | 'firefox' | 'webkit'} Engine */

/**
 * @typedef {object} Browser
 * @property {string} driver the WebDriver program; for Firefox it is geckodriver, which `tools.mjs` sets up
 * @property {string} [browser] the browser itself, where the driver is told which
 * @property {string} [display] xvfb-run, for a browser that has no headless mode
 * @property {string} [version] as the browser tells it; WebKit's driver tells none
 */

/** @typedef {Partial<Record<Engine, Browser>>} Browsers */

const MAC = process.platform === 'darwin';
const application = (name) => [`/Applications/${name}.app/Contents/MacOS/${name}`].filter(() => MAC);

/** What a program says about its version, or `undefined` when it does not run: Ubuntu has stubs that only print advice. */
async function versionOf(file) {
  const { code, stdout } = await run(file, ['--version'], { timeoutMs: 30_000 });
  return code === 0 ? stdout.match(/\d+\.[\d.]+/)?.[0] : undefined;
}

/** The first of several programs that runs, with its version. */
async function firstThatRuns(files) {
  for (const file of files) {
    const version = isExecutable(file) && (await versionOf(file));
    if (version) return { file, version };
  }
  return undefined;
}

/** Every place of these names on PATH, in the order of the names. */
const everywhere = (names) => names.map((name) => which(name)).filter(Boolean);

/** Chromium or Chrome; `CHROMIUM` in the environment says which. */
export function findChromium() {
  return firstThatRuns([
    ...[process.env.CHROMIUM].filter(Boolean),
    ...everywhere(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']),
    '/snap/bin/chromium',
    ...application('Chromium'),
    ...application('Google Chrome'),
  ]);
}

/** @returns {Promise<Browser | string>} a string says what is wrong */
async function chromium() {
  const browser = await findChromium();
  if (!browser) return 'Chromium or Chrome';
  const drivers = everywhere(['chromedriver', 'chromium.chromedriver']);
  const major = (version) => version.split('.')[0];
  for (const candidate of [...drivers, '/usr/lib/chromium-browser/chromedriver', '/usr/lib/chromium/chromedriver']) {
    const driver = await firstThatRuns([candidate]);
    // A driver of another major version refuses to start the browser.
    if (driver && major(driver.version) === major(browser.version)) {
      return { driver: driver.file, browser: browser.file, version: browser.version };
    }
  }
  return `chromedriver ${major(browser.version)} (for ${browser.file})`;
}

/** @returns {Promise<Browser | string>} */
async function firefox() {
  const found = await firstThatRuns([
    ...[process.env.FIREFOX].filter(Boolean),
    ...everywhere(['firefox-esr', 'firefox']),
    ...application('Firefox').map((file) => file.replace(/Firefox$/, 'firefox')),
  ]);
  return found ? { driver: 'geckodriver', browser: found.file, version: found.version } : 'Firefox';
}

/** @returns {Promise<Browser | string>} */
async function webkit() {
  if (MAC) {
    return existsSync('/usr/bin/safaridriver') ? { driver: '/usr/bin/safaridriver' } : 'Safari with safaridriver';
  }
  const driver = which('WebKitWebDriver');
  if (!driver) return 'WebKitWebDriver (Debian: webkit2gtk-driver)';
  const display = which('xvfb-run');
  if (!display) return 'xvfb-run (Debian: xvfb)';
  return { driver, display };
}

const FINDERS = { chromium, firefox, webkit };

const WEBKIT_PACKAGES = ['webkit2gtk-driver', 'xvfb', 'xauth'];

/** Debian packages by engine. Ubuntu's chromium and firefox are snap stubs, so there it is WebKit alone. */
const PACKAGES = {
  debian: { chromium: ['chromium', 'chromium-driver'], firefox: ['firefox-esr'], webkit: WEBKIT_PACKAGES },
  ubuntu: { webkit: WEBKIT_PACKAGES },
};

function distributionPackages() {
  const file = '/etc/os-release';
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const ids = [...text.matchAll(/^ID(?:_LIKE)?=(.*)$/gm)].flatMap(([, value]) => value.replaceAll('"', '').split(' '));
  return PACKAGES[['ubuntu', 'debian'].find((id) => ids.includes(id)) ?? ''] ?? {};
}

/**
 * Finds the browsers of these engines, or installs them.
 *
 * @param {Engine[]} engines
 * @param {import('./index.mjs').Report} report
 * @returns {Promise<Browsers>}
 */
export async function setUpBrowsers(engines, report) {
  const find = () =>
    Promise.all(engines.map(async (engine) => /** @type {const} */ ([engine, await FINDERS[engine]()])));
  const isMissing = ([, found]) => typeof found === 'string';
  let results = await find();
  const available = distributionPackages();
  const packages = results.filter(isMissing).flatMap(([engine]) => available[engine] ?? []);
  if (packages.length > 0 && (await installWithApt(packages, report))) results = await find();
  const missing = results.filter(isMissing).map(([, what]) => what);
  if (missing.length > 0) {
    throw new SetupError(
      `The browser tests need ${missing.join(' and ')}: install what is missing, then run this again.`,
    );
  }
  for (const [engine, { version, browser, driver }] of results) {
    report([engine, version, `(${path.basename(browser ?? driver)})`].filter(Boolean).join(' '), 'ready');
  }
  // Tests that start the browser themselves take it from here.
  const browsers = Object.fromEntries(results);
  if (browsers.chromium) process.env.CHROMIUM = browsers.chromium.browser;
  return browsers;
}
