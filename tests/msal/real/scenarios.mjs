/**
 * What a person goes through with one edition of MSAL.js. Every scenario is judged by what Graph holds in the end, and by
 * what the page was told.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { creates } from '../../e2e/harness.mjs';
import { ROWS, startWorld } from './world.mjs';

const STEP_UP = { access_token: { acrs: { essential: true, value: 'c1' } } };
/** What Graph wants after a revocation; a refresh token is enough for it. */
const REVOKED = { access_token: { nbf: { essential: true, value: '1726258122' } } };
const challenge = (claims) => ({
  status: 401,
  headers: {
    'WWW-Authenticate': `Bearer realm="", error="insufficient_claims", claims="${btoa(JSON.stringify(claims))}"`,
  },
});

/**
 * Declares the tests of one edition.
 *
 * @param {string} title
 * @param {import('./site.mjs').Edition & { noticesClosedWindows: boolean, brief?: boolean }} options `brief`: whether only
 *   the sign-ins are tried, and not all that may come between
 */
export const testEdition = (title, options) => describe(title, () => declare(options));

function declare({ noticesClosedWindows, brief = false, ...options }) {
  /** @type {Awaited<ReturnType<typeof startWorld>>} */
  let world;
  before(async () => {
    world = await startWorld(options);
  });
  after(() => world?.close());
  beforeEach(() => world.reset());

  const names = () =>
    world.fake.accessPackages
      .map(({ displayName }) => displayName)
      .filter(isOurs)
      .sort();
  const isOurs = (name) => name === 'sales reps' || name.startsWith('row ');
  const rows = Array.from({ length: ROWS }, (_, at) => `row ${at + 1}`).sort();
  const statuses = () => creates(world.fake).map(({ status }) => status);
  const grants = () => world.oidc.tokenRequests.map(({ grant }) => grant);
  const signIns = ({ asked }) =>
    asked.filter(({ origin, pathname }) => origin === world.oidc.issuer && pathname === '/auth');

  const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
  /** Does what opens a window, and gives the window. */
  async function windowOf(page, doIt) {
    const [window] = await Promise.all([page.waitForEvent('popup'), doIt()]);
    return window;
  }
  async function accept(window, { signedIn = false } = {}) {
    if (!signedIn) await window.getByRole('button', { name: 'Next' }).click();
    await window.getByRole('button', { name: 'Accept' }).click();
  }

  /** A page where somebody has signed in by creating a package, which is forgotten again. */
  async function signedIn(t, tokens = {}) {
    const { page, seen } = await world.open(t);
    Object.assign(world.oidc.tokens, tokens);
    await accept(await windowOf(page, () => press(page, 'Create')));
    await world.site.hear('created');
    world.fake.reset();
    world.oidc.tokenRequests.length = 0;
    seen.asked.length = 0;
    seen.windows = 0;
    return { page, seen };
  }

  /** Opens the page anew: what it does then, it does without a click. */
  async function reload(page, query) {
    await page.goto(`${world.site.origin}/${query}`);
    const { accounts } = await world.site.hear('ready');
    assert.deepEqual(accounts, ['admin@contoso.example']);
  }

  test('sign-in by redirect: the page leaves, comes back, and creates', async (t) => {
    const { page, seen } = await world.open(t, '?interaction=redirect');
    await press(page, 'Create');
    await accept(page);
    assert.equal((await world.site.hear('ready', ({ back }) => back)).accounts.length, 1);
    assert.deepEqual(names(), []);
    await page.waitForURL(`${world.site.origin}/?interaction=redirect`);
    await press(page, 'Create');
    assert.equal((await world.site.hear('created')).outcome, 'created');
    assert.deepEqual(names(), ['sales reps']);
    assert.equal(seen.windows, 0);
    assert.deepEqual(seen.problems, []);
  });

  test('sign-in by popup: the same call goes on and creates', async (t) => {
    const { page, seen } = await world.open(t);
    await accept(await windowOf(page, () => press(page, 'Create')));
    assert.equal((await world.site.hear('created')).outcome, 'created');
    assert.deepEqual(names(), ['sales reps']);
    assert.deepEqual([seen.windows, signIns(seen).length], [1, 1]);
    assert.deepEqual(grants(), ['authorization_code']);
    assert.deepEqual(seen.problems, []);
  });

  test('a claims challenge that needs the person: a window asks for the claims', async (t) => {
    const { page, seen } = await signedIn(t);
    world.fake.demandClaims({ claims: STEP_UP, applies: 'writes' });
    await accept(await windowOf(page, () => press(page, 'Create')), { signedIn: true });
    assert.equal((await world.site.hear('created')).outcome, 'created');
    assert.deepEqual([names(), statuses()], [['sales reps'], [401, 201]]);
    const [signIn, ...more] = signIns(seen);
    assert.deepEqual(more, []);
    assert.deepEqual(JSON.parse(signIn.searchParams.get('claims')).access_token.acrs, STEP_UP.access_token.acrs);
    // The new token is the one in the cache.
    await press(page, 'Create');
    await world.site.hear('failed', ({ code }) => code === 'ERR_CONFLICT');
    assert.equal(seen.windows, 1);
  });

  if (brief) return;

  test('a token that has run out is renewed silently', async (t) => {
    const { page, seen } = await signedIn(t, { lifetime: 3 });
    const old = world.shown.at(-1);
    await sleep(3500);
    await press(page, 'Create');
    assert.equal((await world.site.hear('created')).outcome, 'created');
    assert.deepEqual(names(), ['sales reps']);
    assert.ok(!world.shown.slice(world.shown.lastIndexOf(old) + 1).includes(old));
    assert.notEqual(world.shown.at(-1), old);
    assert.deepEqual([...new Set(grants())], ['refresh_token']);
    assert.deepEqual([seen.windows, signIns(seen).length], [0, 0]);
    assert.deepEqual(statuses(), [201]);
    assert.deepEqual(seen.problems, []);
  });

  test('a token that Graph takes no more is replaced, though it is in the cache', async (t) => {
    const { page, seen } = await signedIn(t);
    const old = world.shown.at(-1);
    world.revoked.add(old);
    await press(page, 'Create');
    assert.equal((await world.site.hear('created')).outcome, 'created');
    assert.deepEqual(names(), ['sales reps']);
    assert.deepEqual(grants(), ['refresh_token']);
    assert.notEqual(world.shown.at(-1), old);
    assert.equal(seen.windows, 0);
  });

  test('a claims challenge that needs nobody: the refresh token is shown with the claims', async (t) => {
    const { page, seen } = await signedIn(t);
    const asked = page.waitForRequest((request) => request.url().startsWith(`${world.oidc.issuer}/token`));
    world.fake.fail({ answer: challenge(REVOKED) });
    await press(page, 'Create');
    assert.equal((await world.site.hear('created')).outcome, 'created');
    assert.deepEqual([names(), statuses()], [['sales reps'], [401, 201]]);
    const claims = JSON.parse(new URLSearchParams((await asked).postData()).get('claims'));
    assert.deepEqual(claims.access_token.nbf, REVOKED.access_token.nbf);
    assert.deepEqual(claims.access_token.xms_cc.values, ['CP1']);
    assert.deepEqual([grants(), seen.windows], [['refresh_token'], 0]);
  });

  test('a window that the browser blocks is told; in a click it opens, for the claims that are owed', async (t) => {
    const { page, seen } = await signedIn(t);
    world.fake.demandClaims({ claims: STEP_UP, applies: 'writes' });
    await reload(page, '?do=create');
    const { name, code, reason, cause } = await world.site.hear('failed');
    assert.deepEqual([name, code, reason], ['TokenError', 'ERR_TOKEN', 'failed']);
    assert.deepEqual([cause.name, cause.reason], ['InteractionRequiredError', 'blocked']);
    assert.deepEqual(JSON.parse(cause.claims).access_token.acrs, STEP_UP.access_token.acrs);
    assert.deepEqual([names(), statuses(), seen.windows], [[], [401], 0]);

    await accept(await windowOf(page, () => press(page, 'Create')), { signedIn: true });
    assert.equal((await world.site.hear('created')).outcome, 'created');
    assert.deepEqual(names(), ['sales reps']);
    assert.deepEqual(seen.problems, []);
  });

  test('nobody is signed in and no click allows a window: nothing is sent', async (t) => {
    const { seen } = await world.open(t, '?do=create');
    const { code, cause } = await world.site.hear('failed');
    assert.deepEqual([code, cause.name, cause.reason], ['ERR_TOKEN', 'InteractionRequiredError', 'blocked']);
    assert.deepEqual([names(), world.fake.requests.length, seen.windows], [[], 0, 0]);
  });

  test('the person closes the window: told, and the next click opens another', async (t) => {
    const { page } = await world.open(t);
    const window = await windowOf(page, () => press(page, 'Create'));
    await window.getByRole('button', { name: 'Next' }).waitFor();
    await window.close();
    const { code, cause } = await world.site.hear('failed');
    // A page may not see that a window of another origin was closed: MSAL.js 5 waits for an answer.
    const reason = noticesClosedWindows ? 'cancelled' : 'timedOut';
    assert.deepEqual([code, cause.name, cause.reason], ['ERR_TOKEN', 'InteractionRequiredError', reason]);
    assert.deepEqual([names(), world.fake.requests.length], [[], 0]);
    await accept(await windowOf(page, () => press(page, 'Create')));
    assert.equal((await world.site.hear('created')).outcome, 'created');
    assert.deepEqual(names(), ['sales reps']);
  });

  test('the person refuses: told, and nothing is sent', async (t) => {
    const { page } = await world.open(t);
    const window = await windowOf(page, () => press(page, 'Create'));
    await window.getByRole('button', { name: 'Next' }).click();
    await window.getByRole('button', { name: 'Cancel' }).click();
    const { code, cause } = await world.site.hear('failed');
    assert.deepEqual([code, cause.reason, cause.errorCode], ['ERR_TOKEN', 'cancelled', 'access_denied']);
    assert.deepEqual([names(), world.fake.requests.length], [[], 0]);
  });

  test('a job whose sign-in runs out pauses, and a click that resumes it opens the window: every row once', async (t) => {
    const { page, seen } = await signedIn(t, { lifetime: 6 });
    world.oidc.forgetRefreshTokens();
    world.slow(250);
    await reload(page, '?do=job');
    const paused = await world.site.hear('state', ({ state }) => state === 'paused');
    assert.equal(paused.reason, 'interactionRequired');
    const made = names().length;
    assert.ok(made > 0 && made < ROWS, `${made} were made`);
    assert.equal(seen.windows, 0);
    // Nothing is tried behind the person's back.
    const requests = world.fake.requests.length;
    await sleep(500);
    assert.equal(world.fake.requests.length, requests);

    world.oidc.tokens.lifetime = 3600;
    await accept(await windowOf(page, () => press(page, 'Resume')), { signedIn: true });
    const { ended, counts, odd } = await world.site.hear('ended');
    assert.deepEqual([ended, counts.created, odd], ['completed', ROWS, []]);
    assert.deepEqual(names(), rows);
    assert.equal(seen.windows, 1);
    assert.deepEqual(seen.problems, []);
  });

  test('a job that leaves the page for the sign-in goes on when the page is back: every row once', async (t) => {
    const { page, seen } = await signedIn(t, { lifetime: 6 });
    world.oidc.forgetRefreshTokens();
    world.slow(250);
    await reload(page, '?do=job&interaction=redirect&journal');
    await page.getByRole('button', { name: 'Accept' }).waitFor();
    const made = names().length;
    assert.ok(made > 0 && made < ROWS, `${made} were made`);

    world.oidc.tokens.lifetime = 3600;
    await accept(page, { signedIn: true });
    await world.site.hear('ready', ({ back }) => back);
    await world.site.hear('journal');
    const { ended, counts, odd } = await world.site.hear('ended');
    assert.deepEqual([ended, counts.created + counts.adopted, odd], ['completed', ROWS, []]);
    assert.deepEqual(names(), rows);
    assert.equal(seen.windows, 0);
  });
}
