/** The portal with the service of `@azure/msal-angular`, out of the injector of an Angular application. */
import '@angular/compiler';
import { provideZonelessChangeDetection } from '@angular/core';
import { createApplication as createAngularApplication } from '@angular/platform-browser';
import { MSAL_INSTANCE, MsalBroadcastService, MsalService } from '@azure/msal-angular';
import { firstValueFrom } from 'rxjs';
import { createApplication } from './application.mjs';
import { runPortal } from './portal.mjs';

const angular = await createAngularApplication({
  providers: [
    provideZonelessChangeDetection(),
    { provide: MSAL_INSTANCE, useFactory: createApplication },
    MsalBroadcastService,
    MsalService,
  ],
});
const service = angular.injector.get(MsalService);
await firstValueFrom(service.initialize());
const back = await firstValueFrom(service.handleRedirectObservable());
await runPortal(service.instance, back !== null);
