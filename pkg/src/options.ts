/** Checks that options are of the kinds that they should be. What their values mean is the core's affair. */
import { argumentError } from './argument-error.js';
import { TokenDesk } from './token-desk.js';
import type {
  AccessPackageClientOptions,
  AccessPackageEvent,
  CallOptions,
  CreateOptions,
  ListOptions,
  MessageOptions,
} from './types.js';

/** How long a call may take where nobody says it, in milliseconds. */
const TIMEOUT_MS = 100_000;

/** How long after a lost answer a package may still appear where nobody says it, in milliseconds. */
const SETTLE_MS = 60_000;

/** Timers take no more than 31 bits; a greater number would fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

type Listener = ((event: AccessPackageEvent) => void) | undefined;

/** What the client keeps of its options, and what its calls share. */
export interface Connection {
  tokens: TokenDesk;
  cloud: string | undefined;
  graphRoot: string | undefined;
  fetch: typeof globalThis.fetch | undefined;
  timeoutMs: number;
  settleMs: number;
  onEvent: Listener;
  message: MessageOptions['message'];
  /** What the core keeps of the service between calls; it alone knows what it means. */
  gate: { closedUntil: number; wholeAt: number; aheadLow: number; aheadHigh: number };
}

/** Reads the options of a client. */
export function readConnection(options: AccessPackageClientOptions): Connection {
  const { getToken, token, cloud, graphRoot, fetch, timeoutMs, settleMs, onEvent } = readObject('options', options);
  check(getToken === undefined || typeof getToken === 'function', 'getToken', 'a function');
  check(token === undefined || typeof token === 'string', 'token', 'a string');
  check((getToken === undefined) !== (token === undefined), 'options', 'given either getToken or token');
  check(cloud === undefined || typeof cloud === 'string', 'cloud', 'a string');
  check(graphRoot === undefined || typeof graphRoot === 'string', 'graphRoot', 'a string');
  check(fetch === undefined || typeof fetch === 'function', 'fetch', 'a function');
  return {
    // Called as what it is, a method of the options.
    tokens: new TokenDesk(getToken ? (request) => getToken.call(options, request) : () => token as string),
    cloud,
    graphRoot,
    fetch,
    timeoutMs: readTimeout(timeoutMs) ?? TIMEOUT_MS,
    settleMs: readMilliseconds('settleMs', settleMs, 0, 600_000) ?? SETTLE_MS,
    onEvent: readListener(onEvent),
    message: readMessage(options),
    gate: { closedUntil: 0, wholeAt: 0, aheadLow: Number.NaN, aheadHigh: Number.NaN },
  };
}

/** The options of any call. */
export interface ReadOptions {
  signal: AbortSignal | undefined;
  timeoutMs: number | undefined;
  onEvent: Listener;
}

/** Reads the options of a call. */
export function readCallOptions(options: CallOptions | undefined): ReadOptions {
  const { signal, timeoutMs, onEvent } = readObject('options', options === undefined ? {} : options);
  // By its tag, for signals of other realms.
  const isSignal = Object.prototype.toString.call(signal) === '[object AbortSignal]';
  check(signal === undefined || isSignal, 'signal', 'an AbortSignal');
  return { signal, timeoutMs: readTimeout(timeoutMs), onEvent: readListener(onEvent) };
}

/** Reads what a create takes besides. */
export function readCreateOptions(options: CreateOptions | undefined): { returnExisting: boolean; verify: boolean } {
  const { ifExists = 'fail', verify = true } = readObject('options', options === undefined ? {} : options);
  if (ifExists !== 'fail' && ifExists !== 'return') {
    throw argumentError('ERR_INVALID_ARG_VALUE', '"ifExists" must be "fail" or "return"');
  }
  check(typeof verify === 'boolean', 'verify', 'a boolean');
  return { returnExisting: ifExists === 'return', verify };
}

/** Reads what a list takes besides. */
export function readListOptions(options: ListOptions | undefined): { id: string | undefined } {
  const { catalogId } = readObject('options', options === undefined ? {} : options);
  return { id: catalogId === undefined ? undefined : readId(catalogId, 'catalogId') };
}

/** Reads an id. What form it has to have is the core's affair. */
export function readId(id: string, name = 'id'): string {
  check(typeof id === 'string', name, 'a string');
  return id;
}

/** Copies a ticket to plain data. What is in it is the core's affair. */
export function readTicket(ticket: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(ticket));
  } catch {
    throw argumentError('ERR_INVALID_ARG_TYPE', '"ticket" must be a ticket that a create gave');
  }
}

/** Reads who gives texts for issues. */
export function readMessage(options: MessageOptions | undefined): MessageOptions['message'] {
  const { message } = readObject('options', options === undefined ? {} : options);
  check(message === undefined || typeof message === 'function', 'message', 'a function');
  return message;
}

function readListener(onEvent: unknown): Listener {
  check(onEvent === undefined || typeof onEvent === 'function', 'onEvent', 'a function');
  return onEvent as Listener;
}

function readObject<T extends object>(name: string, value: T): T {
  check(typeof value === 'object' && value !== null, name, 'an object');
  return value;
}

function readTimeout(timeoutMs: number | undefined): number | undefined {
  return readMilliseconds('timeoutMs', timeoutMs, Number.MIN_VALUE, LONGEST_TIMEOUT_MS);
}

function readMilliseconds(name: string, value: number | undefined, least: number, most: number): number | undefined {
  if (value === undefined) return undefined;
  check(typeof value === 'number', name, 'a number');
  if (!(value >= least && value <= most)) {
    const bound = least > 0 ? 'greater than 0' : 'at least 0';
    throw argumentError('ERR_INVALID_ARG_VALUE', `"${name}" must be ${bound} and at most ${most}`);
  }
  return value;
}

function check(holds: boolean, name: string, wanted: string): void {
  if (!holds) throw argumentError('ERR_INVALID_ARG_TYPE', `"${name}" must be ${wanted}`);
}
