/** `msalGetToken` and the types of an edition of MSAL.js. */
import {
  type AccountInfo,
  CacheLookupPolicy,
  createStandardPublicClientApplication,
  InteractionRequiredAuthError,
  type IPublicClientApplication,
  type PopupRequest,
  PublicClientApplication,
} from '@azure/msal-browser';
import { createAccessPackageClient, type GetToken, TokenError } from 'entra-access-packages';
import {
  InteractionRequiredError,
  type InteractionRequiredReason,
  type MsalApp,
  type MsalGetTokenOptions,
  msalGetToken,
} from 'entra-access-packages/msal';

const config = { auth: { clientId: '0a1b2c3d-4e5f-4678-9abc-def012345678' } };

export async function compiles(app: PublicClientApplication, held: IPublicClientApplication, account: AccountInfo) {
  const getToken: GetToken = msalGetToken(app);
  createAccessPackageClient({ getToken });
  createAccessPackageClient({ getToken: msalGetToken(held, { interaction: 'popup' }), cloud: 'china' });
  msalGetToken(new PublicClientApplication(config), { interaction: 'redirect' });
  msalGetToken(await createStandardPublicClientApplication(config), { interaction: 'none' });

  msalGetToken(app, { account });
  msalGetToken(app, { account: () => app.getActiveAccount() });
  msalGetToken(held, { account: () => held.getAllAccounts().find(({ tenantId }) => tenantId === account.tenantId) });
  msalGetToken(held, { account: () => null });

  msalGetToken(app, { cacheLookupPolicy: CacheLookupPolicy.Default, redirectUri: '/', authority: 'https://x.example' });
  msalGetToken(app, {
    popup: { redirectUri: '/blank.html', popupWindowAttributes: { popupSize: { height: 9, width: 9 } } },
  });
  msalGetToken(held, {
    popup: { loginHint: 'ada', domainHint: 'contoso.example', extraQueryParameters: { dc: 'ests' } },
  });
  msalGetToken(held, { redirect: { redirectStartPage: '/start', loginHint: 'ada' } });

  const options: MsalGetTokenOptions<PublicClientApplication> = { interaction: 'popup', account };
  msalGetToken(app, options);
  const anything: MsalApp = held;
  msalGetToken(anything, { account: { homeAccountId: 'ada' } });
}

export async function claimsOf(
  error: unknown,
  app: IPublicClientApplication,
): Promise<InteractionRequiredReason | undefined> {
  if (!(error instanceof TokenError && error.cause instanceof InteractionRequiredError)) return undefined;
  const { reason, claims, cause } = error.cause;
  if (cause instanceof InteractionRequiredAuthError) cause.errorCode satisfies string;
  const request: PopupRequest = { scopes: [], ...(claims !== undefined && { claims }) };
  await app.acquireTokenPopup(request);
  return reason;
}

export function doesNotCompile(app: PublicClientApplication, held: IPublicClientApplication, account: AccountInfo) {
  msalGetToken(); // TS2554
  msalGetToken({}); // TS2345 TS2739
  msalGetToken(config); // TS2345 TS2739
  msalGetToken(PublicClientApplication); // TS2345 TS2739
  msalGetToken({ instance: held }); // TS2353 TS2345
  msalGetToken(app, 'popup'); // TS2559
  msalGetToken(app, { interaction: 'silent' }); // TS2322
  msalGetToken(app, { prompt: 'login' }); // TS2353 TS2345 TS2559
  msalGetToken(app, { account: 'ada' }); // TS2322
  msalGetToken(app, { account: { homeAccountId: 'ada' } }); // TS2322 TS2740 TS2739
  msalGetToken(app, { account: () => 'ada' }); // TS2322
  msalGetToken(app, { account: async () => account }); // TS2322
  msalGetToken(app, { cacheLookupPolicy: 'Skip' }); // TS2322
  msalGetToken(app, { popup: { scopes: ['User.Read'] } }); // TS2353 TS2322
  msalGetToken(app, { popup: { claims: '{}' } }); // TS2353 TS2322
  msalGetToken(app, { redirect: { account } }); // TS2353 TS2322
  msalGetToken(app, { popup: { redirectStartPage: '/' } }); // TS2353 TS2322
  msalGetToken(app, { redirect: { popupWindowAttributes: {} } }); // TS2353 TS2322
  const token: string = msalGetToken(held); // TS2322
  const request: { claims: string } = new InteractionRequiredError('expired'); // TS2322
  const reason: InteractionRequiredReason = 'tired'; // TS2322
  return { token, request, reason };
}
