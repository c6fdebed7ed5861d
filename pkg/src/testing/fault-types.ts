/** What a fault may say. */

/**
 * Which requests a fault strikes. All parts must fit; a part that is left out fits everything except preflights,
 * which are struck only when `method` names `OPTIONS`.
 */
export interface FaultMatch {
  /** An HTTP method, e.g. `GET`. */
  method?: string | undefined;
  /**
   * The path. A text is compared whole, below `/v1.0/identityGovernance/entitlementManagement/` unless it begins
   * with `/`, without regard to case, and `*` stands for one segment: `accessPackages`, `accessPackages/*`,
   * `/v1.0/me`. A regular expression is searched in the whole path.
   */
  path?: string | RegExp | undefined;
  /**
   * Searched in the query string after decoding, e.g. `$filter=displayName eq 'O''Brien'&$top=5`: a text as it is, a
   * regular expression as such.
   */
  query?: string | RegExp | undefined;
  /** Searched in the request's body: a text as it is, a regular expression as such. */
  body?: string | RegExp | undefined;
  /** The `displayName` in the request's JSON body, compared exactly. */
  name?: string | undefined;
}

/**
 * When the service does the work, seen from the failure: `never`; `before`, so that the caller sees a failure of
 * something that was done; or so many milliseconds after the failure was sent.
 */
export type CommitPoint =
  | 'never'
  | 'before'
  | {
      /** How long after the failure was sent, in milliseconds. */
      afterMs: number;
    };

/** An answer in place of the service's own. */
export interface FaultAnswer {
  /** The HTTP status, 200 to 599. */
  status: number;
  /** `error.code`. Default: the usual one for the status. */
  code?: string | undefined;
  /** `error.message`. Default: the usual one for the status. */
  message?: string | undefined;
  /** Further members of `error.innerError`. */
  innerError?: Record<string, unknown> | undefined;
  /** `Retry-After` in any form: seconds, a date, nonsense, or several header lines. */
  retryAfter?: number | string | readonly string[] | undefined;
  /** Further headers; `null` leaves out one that would be there, e.g. `request-id`. */
  headers?: Record<string, string | readonly string[] | null> | undefined;
  /**
   * The body: text as it is, an object as JSON, `null` for none. Default: Graph's error envelope for an error
   * status; for a success status the service's own body where the work was done, none otherwise.
   */
  body?: string | Record<string, unknown> | null | undefined;
  /** `Content-Type`. Default: Graph's for JSON. */
  contentType?: string | undefined;
}

/**
 * How an answer arrives: `whole`; `withoutCors`, which a page sees as a network failure; `cut`, the connection
 * ends at half of the body; `stall`, half of the body comes and nothing more.
 */
export type AnswerDelivery = 'whole' | 'withoutCors' | 'cut' | 'stall';

/**
 * What comes in place of an answer: the connection is dropped (`reset`); only this request's stream is reset, with
 * `INTERNAL_ERROR`, while the connection lives on (`streamReset`, which without HTTP/2 is the same as `reset`); or
 * nothing comes and the connection stays open (`hang`).
 */
export type SilenceDelivery = 'reset' | 'streamReset' | 'hang';

/** What all faults share. */
export interface FaultTarget {
  /** Which requests it strikes. Default: creates of access packages. */
  match?: FaultMatch | undefined;
  /** How many requests it strikes. Default: 1. */
  times?: number | undefined;
  /** How long the service waits before it does anything, in milliseconds. Default: 0. */
  delayMs?: number | undefined;
  /** How long it waits between its work and the answer (or what comes in place of it), in milliseconds. Default: 0. */
  answerDelayMs?: number | undefined;
}

/** Another answer than the service's own. `{ answer: { status: 504 }, commit: 'before' }` is a gateway that gave up. */
export interface AnswerFault extends FaultTarget {
  /** The answer. */
  answer: FaultAnswer;
  /** When the service does the work. Default: `never`. */
  commit?: CommitPoint | undefined;
  /** How the answer arrives. Default: `whole`. */
  delivery?: AnswerDelivery | undefined;
}

/**
 * No answer at all.
 *
 * Behind a real socket, Chromium sends a request again by itself, once, when a reused connection is dropped before
 * any answer. The second one counts as a request too: give `times: 2` to have the page see the failure. A stream
 * that is reset does not cause this.
 */
export interface SilenceFault extends FaultTarget {
  /** Not here: there is no answer. */
  answer?: undefined;
  /** What comes in place of an answer. */
  delivery: SilenceDelivery;
  /** When the service does the work. Default: `never`. */
  commit?: CommitPoint | undefined;
}

/** The service's own answer, late or damaged on its way. */
export interface DeliveryFault extends FaultTarget {
  /** Not here: the answer is the service's own. */
  answer?: undefined;
  /** How the answer arrives. Default: `whole`, which is of use with a delay. */
  delivery?: AnswerDelivery | undefined;
  /** The work is always done first. */
  commit?: 'before' | undefined;
}

/**
 * Something that goes wrong.
 *
 * @example
 * ```js
 * fake.fail({ answer: { status: 429, retryAfter: 2 } });
 * fake.fail({ answer: { status: 504 }, commit: 'before' });
 * fake.fail({ delivery: 'reset', commit: { afterMs: 500 }, match: { method: 'POST', name: 'sales reps' } });
 * fake.fail({ delivery: 'cut' });
 * fake.fail({ answer: { status: 400 }, match: { method: 'GET', path: 'accessPackages', query: /\$filter=/ } });
 * fake.fail({ delayMs: 3000, match: { method: 'GET', path: 'catalogs' } });
 * ```
 */
export type Fault = AnswerFault | SilenceFault | DeliveryFault;
