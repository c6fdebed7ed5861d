/**
 * A portal as small as it can be. It tells the tests what happens by requests of its own: whatever a test would evaluate
 * in the page would count as a click.
 */
import { createAccessPackageClient } from 'entra-access-packages';
import { msalGetToken } from 'entra-access-packages/msal';
import { settings } from './application.mjs';

const say = (what, more) => navigator.sendBeacon('/said', JSON.stringify({ what, ...more }));

/** An error with what says why. */
const told = (error) => ({
  ...{ name: error?.name, code: error?.code, reason: error?.reason, message: `${error?.message}` },
  cause: error?.cause && {
    ...{ name: error.cause.name, reason: error.cause.reason, claims: error.cause.claims, message: error.cause.message },
    errorCode: error.cause.cause?.errorCode,
  },
});

const asked = new URLSearchParams(location.search);

/**
 * Sets the portal up.
 *
 * @param {import('@azure/msal-browser').IPublicClientApplication} msal initialized
 * @param {boolean} back whether the page is back from a sign-in by redirect
 */
export async function runPortal(msal, back) {
  const client = createAccessPackageClient({
    graphRoot: settings.graphRoot,
    settleMs: 300,
    getToken: msalGetToken(msal, {
      interaction: asked.get('interaction') ?? 'popup',
      popup: { redirectUri: `${location.origin}/return.html` },
    }),
  });

  async function create(displayName) {
    try {
      const { outcome, accessPackage } = await client.create({ displayName, catalog: { id: settings.catalogId } });
      say('created', { outcome, id: accessPackage.id });
    } catch (error) {
      say('failed', told(error));
    }
  }

  let job;

  async function follow() {
    document.querySelector('#resume').disabled = false;
    for await (const event of job)
      if (event.type === 'state') say('state', { state: event.state, reason: event.reason });
    const { ended, counts, rows } = await job.report;
    say('ended', { ended, counts, odd: rows.filter(({ verdict }) => !['created', 'adopted'].includes(verdict)) });
  }

  async function start() {
    const rows = Array.from({ length: settings.rows }, (_, at) => `row ${at + 1},${settings.catalogId}`);
    const plan = await client.plan(['displayName,catalog', ...rows].join('\n'));
    job = client.apply(plan, { concurrency: 2, journal: asked.has('journal') });
    await follow();
  }

  /** Goes on with what an earlier page left. */
  async function goOn() {
    for (const { id, ended } of await client.listJournals()) {
      if (ended) continue;
      say('journal', { id });
      job = client.resume(id);
      await follow();
    }
  }

  const attempt = (work) => work().catch((error) => say('failed', told(error)));
  const bind = (id, work) => document.querySelector(`#${id}`).addEventListener('click', () => void attempt(work));
  bind('create', () => create('sales reps'));
  bind('start', start);
  bind('resume', async () => job.resume());

  say('ready', { accounts: msal.getAllAccounts().map(({ username }) => username), back });
  if (asked.get('do') === 'create') await attempt(() => create('sales reps'));
  if (asked.get('do') === 'job') await attempt(asked.has('journal') && back ? goOn : start);
}
