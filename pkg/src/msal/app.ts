/**
 * What is used of MSAL.js, told by its shape: the real types of MSAL.js 4 and of MSAL.js 5 both fit, and nothing of
 * either has to be installed to read these.
 */

/** Of a signed-in account, what is looked at. MSAL.js' `AccountInfo` has more. */
export interface MsalAccount {
  /** MSAL.js' own name of the account, the same in every tenant. */
  homeAccountId: string;
}

/** Of a request to MSAL.js, what is given. */
export interface MsalRequest {
  /** The scopes to ask for. */
  scopes: string[];
  /** Whose token. */
  account?: MsalAccount;
  /** What the token has to say, as JSON text. */
  claims?: string;
  /** Where the answer comes back to, as it is registered. */
  redirectUri?: string | undefined;
  /** Whom to ask. */
  authority?: string | undefined;
}

/** Of a silent request to MSAL.js, what is given. */
export interface MsalSilentRequest extends MsalRequest {
  /** Where MSAL.js may look: one of its `CacheLookupPolicy`. */
  cacheLookupPolicy?: number;
  /** Whether a cached token will not do. */
  forceRefresh?: boolean;
}

/** Of an answer of MSAL.js, what is read. */
export interface MsalResult {
  /** The access token. */
  accessToken: string;
  /** Whose it is. */
  account: MsalAccount | null;
  /** Whether it was in the cache. */
  fromCache: boolean;
}

/**
 * An application of MSAL.js: a `PublicClientApplication` or whatever else implements `IPublicClientApplication`, of
 * MSAL.js 4 or 5. In React it is `useMsal().instance`, in Angular `MsalService.instance`.
 */
export interface MsalApp {
  /** Gives a token without asking anybody. */
  acquireTokenSilent(request: MsalSilentRequest): Promise<MsalResult>;
  /** Asks the person in a window of its own. */
  acquireTokenPopup(request: MsalRequest): Promise<MsalResult>;
  /** Leaves the page to ask the person. */
  acquireTokenRedirect(request: MsalRequest): Promise<void>;
  /** The account that the application has chosen. */
  getActiveAccount(): MsalAccount | null;
  /** All accounts that are signed in. */
  getAllAccounts(): MsalAccount[];
}
