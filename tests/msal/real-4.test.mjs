/** Signing in with MSAL.js 4 in Chromium, and what comes of it. */
import { testEdition } from './real/scenarios.mjs';

const four = { hasBridge: false, noticesClosedWindows: true };
testEdition('MSAL.js 4.30.0', { edition: 'msal-4', ...four });
testEdition('MSAL.js 4.0.1', { edition: 'msal-4-first', ...four, brief: true });
