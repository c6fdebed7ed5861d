/**
 * What the end-to-end tests stand on: a fake Graph, the built portal under its own headers, and Chromium.
 *
 * Every test gets a fresh page and ends with the promises that hold for all of them: a silent console, no breach of
 * the Content-Security-Policy, no request to anybody else, and a token nowhere but in the `Authorization` header.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { delimiter, join } from 'node:path';
import { serveFakeGraph } from 'entra-access-packages/testing';
import { chromium } from 'playwright-core';
import { servePortal } from '../../www/serve.mjs';

/** The catalog of Microsoft's documented example, which the fake has. */
export const SALES = '66584aae-98bb-48cc-9458-7bee5d2a6577';

/** Chromium's own lines about answers that are no success; a page cannot prevent them. */
const NETWORK_LINE = /^Failed to load resource: |^Access to fetch at /;

/**
 * Finds Chromium or Chrome: the environment variable `CHROMIUM`, else the usual names.
 *
 * @returns {string} the path of the program
 */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']) {
    const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
    if (found) return found;
  }
  throw new Error('Chromium is needed for tests in a browser: install it, or set CHROMIUM to its path.');
}

/**
 * Starts the browser. The switches keep it from talking to anybody by itself.
 *
 * @param {{ blockPopups?: boolean }} [options] `blockPopups`: whether windows open in a click only, as they do for people
 */
export function launchBrowser({ blockPopups = false } = {}) {
  return chromium.launch({
    executablePath: findChromium(),
    ignoreDefaultArgs: blockPopups ? ['--disable-popup-blocking'] : [],
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * One run of the portal with its sandbox: servers, browser, and pages on demand.
 *
 * @param {{ graph?: object }} [options] `graph`: options for the fake
 */
export async function startPortal({ graph = {} } = {}) {
  const sandbox = await serveFakeGraph({ control: true, ...graph });
  const reports = await collectReports();
  const portal = await servePortal({
    portalConfig: { sandbox: { graphRoot: sandbox.origin } },
    reportUri: reports.url,
  });
  const browser = await launchBrowser();
  return {
    sandbox,
    fake: sandbox.fake,
    origin: portal.origin,
    /** @param {PageOptions} [options] */
    openPage: (options) => openPage({ browser, portal, sandbox, reports }, options),
    async close() {
      await browser.close();
      await Promise.all([portal.close(), sandbox.close(), reports.close()]);
    },
  };
}

/**
 * @typedef {object} PageOptions
 * @property {boolean} [networkErrors] whether failures of the network are part of the test, which Chromium logs
 * @property {string[]} [alsoAsked] further origins that the test lets the page ask
 * @property {string} [path] what of the portal to open. Default: its root
 * @property {boolean} [ready] whether to wait until the catalogs are there. Default: yes
 * @property {import('playwright-core').BrowserContextOptions} [context] for Playwright
 */

/** Opens the portal in a context of its own. `page.finish()` checks what holds for all tests. */
async function openPage({ browser, portal, sandbox, reports }, options = {}) {
  const { networkErrors = false, alsoAsked = [], path = '/', ready = true, context: contextOptions = {} } = options;
  const context = await browser.newContext({ reducedMotion: 'reduce', ...contextOptions });
  context.setDefaultTimeout(15_000);
  const seen = { console: [], errors: [], requests: [], tokens: new Set() };
  const reportsBefore = reports.received.length;

  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      // A page error is what the harness is sure to see.
      setTimeout(() => {
        throw new Error(`policy breached: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
  });
  const page = await context.newPage();
  // Of the context, not the page: windows that the page opens count as well.
  context.on('console', (message) => {
    if (networkErrors && message.type() === 'error' && NETWORK_LINE.test(message.text())) return;
    seen.console.push(`${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (error) => seen.errors.push(String(error.error())));
  context.on('request', (request) => {
    seen.requests.push({ url: request.url(), body: request.postData() ?? '' });
    const bearer = request.headers().authorization?.replace(/^Bearer /, '');
    if (bearer) seen.tokens.add(bearer);
  });

  const response = await page.goto(new URL(path, portal.origin).href);
  assert.equal(response?.status(), 200);
  if (ready) await page.locator('#catalog-hint', { hasText: /catalog/ }).waitFor();

  async function finish() {
    assert.deepEqual(seen.console, [], 'the console is silent');
    assert.deepEqual(seen.errors, [], 'no error reaches the page');
    assert.deepEqual(reports.received.slice(reportsBefore), [], 'no breach of the policy is reported');
    const origins = new Set(seen.requests.map(({ url }) => new URL(url).origin));
    for (const origin of origins) {
      assert.ok([portal.origin, sandbox.origin, ...alsoAsked].includes(origin), `a request went to ${origin}`);
    }
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    );
    const text = await page.evaluate(() => document.documentElement.outerHTML);
    for (const token of seen.tokens) {
      for (const { url, body } of seen.requests) {
        assert.ok(!url.includes(token), 'no token in a URL');
        assert.ok(!body.includes(token), 'no token in a body');
      }
      assert.ok(!kept.includes(token), 'no token in storage');
      assert.ok(!text.includes(token), 'no token on the page');
    }
    await context.close();
  }
  return { page, finish, tokens: seen.tokens };
}

/** A server that takes reports of breaches of the policy. */
async function collectReports() {
  const received = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push(Buffer.concat(chunks).toString());
    response.writeHead(204).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    received,
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Picks a catalog by typing and Enter, as people do. */
export async function pickCatalog(page, name = 'Sales') {
  const field = page.getByRole('combobox', { name: 'Catalog' });
  await field.fill(name);
  await page.getByRole('listbox', { name: 'Catalogs' }).getByRole('option', { name }).first().waitFor();
  await field.press('Enter');
}

/** Fills in Microsoft's documented example. */
export async function fillInExample(page) {
  await pickCatalog(page);
  await page.getByLabel('Name', { exact: true }).fill('sales reps');
  await page.getByLabel('Description').fill('outside sales representatives');
}

/** Chooses an outcome to rehearse, presses Create, and waits for the outcome. */
export async function createWith(page, rehearsal) {
  await pressCreate(page, rehearsal);
  return outcome(page);
}

/** Waits until something has come to an end, and tells what the result panel says of it. */
export async function outcome(page) {
  const panel = page.locator('#result');
  await panel.locator('.verdict').waitFor();
  return {
    verdict: await panel.getAttribute('data-verdict'),
    title: await panel.getByRole('heading', { level: 2 }).textContent(),
    text: await panel.textContent(),
  };
}

/** Chooses an outcome to rehearse and presses Create. */
export async function pressCreate(page, rehearsal) {
  if (rehearsal) await page.getByLabel('Rehearse an outcome').selectOption(rehearsal);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
}

/** The creates that reached the fake. */
export function creates(fake) {
  return fake.requests.filter(({ method, url }) => method === 'POST' && url.endsWith('/accessPackages'));
}
