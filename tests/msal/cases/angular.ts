/** What a service of an app with `@azure/msal-angular` has. */
import { inject } from '@angular/core';
import { MSAL_INSTANCE, MsalService } from '@azure/msal-angular';
import type { IPublicClientApplication } from '@azure/msal-browser';
import { type AccessPackageClient, createAccessPackageClient } from 'entra-access-packages';
import { msalGetToken } from 'entra-access-packages/msal';

export class AccessPackages {
  readonly client: AccessPackageClient;

  constructor(msal: MsalService) {
    this.client = createAccessPackageClient({ getToken: msalGetToken(msal.instance, { interaction: 'redirect' }) });
  }
}

export function clientOfInjector() {
  const { instance } = inject(MsalService);
  msalGetToken(inject<IPublicClientApplication>(MSAL_INSTANCE));
  return createAccessPackageClient({
    getToken: msalGetToken(instance, { account: () => instance.getActiveAccount() }),
  });
}

export function doesNotCompile(msal: MsalService) {
  msalGetToken(msal); // TS2345 TS2739
  msalGetToken(inject(MsalService)); // TS2345 TS2739
  msalGetToken(MSAL_INSTANCE); // TS2345 TS2739
  msalGetToken(msal.instance, { account: msal.instance.getAllAccounts }); // TS2322
}
