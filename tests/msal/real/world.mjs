/** A fake Graph that checks real tokens, a real OpenID provider, and pages with real MSAL.js in Chromium. */
import { serveFakeGraph } from 'entra-access-packages/testing';
import { launchBrowser } from '../../e2e/harness.mjs';
import { serveOidc } from '../../oidc/provider.mjs';
import { createTokenCheck } from '../../oidc/verify-token.mjs';
import { serveSite } from './site.mjs';

const CLIENT_ID = '0a1b2c3d-4e5f-4678-9abc-def012345678';
const SALES = '66584aae-98bb-48cc-9458-7bee5d2a6577';
/** How many packages a job makes: enough to take longer than a short token lives. */
export const ROWS = 40;

/**
 * Starts all of it.
 *
 * @param {import('./site.mjs').Edition} options
 */
export async function startWorld(options) {
  /** Tokens that Graph was shown, in order, and those that it takes no more though they have not run out. */
  const shown = [];
  const revoked = new Set();
  let check;
  let latencyMs = 0;
  const graph = await serveFakeGraph({
    latencyMs: () => latencyMs,
    verifyToken: async (token) => {
      shown.push(token);
      if (revoked.has(token)) return { ok: false, message: 'The token was revoked.' };
      return check(token);
    },
  });
  const oidc = await serveOidc({ graphRoot: graph.origin });
  check = createTokenCheck(oidc, graph.origin);
  const usual = { ...oidc.tokens };
  const site = await serveSite(options);
  oidc.register({ id: CLIENT_ID, redirectUri: `${site.origin}/`, others: [`${site.origin}/return.html`] });
  site.configure({
    ...{ clientId: CLIENT_ID, catalogId: SALES, rows: ROWS, popupTimeoutMs: 4000 },
    ...{ authority: oidc.issuer, graphRoot: graph.origin },
  });
  const browser = await launchBrowser({ blockPopups: true });

  return {
    fake: graph.fake,
    oidc,
    site,
    shown,
    revoked,
    /** How long Graph takes for each request, in milliseconds. */
    slow(ms) {
      latencyMs = ms;
    },
    reset() {
      Object.assign(oidc.tokens, usual);
      oidc.tokenRequests.length = 0;
      latencyMs = 0;
      graph.fake.reset();
      graph.fake.demandClaims(null);
      shown.length = 0;
      revoked.clear();
      site.said.length = 0;
    },
    /** Opens a tab in a browser profile of its own, and collects what must not be. */
    async open(t, query = '') {
      const context = await browser.newContext({ ignoreHTTPSErrors: true });
      t.after(() => context.close());
      context.setDefaultTimeout(20_000);
      const seen = { asked: [], windows: 0, problems: [] };
      context.on('request', (request) => seen.asked.push(new URL(request.url())));
      context.on('weberror', (error) => seen.problems.push(String(error.error())));
      context.on('console', (message) => {
        if (/Content Security Policy/i.test(message.text())) seen.problems.push(message.text());
      });
      const page = await context.newPage();
      page.on('popup', () => {
        seen.windows += 1;
      });
      await page.goto(`${site.origin}/${query}`);
      await site.hear('ready').catch((error) => {
        throw new Error([error.message, ...seen.problems].join('\n'));
      });
      return { page, seen };
    },
    close: async () => {
      await browser.close();
      await Promise.all([site.close(), graph.close(), oidc.close()]);
    },
  };
}
