import { inject, provideAppInitializer, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { MSAL_INSTANCE, MsalService } from '@azure/msal-angular';
import { PublicClientApplication } from '@azure/msal-browser';
import { clientId, tenantId } from './config';
import { CreateForm } from './create-form';

const msal = new PublicClientApplication({
  auth: { clientId, authority: `https://login.microsoftonline.com/${tenantId}`, redirectUri: location.origin },
});

await bootstrapApplication(CreateForm, {
  providers: [
    provideZonelessChangeDetection(),
    { provide: MSAL_INSTANCE, useValue: msal },
    MsalService,
    provideAppInitializer(async () => {
      const { instance } = inject(MsalService);
      await instance.initialize();
      await instance.handleRedirectPromise();
    }),
  ],
});
