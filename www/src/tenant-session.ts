/**
 * A sign-in to a tenant with MSAL.js, in a window of its own.
 *
 * Tokens are cached in memory only. MSAL.js refuses to sign in by redirect then (`in_mem_redirect_unavailable`), so
 * it is done in a popup, which also keeps what was typed. The popup comes back to this page's own address, where
 * `sign-in-return.ts` hands the answer over.
 */
import {
  type AccountInfo,
  AuthError,
  CacheLookupPolicy,
  type Configuration,
  InteractionRequiredAuthError,
  ProtocolMode,
  PublicClientApplication,
} from '@azure/msal-browser';
import { clouds, type TokenRequest } from 'entra-access-packages';
import type { TenantConfig } from './config.js';
import { SignInNeeded } from './identity.js';
import type { TenantIds } from './remembered-ids.js';

/** How long a person may take in the popup, in milliseconds: MSAL.js' minute is short for a second factor. */
const POPUP_TIMEOUT_MS = 600_000;

/** Where MSAL.js comes back to; it has to be registered to the letter. */
const redirectUri = `${location.origin}/`;

/** One app registration in one tenant. */
export class TenantSession {
  readonly #msal: PublicClientApplication;
  readonly #tenantId: string;
  #account: AccountInfo | undefined;
  /** The claims that Graph asked for when the browser did not allow to ask the person: for the next sign-in. */
  #claims: string | undefined;

  private constructor(msal: PublicClientApplication, tenantId: string) {
    this.#msal = msal;
    this.#tenantId = tenantId;
  }

  /** Sets MSAL.js up. */
  static async open(ids: TenantIds, config: TenantConfig): Promise<TenantSession> {
    const msal = new PublicClientApplication(configuration(ids, config));
    await msal.initialize();
    return new TenantSession(msal, ids.tenantId);
  }

  /** The name of who is signed in. */
  get userName(): string | undefined {
    return this.#account && (this.#account.username || this.#account.name || 'somebody without a name');
  }

  /** The tenant of who is signed in: two domains may name the same one. */
  get tenant(): string {
    return this.#account?.tenantId || this.#tenantId;
  }

  /** Opens the popup to sign in. Consent for the scopes is asked for on the way. */
  async signIn(scopes: string[]): Promise<void> {
    const { account } = await this.#msal.loginPopup({
      scopes,
      redirectUri,
      prompt: 'select_account',
      // Whoever closed the last popup presses the button again; MSAL.js does not notice a closed one.
      overrideInteractionInProgress: true,
      ...withClaims(this.#claims),
    });
    this.#claims = undefined;
    this.#account = account;
  }

  /** Forgets the tokens and opens the popup to end the session at the tenant. */
  async signOut(): Promise<void> {
    const account = this.#account;
    this.#account = undefined;
    await this.#msal.logoutPopup({ postLogoutRedirectUri: redirectUri, ...(account ? { account } : {}) });
  }

  /** A token for Graph: from the cache, with the refresh token, or by asking the person. */
  async token({ scopes, claims, forceRefresh }: TokenRequest): Promise<string> {
    const account = this.#account;
    if (!account) throw new SignInNeeded('nobody is signed in');
    try {
      const { accessToken } = await this.#msal.acquireTokenSilent({
        scopes,
        account,
        redirectUri,
        ...withClaims(claims),
        // The other policies fall back to a hidden frame, which our Content-Security-Policy does not allow.
        cacheLookupPolicy: forceRefresh ? CacheLookupPolicy.RefreshToken : CacheLookupPolicy.AccessTokenAndRefreshToken,
      });
      return accessToken;
    } catch (error) {
      if (error instanceof InteractionRequiredAuthError) return this.#ask(scopes, account, claims);
      throw error;
    }
  }

  async #ask(scopes: string[], account: AccountInfo, claims: string | undefined): Promise<string> {
    try {
      const result = await this.#msal.acquireTokenPopup({ scopes, account, redirectUri, ...withClaims(claims) });
      return result.accessToken;
    } catch (error) {
      // Browsers block popups that nobody asked for by a click or a key.
      if (!(error instanceof AuthError && error.errorCode === 'popup_window_error')) throw error;
      this.#claims = claims;
      throw new SignInNeeded('the person has to be asked, and the browser blocked the window', { cause: error });
    }
  }
}

/** MSAL.js takes the claims as the JSON text that the package gives, and then asks for a token anew. */
function withClaims(claims: string | undefined): { claims?: string } {
  return claims === undefined ? {} : { claims };
}

function configuration({ clientId, tenantId }: TenantIds, config: TenantConfig): Configuration {
  return {
    auth: {
      clientId,
      authority: config.authority ?? `${clouds[config.cloud ?? 'global'].authority}/${tenantId}`,
      knownAuthorities: config.knownAuthorities ?? [],
      redirectUri,
      postLogoutRedirectUri: redirectUri,
      // Says that we understand claims challenges: without it the tenant's policies take effect late.
      clientCapabilities: ['CP1'],
    },
    cache: { cacheLocation: 'memoryStorage' },
    system: {
      protocolMode: config.protocolMode === 'OIDC' ? ProtocolMode.OIDC : ProtocolMode.AAD,
      popupBridgeTimeout: POPUP_TIMEOUT_MS,
    },
  };
}
