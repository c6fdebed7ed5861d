/** The Content-Security-Policy under which the portal is served: nothing is allowed but what it needs. */

import { clouds } from 'entra-access-packages';

/**
 * The origins that a portal of this configuration talks to, besides its own.
 *
 * @param {{ sandbox?: { graphRoot: string }, tenant?: { authority?: string, graphRoot?: string, cloud?: string } }} portalConfig
 *   what `/portal.json` will say
 * @returns {string[]}
 */
export function connectSources({ sandbox, tenant = {} }) {
  const { cloud = 'global', graphRoot, authority } = tenant;
  if (!Object.hasOwn(clouds, cloud)) throw new TypeError(`there is no cloud ${cloud}`);
  const urls = [sandbox?.graphRoot, graphRoot ?? clouds[cloud].graphRoot, authority ?? clouds[cloud].authority];
  return [...new Set(urls.filter((url) => url !== undefined).map((url) => new URL(url).origin))];
}

/**
 * Builds the policy.
 *
 * MSAL.js needs nothing of its own: signing in by popup opens no frame, and it makes no Trusted Types policy.
 *
 * @param {{ connect?: string[], reportUri?: string }} [options] `connect`: origins that may be asked;
 *   `reportUri`: where the browser reports breaches, for tests
 * @returns {string} the value of the header
 */
export function contentSecurityPolicy({ connect = [], reportUri } = {}) {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    ...(reportUri ? [`report-uri ${reportUri}`] : []),
  ].join('; ');
}
