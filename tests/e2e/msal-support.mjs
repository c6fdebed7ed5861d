/** The portal with a tenant: a fake Graph that checks real tokens, a real OpenID provider, real MSAL.js in Chromium. */
import assert from 'node:assert/strict';
import { serveFakeGraph } from 'entra-access-packages/testing';
import { servePortal } from '../../www/serve.mjs';
import { serveOidc } from '../oidc/provider.mjs';
import { createTokenCheck } from '../oidc/verify-token.mjs';
import { launchBrowser } from './harness.mjs';

/** The app registration, and the tenant, whose id only the page looks at: the provider has one tenant. */
export const CLIENT_ID = '0a1b2c3d-4e5f-4678-9abc-def012345678';
export const TENANT_ID = '66666666-7777-4888-9999-aaaaaaaaaaaa';

/** Starts the servers and the browser. */
export async function startTenant() {
  /** Every token that the fake was shown, and its verdict. */
  const judged = [];
  let check;
  const graph = await serveFakeGraph({
    verifyToken: async (token) => {
      const verdict = await check(token);
      judged.push({ token, ok: verdict.ok });
      return verdict;
    },
  });
  const oidc = await serveOidc({ graphRoot: graph.origin });
  check = createTokenCheck(oidc, graph.origin);
  const sandbox = await serveFakeGraph({ control: true });
  const portal = await servePortal({
    portalConfig: {
      sandbox: { graphRoot: sandbox.origin },
      tenant: {
        authority: oidc.issuer,
        knownAuthorities: [new URL(oidc.issuer).host],
        protocolMode: 'OIDC',
        graphRoot: graph.origin,
      },
    },
  });
  oidc.register({ id: CLIENT_ID, redirectUri: `${portal.origin}/` });
  const browser = await launchBrowser();
  return {
    graph,
    oidc,
    sandbox,
    portal,
    judged,
    openPage: () => openPage({ browser, portal }),
    close: async () => {
      await browser.close();
      await Promise.all([portal.close(), graph.close(), sandbox.close(), oidc.close()]);
    },
  };
}

/**
 * Opens the portal in a context of its own and keeps what crosses the network and the console, also of windows
 * that the page opens.
 */
async function openPage({ browser, portal }) {
  // The provider's certificate is its own.
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  context.setDefaultTimeout(15_000);
  const seen = { requests: [], console: [], errors: [] };
  context.on('request', (request) => seen.requests.push(request));
  context.on('console', (message) => {
    // The provider's own pages are no business of ours.
    if (message.location().url.startsWith(portal.origin)) seen.console.push(message.text());
  });
  context.on('weberror', (error) => seen.errors.push(String(error.error())));
  const page = await context.newPage();
  await page.goto(portal.origin);
  await page.getByRole('radio', { name: /Your tenant/ }).check();
  return { context, page, seen };
}

/**
 * Does something that leads to the provider, and waits for its page.
 *
 * @returns {Promise<import('playwright-core').Page | undefined>} the popup, or the page itself
 */
export async function windowOf(page, issuer, doIt) {
  const timeout = 8_000;
  const popup = page.waitForEvent('popup', { timeout }).catch(() => undefined);
  const samePage = page.waitForURL(`${issuer}/**`, { timeout }).then(
    () => page,
    () => undefined,
  );
  await doIt();
  return Promise.race([popup, samePage]);
}

/** Types the two ids and presses the button. Gives the window in which the provider asks: a popup, or the page itself. */
export async function goToSignIn(page, { issuer }) {
  const ids = page.getByLabel('Application (client) ID');
  if (await ids.isVisible()) {
    await ids.fill(CLIENT_ID);
    await page.getByLabel('Directory (tenant) ID').fill(TENANT_ID);
  }
  const where = await windowOf(page, issuer, () => page.getByRole('button', { name: /^Sign in/ }).click());
  assert.ok(where, `the provider was not asked: ${await page.locator('#tenant-status').textContent()}`);
  return where;
}

/** Signs in from beginning to end. */
export async function signIn(page, oidc, { answer = 'Accept' } = {}) {
  const provider = await goToSignIn(page, oidc);
  await provider.getByRole('button', { name: 'Next' }).click();
  await provider.getByRole('button', { name: answer }).click();
}

/** Waits for what the page says about the sign-in. */
export const statusSays = (page, text) => page.locator('#tenant-status', { hasText: text }).waitFor();

/** Signs in and waits for the catalogs. */
export async function signInToCatalogs(page, oidc) {
  await signIn(page, oidc);
  await statusSays(page, 'Signed in as admin@contoso.example.');
}

/** All that a page of this origin keeps in the browser. */
export const storageOf = (page) =>
  page.evaluate(() => ({ local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie }));
