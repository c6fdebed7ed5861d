import type { IPublicClientApplication } from '@azure/msal-browser';
import { createAccessPackageClient } from 'entra-access-packages';
import { msalGetToken } from 'entra-access-packages/msal';

export const isSandbox = new URLSearchParams(location.search).has('sandbox');

/** The client: on a fake Graph in this page with `?sandbox`, else for whoever is signed in. */
export async function openClient(msal: IPublicClientApplication) {
  if (!isSandbox) return createAccessPackageClient({ getToken: msalGetToken(msal, { interaction: 'redirect' }) });
  const { createFakeGraph } = await import('entra-access-packages/testing');
  const fake = createFakeGraph();
  return createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
}
