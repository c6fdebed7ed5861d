/** The errors of this package: one class a situation, each with one stable `code`. */
import type { Attempt, ValidationIssue } from './types.js';

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
  | 'ERR_INTERNAL';

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
  /** The body of the answer: parsed where it is JSON, text otherwise. Not enumerable. */
  body?: unknown;
}

/** The base of all errors that this package makes. Argument mistakes are `TypeError`s instead. */
export abstract class AccessPackageError extends Error {
  /** Tells the class; stable. */
  abstract readonly code: AccessPackageErrorCode;
  /** Every request that the call sent: empty when nothing was. */
  readonly attempts: readonly Attempt[];

  constructor({ message, cause, attempts = [] }: ErrorInit) {
    super(message, cause === undefined ? undefined : { cause });
    this.attempts = attempts;
  }
}

/** Names a class and its errors, as the built-in ones are named: minifiers rename classes. */
function named(target: { prototype: Error }, name: string): void {
  Object.defineProperty(target, 'name', { value: name, configurable: true });
  Object.defineProperty(target.prototype, 'name', { value: name, configurable: true, writable: true });
}

/** Copies what is known of an answer onto an error; the body is kept out of logs that enumerate. */
function assignAnswer(error: GraphAnswer, { body, ...rest }: GraphAnswer): void {
  for (const [key, value] of Object.entries(rest)) {
    if (value !== undefined && value !== null) Object.assign(error, { [key]: value });
  }
  if (body !== undefined) {
    Object.defineProperty(error, 'body', { value: body, configurable: true, writable: true });
  }
}

/** The input is wrong. Nothing was sent. */
export class ValidationError extends AccessPackageError {
  static {
    named(ValidationError, 'ValidationError');
  }
  readonly code = 'ERR_VALIDATION';
  /** Every problem of the input, in the order in which the properties are documented. */
  readonly issues: ValidationIssue[];

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

/** There is no usable token. Nothing was sent. */
export class TokenError extends AccessPackageError {
  static {
    named(TokenError, 'TokenError');
  }
  readonly code = 'ERR_TOKEN';
  /** Why. */
  readonly reason: TokenErrorReason;

  constructor(init: ErrorInit & { reason: TokenErrorReason }) {
    super(init);
    this.reason = init.reason;
  }
}

/** The base of the errors that tell of an answer by Graph. */
export abstract class GraphAnswerError extends AccessPackageError implements GraphAnswer {
  declare readonly status?: number;
  declare readonly graphCode?: string;
  declare readonly graphMessage?: string;
  declare readonly requestId?: string;
  declare readonly clientRequestId?: string;
  declare readonly date?: string;
  declare readonly retryAt?: string;
  declare readonly body?: unknown;

  constructor(init: ErrorInit & { answer: GraphAnswer }) {
    super(init);
    assignAnswer(this, init.answer);
  }
}

/** Graph refused; for a create: nothing was created. A read has this too when Graph failed (408, 499, 5xx). */
export class GraphError extends GraphAnswerError {
  static {
    named(GraphError, 'GraphError');
  }
  readonly code = 'ERR_GRAPH';
  declare readonly status: number;
}

/**
 * Graph says that the name is taken in that catalog (409, or a duplicate-name code).
 *
 * Browsers may repeat a POST by themselves when a reused connection drops, so the package that is there can
 * be the one this call asked for. This version does not look; the message says so.
 */
export class ConflictError extends GraphAnswerError {
  static {
    named(ConflictError, 'ConflictError');
  }
  readonly code = 'ERR_CONFLICT';
  declare readonly status: number;
}

/** Graph answered 429 and did nothing. `retryAt` says when it may be asked again, where Graph said it. */
export class ThrottledError extends GraphAnswerError {
  static {
    named(ThrottledError, 'ThrottledError');
  }
  readonly code = 'ERR_THROTTLED';
  declare readonly status: number;
}

/**
 * Why Graph was not reached, as far as anyone can know.
 *
 * - `offline`: the browser says that it is offline; nothing was sent.
 * - `connectionLost`: a read was sent and no whole answer arrived.
 * - `timedOut`: a read was not answered within `timeoutMs`.
 */
export type NetworkErrorReason = 'offline' | 'connectionLost' | 'timedOut';

/** Graph was not reached, as far as anyone can know: a read failed, or the browser is offline. */
export class NetworkError extends AccessPackageError {
  static {
    named(NetworkError, 'NetworkError');
  }
  readonly code = 'ERR_NETWORK';
  /** Why. */
  readonly reason: NetworkErrorReason;

  constructor(init: ErrorInit & { reason: NetworkErrorReason }) {
    super(init);
    this.reason = init.reason;
  }
}

/**
 * Why nobody here knows what became of a create.
 *
 * - `serverError`: Graph or a gateway answered 408, 499, 5xx or with a redirect, which may come after the work was done.
 * - `connectionLost`: the request may have arrived, but no whole answer came back. A blocked request
 *   (CORS, Content-Security-Policy, an extension) looks the same to a page.
 * - `timedOut`: there was no answer within `timeoutMs`.
 * - `aborted`: the caller's signal fired while waiting; its reason is the `cause`.
 * - `unreadable`: the answer has a success status, but no access package in it.
 * - `crashed`: this package failed while waiting; see `InternalError`.
 */
export type OutcomeUnknownReason = 'serverError' | 'connectionLost' | 'timedOut' | 'aborted' | 'unreadable' | 'crashed';

/**
 * A create was sent, and nobody here knows whether it was applied. Sending it again may make a second
 * package: look at the catalog first.
 */
export class OutcomeUnknownError extends GraphAnswerError {
  static {
    named(OutcomeUnknownError, 'OutcomeUnknownError');
  }
  readonly code = 'ERR_OUTCOME_UNKNOWN';
  /** Why. */
  readonly reason: OutcomeUnknownReason;

  constructor(init: ErrorInit & { answer: GraphAnswer; reason: OutcomeUnknownReason }) {
    super(init);
    this.reason = init.reason;
  }
}

/** A read was answered with success, but not with what Graph documents. */
export class ResponseError extends GraphAnswerError {
  static {
    named(ResponseError, 'ResponseError');
  }
  readonly code = 'ERR_RESPONSE';
  declare readonly status: number;
}

/**
 * Why the WebAssembly could not be loaded.
 *
 * - `csp`: the page's Content-Security-Policy forbids WebAssembly; `script-src` needs `'wasm-unsafe-eval'`.
 * - `unsupported`: there is no WebAssembly here.
 * - `noSource`: the slim entry was not told where the WebAssembly is.
 * - `notLoaded`: a synchronous function was called before loading had finished.
 * - `network`: the file could not be fetched.
 * - `status`: the file was answered with another status than 200, such as 404.
 * - `mime`: the answer is not WebAssembly, and its `Content-Type` says so (often a page of a single-page app).
 * - `invalid`: the bytes are not this package's WebAssembly.
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
    named(LoadError, 'LoadError');
  }
  readonly code = 'ERR_LOAD';
  /** Why. */
  readonly reason: LoadErrorReason;

  constructor(init: ErrorInit & { reason: LoadErrorReason }) {
    super(init);
    this.reason = init.reason;
  }
}

/** A defect of this package: its WebAssembly trapped. The next call starts a fresh instance. Please report it. */
export class InternalError extends AccessPackageError {
  static {
    named(InternalError, 'InternalError');
  }
  readonly code = 'ERR_INTERNAL';
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
  | InternalError;

const NAMES: Record<AccessPackageErrorCode, string> = {
  ERR_VALIDATION: 'ValidationError',
  ERR_TOKEN: 'TokenError',
  ERR_GRAPH: 'GraphError',
  ERR_CONFLICT: 'ConflictError',
  ERR_THROTTLED: 'ThrottledError',
  ERR_NETWORK: 'NetworkError',
  ERR_OUTCOME_UNKNOWN: 'OutcomeUnknownError',
  ERR_RESPONSE: 'ResponseError',
  ERR_LOAD: 'LoadError',
  ERR_INTERNAL: 'InternalError',
};

/**
 * Tells whether a caught value is an error of this package, also when it was made by another copy of it
 * (ESM beside CommonJS, another frame), where `instanceof` says no.
 */
export function isAccessPackageError(value: unknown): value is AnyAccessPackageError {
  try {
    if (!(value instanceof Error) && Object.prototype.toString.call(value) !== '[object Error]') return false;
    const { code, name } = value as { code?: unknown; name?: unknown };
    return typeof code === 'string' && Object.hasOwn(NAMES, code) && NAMES[code as AccessPackageErrorCode] === name;
  } catch {
    // A Proxy may throw at any question; then it is none of ours.
    return false;
  }
}
