/**
 * What hinders the package in a page, in each browser: a typed error that names the remedy, nothing sent, and a second try that
 * works once it is mended. Which browser is told by the environment, as for `tests/engines`.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser } from '../engines/webdriver.mjs';
import { POLICY, serveSite } from './site.mjs';

const { ENGINE, WEBDRIVER, CAPABILITIES } = process.env;
if (!WEBDRIVER) throw new Error('there is no browser named: run this by npm test -- loading');

/** How long a page may take, in milliseconds. */
const PAGE_MS = 60_000;

const WASM = 'dist/entra_access_packages.wasm';
const BULK = 'dist/bulk.js';

/** A script that a script adds needs a Trusted Types policy, here of the page's own. */
const WITH_SCRIPTS = POLICY.replace("trusted-types 'none'", 'trusted-types tests');

/** @type {Record<string, import('./site.mjs').Place>} */
const PLACES = {
  'csp-without-wasm': { wrongPolicy: () => POLICY.replace(" 'wasm-unsafe-eval'", '') },
  'csp-without-bulk': {
    wrongPolicy: (folder) =>
      POLICY.replace(
        "script-src 'self'",
        `script-src ${['page.mjs', 'cases.mjs', 'dist/index.js', 'dist/testing.js'].map((file) => `${folder}/${file}`).join(' ')}`,
      ),
  },
  'without-webassembly': {},
  'slim-missing': { faults: { [WASM]: 'missing' } },
  'slim-start-page': { faults: { [WASM]: 'startPage' } },
  'slim-cut': { faults: { [WASM]: 'cut' } },
  'slim-untyped': { faults: { [WASM]: 'untyped' } },
  'bulk-missing': { faults: { [BULK]: 'missing' } },
  'bulk-start-page': { faults: { [BULK]: 'startPage' } },
  'bulk-cut': { faults: { [BULK]: 'cut' } },
  'bulk-handed-over': { faults: { [BULK]: 'missing' } },
  // A page without an origin of its own has neither IndexedDB nor locks, as where a browser blocks site data.
  'without-storage': { policy: `${POLICY.replaceAll("'self'", 'http://127.0.0.1:*')}; sandbox allow-scripts` },
  'trusted-types': {},
  'several-copies': { policy: WITH_SCRIPTS },
  'script-tags': { policy: WITH_SCRIPTS },
  'service-worker': { policy: WITH_SCRIPTS },
  'classic-service-worker': { policy: WITH_SCRIPTS },
};

let site;
let browser;

before(async () => {
  site = await serveSite(PLACES);
  browser = await openBrowser({ driver: WEBDRIVER, capabilities: JSON.parse(CAPABILITIES) });
});

after(async () => {
  await browser?.close();
  await site?.close();
});

/** What the page of a case tells. */
async function open(name) {
  await browser.goTo(`${site.origin}/${name}/`);
  const deadline = Date.now() + PAGE_MS;
  for (;;) {
    const end = await browser.evaluate('return window.end ?? null');
    assert.equal(end?.failure, undefined);
    if (end) return end.result;
    assert.ok(Date.now() < deadline, `the page ${name} does not come to an end`);
    await new Promise((later) => setTimeout(later, 50));
  }
}

/** The page of a case after what is wrong was mended. */
async function openMended(name) {
  await fetch(`${site.origin}/${name}/mend`, { method: 'POST' });
  return open(name);
}

/** A failure to load, as a page tells it. */
function assertRefused(told, reason, remedy) {
  assert.deepEqual([told?.name, told?.code, told?.reason], ['LoadError', 'ERR_LOAD', reason], JSON.stringify(told));
  assert.match(told.message, remedy);
}

/** What to do about code for bulk work that does not come. */
const BULK_REMEDY = /deploy it beside the others, allow it in script-src, and reload the page; .*initBulk\(\)/;

/** Firefox keeps the failure of an `import()` for as long as the page lives. */
const keepsFailures = ENGINE === 'firefox';

const cases = {
  async 'csp-without-wasm'(name) {
    const { create, plan, sent } = await open(name);
    for (const told of [create, plan]) assertRefused(told, 'csp', /script-src 'wasm-unsafe-eval'/);
    assert.equal(sent, 0);
    assert.deepEqual(await openMended(name), { create: 'created', plan: 2, sent: 5 });
  },
  async 'csp-without-bulk'(name) {
    const { create, plan } = await open(name);
    assert.equal(create, 'created');
    assertRefused(plan, 'network', BULK_REMEDY);
    assert.deepEqual(await openMended(name), { create: 'created', plan: 2 });
  },
  async 'without-webassembly'(name) {
    const { first, second } = await open(name);
    for (const told of [first.create, first.plan]) assertRefused(told, 'unsupported', /switched off in the settings/);
    assert.equal(first.sent, 0);
    assert.deepEqual(second, { create: 'created', plan: 2 });
  },
  'slim-missing': (name) => slim(name, 'status', /answered with 404; put the file there, or import the default entry/),
  'slim-start-page': (name) => slim(name, 'mime', /Content-Type is text\/html; put the file there/),
  'slim-cut': (name) => slim(name, 'network', /broke off/),
  async 'slim-untyped'(name) {
    const { first, second } = await open(name);
    assert.deepEqual([first.init, first.create], [null, 'created']);
    assert.deepEqual(second, { init: 'loaded', create: 'existing' });
  },
  'bulk-missing': bulk,
  'bulk-start-page': bulk,
  'bulk-cut': bulk,
  async 'bulk-handed-over'(name) {
    const { before, first, again } = await open(name);
    assert.deepEqual([before, again], ['created', 2]);
    assertRefused(first, 'network', BULK_REMEDY);
  },
  async 'without-storage'(name) {
    const { denied, ...allowed } = await open(name);
    for (const told of [denied.apply, denied.list]) {
      assert.deepEqual([told.name, told.code, told.reason], ['JournalError', 'ERR_JOURNAL', 'blocked'], told.message);
    }
    // A job that was to be kept is not begun without its journal.
    assert.equal(denied.held, 0);
    assert.deepEqual(allowed, { origin: 'null', create: 'created', apply: 2, held: 3 });
  },
  async 'trusted-types'(name) {
    assert.deepEqual(await open(name), { create: 'created', apply: 2 });
  },
  async 'several-copies'(name) {
    // One create that all three share, of one package; the WebAssembly is compiled once.
    const shared = { outcomes: ['created', 'created', 'created'], held: 1, compiled: 1 };
    assert.deepEqual(await open(name), { ...shared, planned: [2, 2], known: [true, true, true] });
  },
  async 'script-tags'(name) {
    const { alone, plan, apply } = await open(name);
    assert.equal(alone.create, 'created');
    assertRefused(alone.plan, 'noSource', /add a script tag for dist\/bulk\.global\.js/);
    assert.deepEqual([plan, apply], [2, 2]);
  },
  async 'service-worker'(name) {
    const { first, ...rest } = await open(name);
    assert.deepEqual([first.code, first.reason], ['ERR_LOAD', 'noSource']);
    assert.match(first.message, /a service worker cannot fetch it; .*initBulk\(\)/);
    assert.deepEqual(rest, { create: 'created', created: 2, held: 3 });
  },
  async 'classic-service-worker'(name) {
    assert.deepEqual(await open(name), { create: 'created', first: 2, created: 2, held: 3 });
  },
};

async function slim(name, reason, remedy) {
  const { first, second } = await open(name);
  assertRefused(first.init, reason, remedy);
  assertRefused(first.create, 'noSource', /call init\(\)/);
  assert.equal(first.sent, 0);
  assert.deepEqual(second, { init: 'loaded', create: 'created' });
}

async function bulk(name) {
  const { before, first, again } = await open(name);
  assert.equal(before, 'created');
  assertRefused(first, 'network', BULK_REMEDY);
  if (keepsFailures) assertRefused(again, 'network', BULK_REMEDY);
  else assert.equal(again, 2);
  assert.equal((await openMended(name)).first, 2);
}

test('each case has its page', () => {
  assert.deepEqual(Object.keys(cases), Object.keys(PLACES));
});

for (const [name, check] of Object.entries(cases)) test(`${ENGINE}: ${name}`, () => check(name));
