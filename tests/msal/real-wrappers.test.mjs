/** Signing in with MSAL.js as React and Angular applications hold it, in Chromium. */
import { testEdition } from './real/scenarios.mjs';

const five = { edition: '@azure/msal-browser', hasBridge: true, noticesClosedWindows: false, brief: true };
testEdition('@azure/msal-react', { ...five, page: 'page-react' });
testEdition('@azure/msal-angular', { ...five, page: 'page-angular', evaluates: true });
