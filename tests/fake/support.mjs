/** What the tests of the fake share. */
import { createFakeGraph } from '../../pkg/dist/testing.js';

export const sales = '66584aae-98bb-48cc-9458-7bee5d2a6577';
export const root = '/v1.0/identityGovernance/entitlementManagement';
export const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Microsoft's documented example of a create. */
export const example = {
  displayName: 'sales reps',
  description: 'outside sales representatives',
  isHidden: false,
  catalog: { id: sales },
};

/**
 * @typedef {{ token?: string | null, json?: unknown, text?: string, type?: string | null,
 *   headers?: Record<string, string>, signal?: AbortSignal }} Sent
 */

/**
 * Makes a caller for a function like `fetch`: paths are below entitlement management unless they begin with `/`.
 *
 * @param {typeof globalThis.fetch} fetch
 * @param {string} origin
 * @param {string} token
 */
export function caller(fetch, origin, token) {
  /** @param {string} method @param {string} path @param {Sent} [sent] */
  return async (method, path, sent = {}) => {
    const headers = new Headers(sent.headers);
    const bearer = sent.token === undefined ? token : sent.token;
    if (bearer !== null) headers.set('Authorization', `Bearer ${bearer}`);
    const body = 'json' in sent ? JSON.stringify(sent.json) : sent.text;
    if (body !== undefined && sent.type !== null) headers.set('Content-Type', sent.type ?? 'application/json');
    const url = origin + (path.startsWith('/') ? path : `${root}/${path}`);
    const response = await fetch(url, { method, headers, body, signal: sent.signal });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('Content-Type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
  };
}

/** A fake in memory and a caller with every right. @param {import('../../pkg/src/testing/types.ts').FakeGraphOptions} [options] */
export function open(options) {
  const fake = createFakeGraph(options);
  return { fake, call: caller(fake.fetch, fake.graphRoot, fake.issueToken()) };
}

/** A query option, encoded. @param {string} filter */
export const filter = (filter) => `$filter=${encodeURIComponent(filter)}`;

/** The names in a list. @param {{ json?: { value: { displayName: string }[] } }} answer */
export const names = (answer) => answer.json.value.map((each) => each.displayName);
