/** The suites of `npm test`, in the order in which they run. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../lib/paths.mjs';
import { fromCargo, fromExitCode, fromTap } from './counts.mjs';

/**
 * @typedef {object} Step
 * @property {string} command
 * @property {string[]} args
 * @property {NodeJS.ProcessEnv} [env] added to ours
 * @property {(output: string, code: number) => import('./counts.mjs').Counts} count
 */

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {string} about
 * @property {import('../setup/browsers.mjs').Engine[]} engines browsers that it needs
 * @property {(browsers: import('../setup/browsers.mjs').Browsers) => Step[]} steps
 */

/** How long one file of tests may take, in milliseconds, so that one that hangs is named. */
const FILE_TIMEOUT_MS = 300_000;

const WASM32 = ['--target', 'wasm32-unknown-unknown'];

/** A command that says all by its exit code. */
const check = (command, args, env) => ({ command, args, env, count: fromExitCode });

/** The test files below a folder. Found here because Node's own rules for a folder differ between versions. */
function testFiles(folder) {
  return readdirSync(inRoot(folder), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.test.mjs') && !name.split(path.sep).includes('node_modules'))
    .map((name) => path.join(folder, name))
    .sort();
}

/** The fixtures have tests of their own, for other runners. */
const MATRIX_FILES = ['matrix', 'side-effects', 'cold'].map((name) => `tests/matrix/${name}.test.mjs`);

/** @returns {Suite} */
const nodeSuite = (name, about, folder, engines = []) => ({
  name,
  about,
  engines,
  steps: () => [
    // Without this the files of a child run report to the parent run when `npm test` is itself under test.
    {
      command: 'node',
      args: ['--test', '--test-reporter=tap', `--test-timeout=${FILE_TIMEOUT_MS}`, ...testFiles(folder)],
      env: { NODE_TEST_CONTEXT: undefined },
      count: fromTap,
    },
  ],
});

/** Where wasm-bindgen's runner finds the capabilities to ask a driver for. One file an engine: drivers refuse foreign ones. */
export const capabilitiesFile = (engine) => inRoot('target', `webdriver-${engine}.json`);

/** Capabilities for a driver: which browser, and no chatter with its maker. */
export function capabilities(engine, { browser }) {
  if (engine === 'firefox') return { 'moz:firefoxOptions': { binary: browser } };
  if (engine !== 'chromium') return {};
  const args = ['disable-gpu', 'disable-background-networking', 'disable-component-update', 'disable-sync'];
  return { 'goog:chromeOptions': { binary: browser, args } };
}

/**
 * The crate's browser tests in one engine, run by wasm-pack.
 *
 * @param {import('../setup/browsers.mjs').Engine} engine
 * @param {string} wasmPackName what wasm-pack calls the browser
 * @param {string} driverOption
 * @returns {Suite}
 */
const wasmSuite = (engine, wasmPackName, driverOption) => ({
  name: `wasm-${engine}`,
  about: `the crate in ${engine}, by wasm-pack`,
  engines: [engine],
  steps: ({ [engine]: browser }) => {
    const wasmPack = ['wasm-pack', 'test', '--mode', 'no-install', '--headless', `--${wasmPackName}`];
    const driver = [`--${driverOption}`, browser.driver];
    const [command, ...args] = [...(browser.display ? [browser.display, '-a'] : []), ...wasmPack, ...driver];
    return [
      {
        command,
        args,
        env: {
          WASM_BINDGEN_TEST_TIMEOUT: '120',
          WASM_BINDGEN_TEST_DRIVER_TIMEOUT: '30',
          WASM_BINDGEN_TEST_WEBDRIVER_JSON: capabilitiesFile(engine),
        },
        count: fromCargo,
      },
    ];
  },
});

/** What a driver is asked for where wasm-bindgen's runner does not add its part: no window, and no sandbox for root. */
function headlessCapabilities(engine, browser) {
  const asked = capabilities(engine, browser);
  if (engine === 'firefox') asked['moz:firefoxOptions'].args = ['-headless'];
  if (engine === 'chromium') {
    asked['goog:chromeOptions'].args.push('headless=new', ...(process.getuid?.() === 0 ? ['no-sandbox'] : []));
  }
  return asked;
}

/**
 * Tests that drive a page in each engine themselves, by WebDriver.
 *
 * @param {string} name @param {string} about @param {string} folder
 * @param {import('../setup/browsers.mjs').Engine[]} engines
 * @returns {Suite}
 */
const driverSuite = (name, about, folder, engines) => ({
  name,
  about,
  engines,
  steps: (browsers) =>
    engines.map((engine) => {
      const browser = browsers[engine];
      // One file at a time: each has a browser of its own, and some measure how late it is.
      const test = ['node', '--test', '--test-concurrency=1', '--test-reporter=tap'];
      const display = browser.display ? [browser.display, '-a'] : [];
      const timeout = `--test-timeout=${FILE_TIMEOUT_MS}`;
      const [command, ...args] = [...display, ...test, timeout, ...testFiles(folder)];
      const CAPABILITIES = JSON.stringify(headlessCapabilities(engine, browser));
      const env = { NODE_TEST_CONTEXT: undefined, ENGINE: engine, WEBDRIVER: browser.driver, CAPABILITIES };
      return { command, args, env, count: fromTap };
    }),
});

/** @type {Suite[]} */
export const SUITES = [
  {
    name: 'format',
    about: 'rustfmt and Biome',
    engines: [],
    steps: () => [check('cargo', ['fmt', '--check']), check('biome', ['ci', '--error-on-warnings'])],
  },
  {
    name: 'lint',
    about: 'clippy on both targets, TypeScript',
    engines: [],
    steps: () => [
      check('cargo', ['clippy', '--all-targets', '--', '-D', 'warnings']),
      check('cargo', ['clippy', '--all-targets', ...WASM32, '--', '-D', 'warnings']),
      ...['create', 'bulk'].map((feature) =>
        check('cargo', ['clippy', ...WASM32, '--no-default-features', '--features', feature, '--', '-D', 'warnings']),
      ),
      check('tsc', ['--noEmit', '--project', 'pkg']),
      check('tsc', ['--noEmit', '--project', 'www']),
      check('tsc', ['--noEmit', '--project', 'tests']),
    ],
  },
  {
    name: 'rustdoc',
    about: 'documentation without warnings, on both targets',
    engines: [],
    steps: () => [
      // What is private first: its links are checked too, and the pages that stay are those that a reader of the crate has.
      ...[['--document-private-items'], []].flatMap((options) =>
        [[], WASM32].map((target) =>
          check('cargo', ['doc', '--no-deps', ...options, ...target], { RUSTDOCFLAGS: '-D warnings' }),
        ),
      ),
    ],
  },
  {
    name: 'native',
    about: 'the pure core',
    engines: [],
    steps: () => [{ command: 'cargo', args: ['test', '--', '--skip', 'simulation::'], count: fromCargo }],
  },
  {
    name: 'simulation',
    about: 'the create procedure against a simulated service',
    engines: [],
    steps: () => [
      { command: 'cargo', args: ['test', '--profile', 'simulation', '--lib', 'simulation::'], count: fromCargo },
    ],
  },
  wasmSuite('chromium', 'chrome', 'chromedriver'),
  wasmSuite('firefox', 'firefox', 'geckodriver'),
  wasmSuite('webkit', 'safari', 'safaridriver'),
  nodeSuite('fake', 'the fake Graph, and Microsoft’s description of the real one', 'tests/fake'),
  nodeSuite('package', 'the packed tarball in an empty project', 'tests/package'),
  nodeSuite('msal', 'tokens from MSAL.js 4 and 5: scripted, their types, real sign-ins in Chromium', 'tests/msal', [
    'chromium',
  ]),
  nodeSuite('api', 'the public types as they are committed, all of them documented', 'tests/api'),
  nodeSuite('types', 'what compiles with the packed tarball and what does not', 'tests/types'),
  {
    name: 'matrix',
    about: 'the packed tarball in bundlers, workers, and on servers',
    engines: ['chromium'],
    steps: () => [
      {
        // One file at a time: they share the folders of the projects.
        command: 'node',
        args: ['--test', '--test-concurrency=1', '--test-reporter=tap', ...MATRIX_FILES],
        env: { NODE_TEST_CONTEXT: undefined },
        count: fromTap,
      },
    ],
  },
  nodeSuite('peers', 'what published clients do with a lost answer, and ours', 'tests/peers'),
  nodeSuite('bench', 'what is measured does the job, and the report of it', 'tests/bench', ['chromium']),
  driverSuite('engines', 'the built package in Chromium, Firefox and WebKit', 'tests/engines', [
    'chromium',
    'firefox',
    'webkit',
  ]),
  driverSuite(
    'loading',
    'what hinders a page from loading the package, and the remedy, in three engines',
    'tests/loading',
    ['chromium', 'firefox', 'webkit'],
  ),
  nodeSuite('names', 'names that are hard to look up, over the fake Graph', 'tests/sockets/names'),
  nodeSuite('judge', 'the judge of the sockets suite, on made-up records', 'tests/sockets/oracle'),
  driverSuite('sockets', 'faulted creates over real sockets in Chromium and Firefox', 'tests/sockets/faults', [
    'chromium',
    'firefox',
  ]),
  nodeSuite('pages', 'tabs that race, and ten thousand creates in one page', 'tests/sockets/pages', ['chromium']),
  nodeSuite('bulk', 'jobs in a page: killed and resumed, journals, limits', 'tests/bulk', ['chromium']),
  nodeSuite('forms', 'the schema in React Hook Form and TanStack Form, in a page', 'tests/forms', ['chromium']),
  nodeSuite('readme', 'every code block of the README', 'tests/readme'),
  nodeSuite('docs', 'the guides: their code, their links, every code of an error', 'tests/docs', ['chromium']),
  nodeSuite('commands', 'set-up and the commands', 'tests/commands'),
  nodeSuite('release', 'version, bill of materials, licences, workflows', 'tests/release'),
  {
    name: 'reproduce',
    about: 'the last commit built twice, in two places: the same bytes',
    engines: [],
    steps: () => [check('node', ['scripts/reproduce.mjs'])],
  },
  nodeSuite('e2e', 'the built portal in Chromium', 'tests/e2e', ['chromium']),
];
