/**
 * `entra-access-packages/msal`: tokens for a client from MSAL.js 4 or 5 (`@azure/msal-browser`), also where
 * `@azure/msal-react` or `@azure/msal-angular` holds its application.
 *
 * Nothing of MSAL.js is imported, not even when this runs.
 *
 * @packageDocumentation
 */
export type { GetToken, TokenRequest, TokenRequestReason } from '../types.js';
export type { MsalAccount, MsalApp, MsalRequest, MsalResult, MsalSilentRequest } from './app.js';
export { msalGetToken } from './get-token.js';
export { InteractionRequiredError, type InteractionRequiredReason } from './interaction-required.js';
export type { MsalAccountOf, MsalAdditions, MsalGetTokenOptions, MsalInteraction } from './options.js';
