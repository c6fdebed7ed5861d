/** The options of {@link msalGetToken}, and what becomes of them. */
import { argumentError } from '../argument-error.js';
import type { MsalApp } from './app.js';

/** Whether and how a person may be asked. */
export type MsalInteraction = 'none' | 'popup' | 'redirect';

/** What the requests of an application take besides what is set here. */
export type MsalAdditions<Request> = Partial<Omit<Request, 'scopes' | 'account' | 'claims' | 'authenticationScheme'>>;

/** The accounts of an application: MSAL.js' `AccountInfo`. */
export type MsalAccountOf<App extends MsalApp> = NonNullable<ReturnType<App['getActiveAccount']>>;

/** How {@link msalGetToken} gets its tokens. */
export interface MsalGetTokenOptions<App extends MsalApp = MsalApp> {
  /**
   * Whose token, or a function that tells it anew for every token. Default: the active account, else the only one, else
   * the one that signed in last when a token was asked for. `null` means that nobody is signed in.
   */
  account?: MsalAccountOf<App> | (() => MsalAccountOf<App> | null | undefined);
  /**
   * What to do when MSAL.js needs the person. Default: `none`.
   *
   * - `none`: nothing. The call rejects with a `TokenError` whose `cause` is an {@link InteractionRequiredError}, a bulk
   *   job pauses.
   * - `popup`: open a window. Browsers do that right after a click or a key; a window that was blocked is told like
   *   `none`, and opens at the next token that is asked for in a click, such as by `job.resume()`.
   * - `redirect`: leave the page. What is under way is cut off: keep a journal of bulk jobs. The page that the person
   *   comes back to has to call `handleRedirectPromise()`, as always with MSAL.js.
   */
  interaction?: MsalInteraction;
  /**
   * Where MSAL.js may look for a token before the person is asked, one of its `CacheLookupPolicy`. Default: 2,
   * `AccessTokenAndRefreshToken`: the cache, then the refresh token. 0, `Default`, tries a hidden frame after these,
   * which needs `frame-src` in the Content-Security-Policy and browsers that send third-party cookies. Where a cached
   * token will not do, its counterpart without the cache is used: 3 for 1 and 2, 4 for 0.
   */
  cacheLookupPolicy?: Parameters<App['acquireTokenSilent']>[0]['cacheLookupPolicy'];
  /** Where answers come back to, for all requests. Default: the application's. */
  redirectUri?: string;
  /** Whom to ask, for all requests. Default: the application's. */
  authority?: string;
  /** What else to say in the request of a window, such as `loginHint` or `popupWindowAttributes`. */
  popup?: MsalAdditions<Parameters<App['acquireTokenPopup']>[0]>;
  /** What else to say in the request that leaves the page, such as `loginHint` or `redirectStartPage`. */
  redirect?: MsalAdditions<Parameters<App['acquireTokenRedirect']>[0]>;
}

/** MSAL.js' `CacheLookupPolicy`, whose numbers are the same in 4 and 5. */
export const LOOK = { cache: 1, cacheAndRefreshToken: 2 } as const;

/** To each policy, the one that does as much without the cache. */
const WITHOUT_CACHE = [4, 3, 3, 3, 4, 5];

/** The options, checked and with their defaults. */
export interface Settings {
  account: () => { homeAccountId: string } | null | undefined;
  interaction: MsalInteraction;
  /** The policy where a cached token will do, and where not. */
  policies: { usual: number; renew: number };
  /** Said in every request. */
  common: { redirectUri: string | undefined; authority: string | undefined };
  popup: object;
  redirect: object;
}

const METHODS = [
  'acquireTokenSilent',
  'acquireTokenPopup',
  'acquireTokenRedirect',
  'getActiveAccount',
  'getAllAccounts',
];

/** Reads the arguments of {@link msalGetToken}. */
export function readSettings(app: MsalApp, options: MsalGetTokenOptions): Settings {
  // A service of msal-angular looks much like the application that it holds.
  const isApp = METHODS.every(
    (name) => typeof (app as unknown as Record<string, unknown> | null)?.[name] === 'function',
  );
  check(isApp, 'app', 'a PublicClientApplication, in Angular MsalService.instance');
  const { account, interaction = 'none', cacheLookupPolicy = LOOK.cacheAndRefreshToken } = options;
  const { redirectUri, authority, popup = {}, redirect = {} } = options;
  check(!account || typeof account === 'object' || typeof account === 'function', 'account', 'an account');
  const renew = WITHOUT_CACHE[cacheLookupPolicy];
  check(['none', 'popup', 'redirect'].includes(interaction), 'interaction', '"none", "popup" or "redirect"', 'VALUE');
  check(renew !== undefined, 'cacheLookupPolicy', 'one of MSAL.js', 'VALUE');
  return {
    account: typeof account === 'function' ? account : () => account,
    interaction,
    policies: { usual: cacheLookupPolicy, renew },
    common: { redirectUri, authority },
    popup,
    redirect,
  };
}

function check(holds: boolean, name: string, wanted: string, wrong: 'TYPE' | 'VALUE' = 'TYPE'): asserts holds {
  if (!holds) throw argumentError(`ERR_INVALID_ARG_${wrong}`, `"${name}" must be ${wanted}`);
}
