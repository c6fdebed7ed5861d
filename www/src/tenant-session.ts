/**
 * A sign-in to a tenant with MSAL.js, in a window of its own.
 *
 * Tokens are cached in memory only. MSAL.js refuses to sign in by redirect then (`in_mem_redirect_unavailable`), so
 * it is done in a popup, which also keeps what was typed. The popup comes back to this page's own address, where
 * `sign-in-return.ts` hands the answer over.
 */
import { type AccountInfo, type Configuration, ProtocolMode, PublicClientApplication } from '@azure/msal-browser';
import { clouds, type TokenRequest } from 'entra-access-packages';
import { type GetToken, InteractionRequiredError, msalGetToken } from 'entra-access-packages/msal';
import type { TenantConfig } from './config.js';
import type { TenantIds } from './remembered-ids.js';

/** How long a person may take in the popup, in milliseconds: MSAL.js' minute is short for a second factor. */
const POPUP_TIMEOUT_MS = 600_000;

/** Where MSAL.js comes back to; it has to be registered to the letter. */
const redirectUri = `${location.origin}/`;

/** One app registration in one tenant. */
export class TenantSession {
  readonly #msal: PublicClientApplication;
  readonly #tenantId: string;
  readonly #getToken: GetToken;
  #account: AccountInfo | undefined;
  /** The claims that Graph asked for when the person could not be asked, or did not answer: for the next sign-in. */
  #claims: string | undefined;

  private constructor(msal: PublicClientApplication, tenantId: string) {
    this.#msal = msal;
    this.#tenantId = tenantId;
    this.#getToken = msalGetToken(msal, { account: () => this.#account ?? null, interaction: 'popup', redirectUri });
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
  async token(request: TokenRequest): Promise<string> {
    // Who signs in first is asked for by the button, which says what it does.
    if (!this.#account) throw new InteractionRequiredError('signedOut');
    try {
      return await this.#getToken(request);
    } catch (error) {
      if (error instanceof InteractionRequiredError) this.#claims = error.claims;
      throw error;
    }
  }
}

/** MSAL.js takes the claims as the JSON text that the package gives. */
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
