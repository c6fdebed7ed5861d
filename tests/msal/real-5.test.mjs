/** Signing in with MSAL.js 5 in Chromium, and what comes of it. */
import { testEdition } from './real/scenarios.mjs';

const five = { hasBridge: true, noticesClosedWindows: false };
testEdition('MSAL.js 5.30.0', { edition: '@azure/msal-browser', ...five });
testEdition('MSAL.js 5.0.2', { edition: 'msal-5-first', ...five, brief: true });
