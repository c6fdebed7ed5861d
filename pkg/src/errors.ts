/** The errors of this package: one class a situation, each with one stable `code`. */
import { classOf, hide, register } from './error-classes.js';
import type { AccessPackage, Attempt, CreateTicket, ValidationIssue } from './types.js';

/** The codes that errors of this package carry. */
export type AccessPackageErrorCode =
  | 'ERR_VALIDATION'
  | 'ERR_TOKEN'
  | 'ERR_GRAPH'
  | 'ERR_CONFLICT'
  | 'ERR_THROTTLED'
  | 'ERR_NETWORK'
  | 'ERR_OUTCOME_UNKNOWN'
  | 'ERR_RESPONSE'
  | 'ERR_LOAD'
  | 'ERR_INTERNAL'
  | 'ERR_SOURCE'
  | 'ERR_JOURNAL';

/** What an error is made of: its message, its own fields, and the value that caused it. */
export interface ErrorInit {
  /** What happened, in one English sentence. */
  message: string;
  /** The very value that JavaScript gave us, where one did. */
  cause?: unknown;
  /** Every request that the call sent. */
  attempts?: Attempt[];
}

/** What could be read of an answer by Graph. Browsers hide the headers that Graph does not expose. */
export interface GraphAnswer {
  /** The HTTP status. */
  status?: number;
  /** Graph's `error.code`, e.g. `UnAuthorized`. Absent where the body was not Graph's. */
  graphCode?: string;
  /** Graph's `error.message`. Not localised, subject to change: for logs, not for decisions. */
  graphMessage?: string;
  /** Graph's id of the request, from the `request-id` header or the error body. */
  requestId?: string;
  /** The `client-request-id` that was sent. */
  clientRequestId?: string;
  /** When Graph answered, as the error body tells it (ISO 8601; Graph leaves out the zone, it is UTC). */
  date?: string;
  /** When Graph may be asked again: ISO 8601 in UTC, from `Retry-After` and this machine's clock. */
  retryAt?: string;
  /** The claims that Graph wants in a token, as the JSON text that MSAL.js takes: the token that was sent lacks them. */
  claims?: string;
  /** The body of the answer: parsed where it is JSON, text otherwise. Not enumerable. */
  body?: unknown;
}

/** The base of all errors that this package makes. Argument mistakes are `TypeError`s instead. */
export abstract class AccessPackageError extends Error {
  /** Tells the class; stable. */
  abstract readonly code: AccessPackageErrorCode;
  /** Every request that the call sent: empty when nothing was. */
  declare readonly attempts: readonly Attempt[];

  constructor(init: ErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    // Of its own: logs leave out what is inherited.
    Object.assign(this, { code: new.target.prototype.code });
    this.attempts = init.attempts ?? [];
  }
}

/** Copies what has a value. */
function assignPresent(target: object, values: object): void {
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== null) (target as Record<string, unknown>)[key] = value;
  }
}

/** The input is wrong. Nothing was sent. */
export class ValidationError extends AccessPackageError {
  static {
    register(this, 'ERR_VALIDATION');
  }
  /** Tells this class; stable. */
  declare readonly code: 'ERR_VALIDATION';
  /** Every problem of the input, in the order in which the properties are documented. */
  declare readonly issues: ValidationIssue[];

  constructor(init: ErrorInit & { issues: ValidationIssue[] }) {
    super(init);
    this.issues = init.issues;
  }
}

/**
 * Why there is no usable token.
 *
 * - `failed`: the callback threw or rejected; its value is the `cause`.
 * - `notAString`: it gave something else than a string.
 * - `empty`: it gave an empty string.
 * - `malformed`: it gave text that cannot stand in an `Authorization` header (white space, line breaks,
 *   characters outside printable ASCII). The text is not repeated.
 * - `timedOut`: it gave nothing within `timeoutMs`.
 */
export type TokenErrorReason = 'failed' | 'notAString' | 'empty' | 'malformed' | 'timedOut';

/** There is no usable token. Nothing was sent, or what was sent is known not to have been applied. */
export class TokenError extends AccessPackageError {
  static {
    register(this, 'ERR_TOKEN');
  }
  /** Tells this class; stable. */
  declare readonly code: 'ERR_TOKEN';
  /** Why. */
  declare readonly reason: TokenErrorReason;

  constructor(init: ErrorInit & { reason: TokenErrorReason }) {
    super(init);
    this.reason = init.reason;
  }
}

/** The base of the errors that tell of an answer by Graph. */
export abstract class GraphAnswerError extends AccessPackageError implements GraphAnswer {
  /** The HTTP status of the answer; absent where none came. */
  declare readonly status?: number;
  /** Graph's `error.code`, e.g. `UnAuthorized`. Absent where the body was not Graph's. */
  declare readonly graphCode?: string;
  /** Graph's `error.message`. Not localised, subject to change: for logs, not for decisions. */
  declare readonly graphMessage?: string;
  /** Graph's id of the request, from the `request-id` header or the error body: quote it to Microsoft's support. */
  declare readonly requestId?: string;
  /** The `client-request-id` that was sent: a GUID. */
  declare readonly clientRequestId?: string;
  /** When Graph answered, as the error body tells it (ISO 8601; Graph leaves out the zone, it is UTC). */
  declare readonly date?: string;
  /** When Graph may be asked again: ISO 8601 in UTC, from `Retry-After` and this machine's clock. */
  declare readonly retryAt?: string;
  /** The claims that Graph wants in a token, as the JSON text that MSAL.js takes: the token that was sent lacks them. */
  declare readonly claims?: string;
  /** The body of the answer: parsed where it is JSON, text otherwise. Not enumerable, so that logs leave it out. */
  declare readonly body?: unknown;

  constructor(init: ErrorInit & { answer: GraphAnswer }) {
    super(init);
    const { body, ...rest } = init.answer;
    assignPresent(this, rest);
    if (body !== undefined) hide(this, 'body', body);
  }
}

/**
 * What a refusal with 403 may mean, and what can be done about it.
 *
 * Nothing in it comes from the token: Microsoft says that tokens for Graph are opaque.
 */
export interface Denial {
  /**
   * - `noLicense`: the tenant has no licence for entitlement management (`NoLicense`).
   * - `noGovernanceSku`: the feature needs Microsoft Entra ID Governance (`NoGovernanceSku`).
   * - `unauthorized`: the app or the person may not do it (`UnAuthorized`, and every other code).
   */
  reason: 'noLicense' | 'noGovernanceSku' | 'unauthorized';
  /**
   * Whether the same token can read the catalog: `readable`, `notFound` (it does not exist, or may not be seen),
   * `unreadable`; absent where nobody asked or no answer came.
   */
  catalog?: 'readable' | 'notFound' | 'unreadable';
  /** What may be missing, the likeliest first, each with the least-privileged fix. */
  remedies: Remedy[];
}

/** One thing that may be missing. */
export interface Remedy {
  /**
   * - `license`: the tenant's licence.
   * - `permission`: the app registration lacks the permission.
   * - `consent`: the permission is there, but no administrator has consented to it.
   * - `role`: the person, or the app alone, lacks a role on this catalog.
   * - `catalog`: the id may be wrong.
   */
  missing: 'license' | 'permission' | 'consent' | 'role' | 'catalog';
  /** What to do about it, in one English sentence. */
  fix: string;
}

/**
 * Graph refused, or failed and is known to have done nothing; for a create: nothing was created. A read has this also
 * when Graph failed (408, 499, 5xx).
 */
export class GraphError extends GraphAnswerError {
  static {
    register(this, 'ERR_GRAPH');
  }
  /** Tells this class; stable. */
  declare readonly code: 'ERR_GRAPH';
  /** The HTTP status of the answer. */
  declare readonly status: number;
  /** Of a create that was refused with 403: what may be missing. */
  declare readonly denial?: Denial;

  constructor(init: ErrorInit & { answer: GraphAnswer; denial?: Denial | undefined }) {
    super(init);
    assignPresent(this, { denial: init.denial });
  }
}

/**
 * The name is taken in that catalog, and not by this call: a look found the package, or Graph said so (409, or a
 * duplicate-name code) and looks showed that it is not this call's. Nothing was created.
 */
export class ConflictError extends GraphAnswerError {
  static {
    register(this, 'ERR_CONFLICT');
  }
  /** Tells this class; stable. */
  declare readonly code: 'ERR_CONFLICT';
  /** The package that has the name; absent where it could not be seen. Its name may differ in upper and lower case. */
  declare readonly existing?: AccessPackage;

  constructor(init: ErrorInit & { answer: GraphAnswer; existing?: AccessPackage | undefined }) {
    super(init);
    assignPresent(this, { existing: init.existing });
  }
}

/**
 * Graph answered 429, to this call or another one of the client, and asks for a wait that is longer than the call may
 * still take. `retryAt` says when it may be asked again, where Graph said it; without a `status` nothing was sent.
 *
 * By Graph's documentation such a request was not carried out. Nothing proves it for a create that was sent: `ticket`
 * is for those who want to be sure.
 */
export class ThrottledError extends GraphAnswerError {
  static {
    register(this, 'ERR_THROTTLED');
  }
  /** Tells this class; stable. */
  declare readonly code: 'ERR_THROTTLED';
  /** Of a create that was sent: what `recheck` takes. */
  declare readonly ticket?: CreateTicket;

  constructor(init: ErrorInit & { answer: GraphAnswer; ticket?: CreateTicket | undefined }) {
    super(init);
    assignPresent(this, { ticket: init.ticket });
  }
}

/**
 * Why Graph was not reached, as far as anyone can know.
 *
 * - `offline`: the browser says that it is offline; nothing was sent.
 * - `connectionLost`: no whole answer arrived. A create has this only when looks have shown that it was not applied.
 * - `timedOut`: there was no answer in time. A create has this only when looks have shown that it was not applied, or
 *   when nothing of it was sent.
 */
export type NetworkErrorReason = 'offline' | 'connectionLost' | 'timedOut';

/** Graph was not reached, as far as anyone can know; for a create: nothing was created. */
export class NetworkError extends AccessPackageError {
  static {
    register(this, 'ERR_NETWORK');
  }
  /** Tells this class; stable. */
  declare readonly code: 'ERR_NETWORK';
  /** Why. */
  declare readonly reason: NetworkErrorReason;

  constructor(init: ErrorInit & { reason: NetworkErrorReason }) {
    super(init);
    this.reason = init.reason;
  }
}

/**
 * Why nobody here knows what became of it.
 *
 * - `serverError`: Graph or a gateway answered 408, 499, 5xx or with a redirect, which may come after the work was done.
 * - `connectionLost`: the request may have arrived, but no whole answer came back. A blocked request
 *   (CORS, Content-Security-Policy, an extension) looks the same to a page.
 * - `timedOut`: there was no answer in time.
 * - `aborted`: the caller's signal fired while it was not settled; its reason is the `cause`.
 * - `unreadable`: the answer has a success status, but no access package in it.
 * - `throttled`: Graph answered 429, which by its documentation means that nothing was done; nothing has shown it yet.
 * - `conflict`: Graph said that the name is taken, and it could not be found out by whom.
 * - `lookFailed`: what an earlier create made could not be looked up; the `cause` or `status` says why.
 * - `crashed`: this package failed while waiting; see `InternalError`.
 */
export type OutcomeUnknownReason =
  | 'serverError'
  | 'connectionLost'
  | 'timedOut'
  | 'aborted'
  | 'unreadable'
  | 'throttled'
  | 'conflict'
  | 'lookFailed'
  | 'crashed';

/**
 * A create (or an update or a delete) was sent, and it could not be found out in time whether it was applied. For a
 * create: give the `ticket` to `recheck`, and do not create anew before that.
 */
export class OutcomeUnknownError extends GraphAnswerError {
  static {
    register(this, 'ERR_OUTCOME_UNKNOWN');
  }
  /** Tells this class; stable. */
  declare readonly code: 'ERR_OUTCOME_UNKNOWN';
  /** Why. */
  declare readonly reason: OutcomeUnknownReason;
  /** Of a create: what `recheck` takes. */
  declare readonly ticket?: CreateTicket;
  /** Of a create: the packages that a look found, of which nothing shows whether the create made them. */
  declare readonly candidates: AccessPackage[];

  constructor(
    init: ErrorInit & {
      answer: GraphAnswer;
      reason: OutcomeUnknownReason;
      ticket?: CreateTicket | undefined;
      candidates?: AccessPackage[] | undefined;
    },
  ) {
    super(init);
    this.reason = init.reason;
    this.candidates = init.candidates ?? [];
    assignPresent(this, { ticket: init.ticket });
  }
}

/**
 * Something answered with success, but not with what Graph documents. A create has this only when looks have shown
 * that nothing was created.
 */
export class ResponseError extends GraphAnswerError {
  static {
    register(this, 'ERR_RESPONSE');
  }
  /** Tells this class; stable. */
  declare readonly code: 'ERR_RESPONSE';
  /** The HTTP status of the answer. */
  declare readonly status: number;
}

/**
 * Why the WebAssembly could not be loaded.
 *
 * - `csp`: the page's Content-Security-Policy forbids WebAssembly; `script-src` needs `'wasm-unsafe-eval'`.
 * - `unsupported`: there is no WebAssembly here, which may be switched off in the settings; or no `TextDecoder` or
 *   `TextEncoder`, as in Jest's environment `jsdom`.
 * - `noSource`: the slim entry was not told where the WebAssembly is; for bulk work, nobody handed over code that cannot be
 *   fetched there.
 * - `notLoaded`: a synchronous function was called before loading had finished.
 * - `network`: the file could not be fetched, or broke off; also the code for bulk work.
 * - `status`: the file was answered with a status that is no success, such as 404.
 * - `mime`: the answer is not WebAssembly, and its `Content-Type` says so (often a page of a single-page app).
 * - `invalid`: the bytes are not this package's WebAssembly, or the code for bulk work is not of this version.
 * - `timedOut`: it was not loaded within `timeoutMs`.
 */
export type LoadErrorReason =
  | 'csp'
  | 'unsupported'
  | 'noSource'
  | 'notLoaded'
  | 'network'
  | 'status'
  | 'mime'
  | 'invalid'
  | 'timedOut';

/** The WebAssembly could not be loaded. Nothing was sent; the next call tries again. */
export class LoadError extends AccessPackageError {
  static {
    register(this, 'ERR_LOAD');
  }
  /** Tells this class; stable. */
  declare readonly code: 'ERR_LOAD';
  /** Why. */
  declare readonly reason: LoadErrorReason;

  constructor(init: ErrorInit & { reason: LoadErrorReason }) {
    super(init);
    this.reason = init.reason;
  }
}

/** A defect of this package: its WebAssembly trapped. The next call starts a fresh instance. Please report it. */
export class InternalError extends AccessPackageError {
  static {
    register(this, 'ERR_INTERNAL');
  }
  /** Tells this class; stable. */
  declare readonly code: 'ERR_INTERNAL';
}

/**
 * Why a source cannot be read as rows.
 *
 * - `unreadable`: reading it failed: it is a directory, or was changed or taken away; `cause` is the browser's reason.
 * - `empty`: there is nothing in it.
 * - `noRows`: there is a header, and nothing below it.
 * - `tooLarge`: it is larger than 268,435,456 bytes, or has more than 1,000,000 rows.
 * - `binary`: it is no text, but for instance a workbook or a picture.
 * - `encoding`: its bytes are not valid in the encoding that it seems to have.
 * - `cut`: it ends in the middle of a quoted cell, or of a JSON value.
 * - `malformed`: it is not JSON, or not an array of objects.
 * - `columns`: the header has unknown, missing or doubled columns; `columns` says which.
 * - `tooManyColumns`: the header has more than 256 columns.
 * - `cellTooLong`: a cell, or a JSON value, is longer than 1,048,576 bytes.
 */
export type SourceErrorReason =
  | 'unreadable'
  | 'empty'
  | 'noRows'
  | 'tooLarge'
  | 'binary'
  | 'encoding'
  | 'cut'
  | 'malformed'
  | 'columns'
  | 'tooManyColumns'
  | 'cellTooLong';

/** Something that is wrong with the header of a source. */
export interface ColumnProblem {
  /** The column as the header has it, or the name that it should have. */
  column: string;
  /** What is wrong. */
  code: 'unknown' | 'missing' | 'doubled';
  /** What was found and what is wanted, in one clause. */
  message: string;
  /** What to do about it, where there is something to say. */
  hint?: string;
}

/** A source cannot be read as rows at all. Nothing was sent. */
export class SourceError extends AccessPackageError {
  static {
    register(this, 'ERR_SOURCE');
  }
  /** Tells this class; stable. */
  declare readonly code: 'ERR_SOURCE';
  /** Why. */
  declare readonly reason: SourceErrorReason;
  /** Where it was noticed: the line, from 1. */
  declare readonly line?: number;
  /** Where it was noticed: the number of the row, from 1. */
  declare readonly row?: number;
  /** What is wrong with the header; empty for other reasons. */
  declare readonly columns: readonly ColumnProblem[];
  /** What to do about it, where there is something to say. */
  declare readonly hint?: string;

  constructor(
    init: ErrorInit & {
      reason: SourceErrorReason;
      line?: number | undefined;
      row?: number | undefined;
      columns?: ColumnProblem[] | undefined;
      hint?: string | undefined;
    },
  ) {
    super(init);
    this.reason = init.reason;
    this.columns = init.columns ?? [];
    assignPresent(this, { line: init.line, row: init.row, hint: init.hint });
  }
}

/**
 * Why a journal cannot be kept or read.
 *
 * - `unsupported`: there is no IndexedDB, or no Web Locks, as on a page without https.
 * - `blocked`: the browser does not let this page keep data.
 * - `full`: there is no room left.
 * - `failed`: reading or writing failed otherwise; `cause` is the browser's reason.
 * - `notFound`: there is no journal of that id.
 * - `inUse`: the job is being carried out, here or in another tab.
 * - `foreign`: it was kept by another version of this package, or for another root.
 */
export type JournalErrorReason = 'unsupported' | 'blocked' | 'full' | 'failed' | 'notFound' | 'inUse' | 'foreign';

/** A journal cannot be kept or read. What was not written to it was not sent. */
export class JournalError extends AccessPackageError {
  static {
    register(this, 'ERR_JOURNAL');
  }
  /** Tells this class; stable. */
  declare readonly code: 'ERR_JOURNAL';
  /** Why. */
  declare readonly reason: JournalErrorReason;

  constructor(init: ErrorInit & { reason: JournalErrorReason }) {
    super(init);
    this.reason = init.reason;
  }
}

/** Every error class of this package; `switch (error.code)` narrows it. */
export type AnyAccessPackageError =
  | ValidationError
  | TokenError
  | GraphError
  | ConflictError
  | ThrottledError
  | NetworkError
  | OutcomeUnknownError
  | ResponseError
  | LoadError
  | InternalError
  | SourceError
  | JournalError;

/** Every `reason` that an error of this package has. */
export type AccessPackageErrorReason =
  | TokenErrorReason
  | NetworkErrorReason
  | OutcomeUnknownReason
  | LoadErrorReason
  | SourceErrorReason
  | JournalErrorReason;

/**
 * Tells whether a caught value is an error of this package, also when it was made by another copy of it
 * (ESM beside CommonJS, another frame), where `instanceof` says no.
 */
export function isAccessPackageError(value: unknown): value is AnyAccessPackageError {
  try {
    if (!(value instanceof Error) && Object.prototype.toString.call(value) !== '[object Error]') return false;
    const { code, name } = value as { code?: unknown; name?: unknown };
    return code !== undefined && classOf(code)?.name === name;
  } catch {
    // A Proxy may throw at any question; then it is none of ours.
    return false;
  }
}
