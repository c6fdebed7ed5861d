import { createAccessPackageClient } from 'entra-access-packages';

/** The client: on a fake Graph in this process with `SANDBOX=1`, else for the app of the client credentials. */
export async function openClient() {
  const { SANDBOX, AZURE_TENANT_ID = '', AZURE_CLIENT_ID = '', AZURE_CLIENT_SECRET = '' } = process.env;
  if (SANDBOX) {
    const { createFakeGraph } = await import('entra-access-packages/testing');
    const fake = createFakeGraph();
    return createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  }
  const { ClientSecretCredential } = await import('@azure/identity');
  const credential = new ClientSecretCredential(AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET);
  return createAccessPackageClient({
    async getToken({ scopes: [scope = ''], claims, signal }) {
      // An app alone asks for whatever it was granted.
      const granted = new URL('/.default', scope).href;
      return (await credential.getToken(granted, { claims, abortSignal: signal })).token;
    },
  });
}
