/** Faults: what shall go wrong, for which requests, and at which point. */
import type { ServiceRequest } from './answer.js';
import { createPathTest } from './paths.js';

/**
 * Which requests a fault strikes. Both parts must fit; a part that is left out fits everything except preflights,
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
}

/**
 * When the service does the work, seen from the failure: `never`; `before`, so that the caller sees a failure of
 * something that was done; or so many milliseconds after the failure was sent.
 */
export type CommitPoint = 'never' | 'before' | { afterMs: number };

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
 * No answer: the connection is dropped (`reset`), or nothing comes and it stays open (`hang`).
 *
 * Behind a real socket, Chromium sends a request again by itself, once, when a reused connection is dropped before
 * any answer. The second one counts as a request too: give `times: 2` to have the page see the failure.
 */
export interface SilenceFault extends FaultTarget {
  answer?: undefined;
  /** What comes in place of an answer. */
  delivery: 'reset' | 'hang';
  /** When the service does the work. Default: `never`. */
  commit?: CommitPoint | undefined;
}

/** The service's own answer, late or damaged on its way. */
export interface DeliveryFault extends FaultTarget {
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
 * fake.fail({ delivery: 'reset', commit: 'before' });
 * fake.fail({ delivery: 'cut' });
 * fake.fail({ delayMs: 3000, match: { method: 'GET', path: 'catalogs' } });
 * ```
 */
export type Fault = AnswerFault | SilenceFault | DeliveryFault;

/** A fault whose defaults are filled in. */
export interface ArmedFault {
  answer?: FaultAnswer;
  delivery: AnswerDelivery | 'reset' | 'hang';
  commit: CommitPoint;
  delayMs: number;
  answerDelayMs: number;
}

interface QueuedFault {
  armed: ArmedFault;
  strikes(request: ServiceRequest): boolean;
  left: number;
}

export interface FaultQueue {
  add(fault: Fault): void;
  /** The fault that strikes this request, if any; it counts as used. */
  take(request: ServiceRequest): ArmedFault | undefined;
  clear(): void;
}

const keys = ['match', 'times', 'delayMs', 'answerDelayMs', 'answer', 'delivery', 'commit'];
const answerKeys = ['status', 'code', 'message', 'innerError', 'retryAfter', 'headers', 'body', 'contentType'];
const deliveries = ['whole', 'withoutCors', 'cut', 'stall', 'reset', 'hang'];

export function createFaultQueue(): FaultQueue {
  let queue: QueuedFault[] = [];
  return {
    add(fault) {
      queue.push(readFault(fault));
    },
    take(request) {
      const found = queue.find((each) => each.strikes(request));
      if (!found) return undefined;
      found.left -= 1;
      queue = queue.filter((each) => each.left > 0);
      return found.armed;
    },
    clear: () => {
      queue = [];
    },
  };
}

/** Checks a fault at run time too: it may come from JavaScript or through the control surface. */
function readFault(fault: Fault): QueuedFault {
  requireObject(fault, 'a fault', keys);
  const { answer, times = 1, delayMs = 0, answerDelayMs = 0, delivery = 'whole' } = fault;
  const silent = delivery === 'reset' || delivery === 'hang';
  if (answer !== undefined) readAnswer(answer);
  requireThat(deliveries.includes(delivery), `"delivery" must be one of ${deliveries.join(', ')}`);
  requireThat(!(silent && answer), `"delivery": "${delivery}" takes no "answer"`);
  requireThat(times === Infinity || (Number.isInteger(times) && times > 0), '"times" must be a positive integer');
  requireDuration(delayMs, 'delayMs');
  requireDuration(answerDelayMs, 'answerDelayMs');
  const commit: CommitPoint = fault.commit ?? (answer || silent ? 'never' : 'before');
  if (typeof commit === 'object' && commit !== null) requireDuration(commit.afterMs, 'commit.afterMs');
  else requireThat(commit === 'never' || commit === 'before', '"commit" must be never, before or { afterMs }');
  requireThat(commit === 'before' || answer || silent, '"commit" needs an "answer" of its own, a reset or a hang');
  const armed = { delivery, commit, delayMs, answerDelayMs, ...(answer && { answer }) };
  return { armed, strikes: readMatch(fault.match), left: times };
}

function readAnswer(answer: FaultAnswer): void {
  requireObject(answer, '"answer"', answerKeys);
  const { status } = answer;
  requireThat(Number.isInteger(status) && status >= 200 && status <= 599, '"answer.status" must be from 200 to 599');
  for (const name of ['code', 'message', 'contentType'] as const) {
    requireThat(answer[name] === undefined || typeof answer[name] === 'string', `"answer.${name}" must be a string`);
  }
  const { body, retryAfter, headers = {} } = answer;
  const isBody = body === undefined || typeof body === 'string' || typeof body === 'object';
  requireThat(isBody, '"answer.body" must be a string, an object or null');
  requireThat(typeof headers === 'object' && headers !== null, '"answer.headers" must be an object');
  for (const [name, value] of Object.entries(headers)) if (value !== null) requireHeader(name, value);
  if (retryAfter !== undefined) {
    requireHeader('Retry-After', typeof retryAfter === 'number' ? String(retryAfter) : retryAfter);
  }
  requireHeader('Content-Type', answer.contentType ?? 'text/plain');
  JSON.stringify([body, answer.innerError]);
}

/** Header lines as both `Response` and Node's server take them, so that a bad one is told where it is queued. */
function requireHeader(name: string, value: string | readonly string[]): void {
  const lines: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const line of lines) {
    const isPlain = typeof line === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(line);
    requireThat(isPlain, `the header "${name}" must have strings without control characters`);
    new Headers([[name, line]]);
  }
  requireThat(name.toLowerCase() !== 'transfer-encoding', 'the header "transfer-encoding" is the connection’s own');
}

function readMatch(match: FaultMatch = { method: 'POST', path: 'accessPackages' }): QueuedFault['strikes'] {
  requireObject(match, '"match"', ['method', 'path']);
  const { method, path } = match;
  requireThat(method === undefined || typeof method === 'string', '"match.method" must be a string');
  const fits = createPathTest(path);
  return (request) => {
    const methodFits = method === undefined ? request.method !== 'OPTIONS' : request.method === method.toUpperCase();
    return methodFits && fits(request.url.pathname);
  };
}

function requireThat(condition: unknown, message: string): asserts condition {
  if (!condition) throw new TypeError(`Not a fault: ${message}.`);
}

function requireObject(value: unknown, what: string, known: readonly string[]): void {
  requireThat(typeof value === 'object' && value !== null && !Array.isArray(value), `${what} must be an object`);
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  requireThat(unknown === undefined, `${what} has no property "${unknown}" (it has ${known.join(', ')})`);
}

function requireDuration(value: unknown, name: string): void {
  // The upper bound is that of setTimeout, which would fire at once beyond it.
  const fits = typeof value === 'number' && value >= 0 && value <= 2_147_483_647;
  requireThat(fits, `"${name}" must be milliseconds from 0 to 2147483647`);
}
