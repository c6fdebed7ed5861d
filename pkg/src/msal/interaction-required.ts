/** What tells that only a person can help, and which failures of MSAL.js mean that. */

/**
 * Why somebody has to be asked, or why asking did not help.
 *
 * - `signedOut`: nobody is signed in, or several are and none of them is the active one.
 * - `expired`: MSAL.js cannot get a token without the person: the sign-in has run out, consent or a second factor is
 *   missing, or Graph wants claims that need one of these.
 * - `blocked`: the browser blocked the window. Browsers open one right after a click or a key only.
 * - `cancelled`: the person closed the window or refused.
 * - `timedOut`: nothing came back from the window in the time that MSAL.js gives it.
 * - `busy`: another sign-in of this page is under way.
 * - `leaving`: the page is about to leave for the sign-in.
 * - `otherAccount`: the person signed in as somebody else than was asked for; that token is not used.
 */
export type InteractionRequiredReason =
  | 'signedOut'
  | 'expired'
  | 'blocked'
  | 'cancelled'
  | 'timedOut'
  | 'busy'
  | 'leaving'
  | 'otherAccount';

/**
 * There is no token until a person does something. It reaches callers as the `cause` of a `TokenError`, and it pauses a
 * bulk job with the reason `interactionRequired`.
 */
export class InteractionRequiredError extends Error {
  /** By this a job knows that it has to pause; bundlers shorten the names of classes. */
  override readonly name = 'InteractionRequiredError';
  /** Why. */
  readonly reason: InteractionRequiredReason;
  /** The claims that the next sign-in has to ask for, as the JSON text that MSAL.js takes. */
  declare readonly claims?: string;

  constructor(reason: InteractionRequiredReason, claims?: string, cause?: unknown) {
    super(`Somebody has to sign in (${reason}).`, { cause });
    this.reason = reason;
    if (claims !== undefined) this.claims = claims;
  }
}

/**
 * The codes of MSAL.js 4 and 5 that mean it.
 *
 * `invalid_grant` is a refresh token that is not taken any more: in single-page apps a day after the sign-in. MSAL.js
 * calls it a server error, because it would go on with a hidden frame, which is not allowed here.
 */
const REASONS: Record<string, InteractionRequiredReason> = {
  no_account_error: 'signedOut',
  invalid_grant: 'expired',
  token_refresh_required: 'expired',
  popup_window_error: 'blocked',
  empty_window_error: 'blocked',
  user_cancelled: 'cancelled',
  access_denied: 'cancelled',
  interaction_in_progress_cancelled: 'cancelled',
  monitor_popup_timeout: 'timedOut',
  monitor_window_timeout: 'timedOut',
  timed_out: 'timedOut',
  interaction_in_progress: 'busy',
};

/** Tells whether a failure of MSAL.js means that a person is needed, and why. */
export function reasonOf(error: unknown): InteractionRequiredReason | undefined {
  // By names: the page's copy of MSAL.js is not ours to import.
  const { name, errorCode } = (error ?? {}) as { name?: unknown; errorCode?: unknown };
  if (typeof errorCode === 'string' && Object.hasOwn(REASONS, errorCode)) return REASONS[errorCode];
  return name === 'InteractionRequiredAuthError' ? 'expired' : undefined;
}
