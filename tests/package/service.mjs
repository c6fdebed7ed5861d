/** The installed package, and for each test a fake Graph of its own with a client. */
import { importPackage } from './consumer.mjs';

export const { lib, testing, installed } = await importPackage();
// Not within the time of a test's first call.
await lib.init();

/** Where the documented example goes. */
export const CATALOG = '66584aae-98bb-48cc-9458-7bee5d2a6577';

/** The path that everything is below. */
export const BASE = '/v1.0/identityGovernance/entitlementManagement';

let services = 0;

/**
 * A fake, a client of it and what it told. Each is at a root of its own, because creates of one root, catalog and name
 * know of each other, whichever client makes them. What is not there at once is taken for not there, so that no test
 * has to wait; `settleMs` says otherwise.
 *
 * @param {import('../../pkg/src/testing/fake-options.ts').FakeGraphOptions} [options] of the fake
 * @param {Partial<import('../../pkg/src/types.ts').AccessPackageClientOptions>} [clientOptions]
 */
export function open(options = {}, clientOptions = {}) {
  services += 1;
  const fake = testing.createFakeGraph({ graphRoot: `https://graph-${services}.example`, ...options });
  const events = [];
  /** A further client. */
  const connect = (more = {}) => {
    const { graphRoot } = fake;
    const token = 'getToken' in more ? {} : { token: fake.issueToken() };
    return lib.createAccessPackageClient({ ...token, graphRoot, fetch: fake.fetch, settleMs: 0, ...more });
  };
  return {
    fake,
    events,
    connect,
    /** Somebody else makes a package, not by this library. */
    async intrude(input) {
      const headers = { Authorization: `Bearer ${fake.issueToken()}`, 'Content-Type': 'application/json' };
      const url = `${fake.graphRoot}${BASE}/accessPackages`;
      const answer = await fake.fetch(url, { method: 'POST', headers, body: JSON.stringify(input) });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const { '@odata.context': _, ...accessPackage } = await answer.json();
      return accessPackage;
    },
    client: connect({ onEvent: (event) => events.push(event), ...clientOptions }),
    /** The steps that were told, as `type reason`. */
    steps: () => events.map(stepOf),
    /** The requests that the fake got: `method status`. */
    log: () => fake.requests.map(({ method, status }) => `${method} ${status}`),
    /** How many creates were sent. */
    posts: () => fake.requests.filter(({ method }) => method === 'POST').length,
    /** The packages of a name. */
    named: (name) => fake.accessPackages.filter(({ displayName }) => displayName === name),
  };
}

/** An event in a few words. */
export const stepOf = ({ type, reason, code }) => [type, reason, code].filter(Boolean).join(' ');

/** Attempts in a few words: `purpose reason result`. */
export const tries = (attempts) => attempts.map(({ purpose, reason, result }) => `${purpose} ${reason} ${result}`);

/** A promise, and what settles it. */
export function deferred() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}

/** All values of an async iterable. */
export async function collect(iterable) {
  const values = [];
  for await (const value of iterable) values.push(value);
  return values;
}

/** Waits until it holds; a test that waits in vain is ended by the runner. */
export async function until(holds) {
  while (!(await holds())) await new Promise((later) => setTimeout(later, 2));
}

/** Never settles. */
export const never = () => new Promise(() => {});

/** A `fetch` that does something first, once, when the first request of that method is on its way. */
export function before(fetch, method, act) {
  let due = true;
  return async (url, init) => {
    if (due && init.method === method) {
      due = false;
      await act();
    }
    return fetch(url, init);
  };
}
