/** Makes the application, with the edition of MSAL.js that the page was bundled with. */
import { PublicClientApplication } from '@azure/msal-browser';

/** What the tests set up. */
export const settings = await (await fetch('/settings.json')).json();

export const createApplication = () =>
  new PublicClientApplication({
    auth: {
      ...{ clientId: settings.clientId, authority: settings.authority, redirectUri: `${location.origin}/` },
      knownAuthorities: [new URL(settings.authority).host],
      clientCapabilities: ['CP1'],
      // Where MSAL.js 4 looks for it.
      protocolMode: 'OIDC',
    },
    cache: { cacheLocation: 'sessionStorage' },
    system: {
      protocolMode: 'OIDC',
      // A token is good until it has run out.
      tokenRenewalOffsetSeconds: 0,
      // How long MSAL.js 5 waits for a window that does not answer.
      popupBridgeTimeout: settings.popupTimeoutMs,
    },
  });
