(() => {
  const { createAccessPackageClient, isAccessPackageError } = globalThis.EntraAccessPackages;
  const { clientId, tenantId, catalogId } = globalThis.config;
  const form = document.querySelector('form');
  const status = document.querySelector('[role=status]');
  const lookAgain = document.querySelector('#look-again');

  /** The client: on a fake Graph in this page with `?sandbox`, else for whoever is signed in. */
  async function openClient() {
    if (new URLSearchParams(location.search).has('sandbox')) {
      const { createFakeGraph } = await import('./node_modules/entra-access-packages/dist/testing.js');
      const fake = createFakeGraph();
      return createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
    }
    const { msalGetToken } = await import('./node_modules/entra-access-packages/dist/msal.js');
    const msal = new globalThis.msal.PublicClientApplication({
      auth: { clientId, authority: `https://login.microsoftonline.com/${tenantId}`, redirectUri: location.origin },
    });
    await msal.initialize();
    await msal.handleRedirectPromise();
    return createAccessPackageClient({ getToken: msalGetToken(msal, { interaction: 'redirect' }) });
  }

  const client = openClient();
  let ticket;

  /** Shows what became of it, whatever that is. */
  async function show(work) {
    status.textContent = 'working …';
    lookAgain.hidden = true;
    try {
      status.textContent = await work(await client);
    } catch (error) {
      const { code = 'Error', message, cause } = error;
      status.textContent = cause instanceof Error ? `${code}: ${message} (${cause.message})` : `${code}: ${message}`;
      if (!isAccessPackageError(error) || !error.ticket) return;
      ticket = error.ticket;
      lookAgain.hidden = false;
      status.textContent += '. It may have been created: do not create it again, press "Look again".';
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const displayName = form.elements.displayName.value;
    void show(async (client) => {
      const { outcome, accessPackage } = await client.create({ displayName, catalog: { id: catalogId } });
      return `${outcome}: ${accessPackage.id}`;
    });
  });

  lookAgain.addEventListener('click', () =>
    show(async (client) => {
      const { outcome, accessPackage } = await client.recheck(ticket);
      return `${outcome}: ${accessPackage?.id ?? 'you may create it again'}`;
    }),
  );
})();
