/** The portal without a framework. */
import { createApplication } from './application.mjs';
import { runPortal } from './portal.mjs';

const msal = createApplication();
await msal.initialize();
const back = await msal.handleRedirectPromise();
if (back) msal.setActiveAccount(back.account);
await runPortal(msal, back !== null);
