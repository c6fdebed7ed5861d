import { createAccessPackageClient } from 'entra-access-packages';
import { clientId, tenantId } from './config.js';

/** The client: on a fake Graph in this page with `?sandbox`, else for whoever is signed in. */
export async function openClient() {
  if (new URLSearchParams(location.search).has('sandbox')) {
    const { createFakeGraph } = await import('entra-access-packages/testing');
    const fake = createFakeGraph();
    return createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  }
  const { PublicClientApplication } = await import('@azure/msal-browser');
  const { msalGetToken } = await import('entra-access-packages/msal');
  const msal = new PublicClientApplication({
    auth: { clientId, authority: `https://login.microsoftonline.com/${tenantId}`, redirectUri: location.origin },
  });
  await msal.initialize();
  await msal.handleRedirectPromise();
  return createAccessPackageClient({ getToken: msalGetToken(msal, { interaction: 'redirect' }) });
}
