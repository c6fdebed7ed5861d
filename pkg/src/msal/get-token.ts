/** The token callback that asks MSAL.js. */
import type { GetToken, TokenRequest } from '../types.js';
import type { MsalAccount, MsalApp, MsalRequest, MsalResult } from './app.js';
import { mergeClaims } from './claims.js';
import { InteractionRequiredError, reasonOf } from './interaction-required.js';
import { LOOK, type MsalGetTokenOptions, readSettings, type Settings } from './options.js';
import { orAbort } from './or-abort.js';
import { takeTurn, turnOf } from './turns.js';

/** How often a token out of the cache is not believed where a new one was asked for. */
const ASKS = 3;

/**
 * Makes the `getToken` of a client out of an application of MSAL.js 4 or 5.
 *
 * ```ts
 * const client = createAccessPackageClient({ getToken: msalGetToken(msal, { interaction: 'popup' }) });
 * ```
 *
 * It asks silently, with the scopes that the client names, which are those of its cloud. Claims that Graph asks for are
 * passed on, and the cache is left out then, as it is when Graph did not take a token. Where MSAL.js needs the person,
 * `interaction` says what is done. One window is open at a time for all clients of an application; whoever waits for it
 * gets its token too. An abort ends the waiting, and leaves the window as it is.
 *
 * The application has to be initialized. No token is kept here: MSAL.js' cache is the only one.
 *
 * @param app - `useMsal().instance` in React, `MsalService.instance` in Angular
 * @returns a callback that rejects with an {@link InteractionRequiredError} where only a person can help, and with
 *   what MSAL.js throws otherwise
 * @throws `TypeError` `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`: an argument is of the wrong kind.
 */
export function msalGetToken<App extends MsalApp>(app: App, options: MsalGetTokenOptions<App> = {}): GetToken {
  const desk = new MsalDesk(app, readSettings(app, options as MsalGetTokenOptions));
  return (request) => desk.token(request);
}

class MsalDesk {
  readonly #app: MsalApp;
  readonly #settings: Settings;
  /** Whoever signed in when a token was asked for and nobody was. */
  #signedIn: MsalAccount | undefined;
  /** The question that the person did not answer, if there is one: the claims that Graph asks for, and all that are wanted. */
  #owed: { claims: string | undefined; wanted: string | undefined } | undefined;
  /** Whether there is a window that nobody waits for any more. */
  #abandoned = false;

  constructor(app: MsalApp, settings: Settings) {
    this.#app = app;
    this.#settings = settings;
  }

  async token(request: TokenRequest): Promise<string> {
    const { signal } = request;
    signal.throwIfAborted();
    for (;;) {
      const asked = this.#request(request);
      const found = await this.#askSilently(asked, request);
      if (typeof found === 'string') return found;
      if (this.#settings.interaction === 'none') throw found;
      const turn = turnOf(this.#app);
      if (!turn) return this.#askPerson(asked, found.claims, signal);
      const ending = await orAbort(turn, signal);
      // Nobody wants the same question twice.
      if (typeof ending === 'object') throw ending;
    }
  }

  #request({ scopes, claims }: TokenRequest): MsalRequest {
    const account = this.#account();
    return { scopes, ...(account && { account }), ...(claims !== undefined && { claims }) };
  }

  #account(): MsalAccount | undefined {
    const given = this.#settings.account();
    if (given) return given;
    const all = this.#app.getAllAccounts();
    const last = all.find(({ homeAccountId }) => homeAccountId === this.#signedIn?.homeAccountId);
    // `null` is an answer: nobody.
    if (given === null) return last;
    return this.#app.getActiveAccount() ?? (all.length === 1 ? all[0] : last);
  }

  /** Gives a token, or what says that the person is needed. */
  async #askSilently(asked: MsalRequest, { claims, forceRefresh, signal }: TokenRequest) {
    if (!asked.account) return new InteractionRequiredError('signedOut', claims);
    // Claims are not always part of the key of MSAL.js' cache, and where they are, what is there was refused.
    const renew = forceRefresh || claims !== undefined;
    const { usual, renew: anew } = this.#settings.policies;
    // What is known to need the person is not asked of the network once more, which would cost the click its worth.
    const inClick = globalThis.navigator?.userActivation?.isActive;
    const owed = inClick && this.#owed?.claims === claims ? this.#owed : undefined;
    const cacheLookupPolicy = owed ? LOOK.cache : renew ? anew : usual;
    const silent = { ...this.#settings.common, ...asked, cacheLookupPolicy, forceRefresh: renew };
    try {
      for (let left = ASKS; ; left--) {
        const { accessToken, fromCache } = await orAbort(this.#app.acquireTokenSilent(silent), signal);
        // MSAL.js takes a question for the same as one that is under way even if only the other may use the cache.
        if (renew && fromCache && left > 1) continue;
        this.#owed = undefined;
        return accessToken;
      }
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const reason = reasonOf(error);
      if (reason === undefined) throw error;
      const wanted = owed ? owed.wanted : mergeClaims(claims, (error as { claims?: unknown }).claims);
      return new InteractionRequiredError(reason, wanted, error);
    }
  }

  /** Asks the person as it was told to, in the same turn of the event loop. */
  async #askPerson(asked: MsalRequest, wanted: string | undefined, signal: AbortSignal): Promise<string> {
    const request = { ...asked, ...(wanted !== undefined && { claims: wanted }) };
    const end = takeTurn(this.#app);
    try {
      const asking =
        this.#settings.interaction === 'popup' ? this.#popUp(request, signal) : this.#leave(request, signal);
      const { accessToken, account } = await asking;
      const expected = asked.account?.homeAccountId;
      if (expected && account?.homeAccountId && expected !== account.homeAccountId) {
        throw new InteractionRequiredError('otherAccount', wanted);
      }
      if (!expected && account) this.#signedIn = account;
      this.#owed = undefined;
      end('signedIn');
      return accessToken;
    } catch (error) {
      this.#owed = { claims: asked.claims, wanted };
      if (signal.aborted) {
        this.#abandoned = true;
        end('abandoned');
        throw signal.reason;
      }
      const reason = reasonOf(error);
      const told = reason === undefined ? error : new InteractionRequiredError(reason, wanted, error);
      end(told instanceof InteractionRequiredError ? told : new InteractionRequiredError('expired', wanted, error));
      throw told;
    }
  }

  #popUp(asked: MsalRequest, signal: AbortSignal): Promise<MsalResult> {
    const { common, popup } = this.#settings;
    // MSAL.js 5 does not notice every closed window: without this it would refuse to open another for a minute.
    const override = this.#abandoned && { overrideInteractionInProgress: true };
    const answer = this.#app.acquireTokenPopup({ ...whoIsIt(asked), ...common, ...override, ...popup, ...asked });
    const forget = () => {
      this.#abandoned = false;
    };
    answer.then(forget, forget);
    return orAbort(answer, signal);
  }

  async #leave(asked: MsalRequest, signal: AbortSignal): Promise<never> {
    const { common, redirect } = this.#settings;
    await orAbort(this.#app.acquireTokenRedirect({ ...whoIsIt(asked), ...common, ...redirect, ...asked }), signal);
    throw new InteractionRequiredError('leaving', asked.claims);
  }
}

/** Lets the person choose where nothing says who it is. */
function whoIsIt({ account }: MsalRequest) {
  return account ? {} : { prompt: 'select_account' };
}
