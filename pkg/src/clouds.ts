/** Where each cloud is, for those who set up MSAL.js. */
import type { Cloud, CloudEndpoints } from './types.js';

const endpoints = (graphRoot: string, authority: string): CloudEndpoints =>
  Object.freeze({ graphRoot, authority, scope: `${graphRoot}/EntitlementManagement.ReadWrite.All` });

// One call, marked as one that a bundler may leave out.
const all = (): Readonly<Record<Cloud, CloudEndpoints>> =>
  Object.freeze({
    global: endpoints('https://graph.microsoft.com', 'https://login.microsoftonline.com'),
    usGovL4: endpoints('https://graph.microsoft.us', 'https://login.microsoftonline.us'),
    usGovL5: endpoints('https://dod-graph.microsoft.us', 'https://login.microsoftonline.us'),
    china: endpoints('https://microsoftgraph.chinacloudapi.cn', 'https://login.chinacloudapi.cn'),
  });

/**
 * The clouds in which Microsoft Graph is offered: its root, the authority of the sign-in, and the scope to ask for.
 * Tokens of one cloud are of no use in another.
 *
 * @example
 * ```js
 * const { authority, scope } = clouds.usGovL4;
 * const msal = new PublicClientApplication({ auth: { clientId, authority: `${authority}/${tenant}` } });
 * await msal.loginPopup({ scopes: [scope] });
 * ```
 *
 * @see https://learn.microsoft.com/graph/deployments
 */
export const clouds: Readonly<Record<Cloud, CloudEndpoints>> = /* @__PURE__ */ all();
