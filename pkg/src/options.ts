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
  /** What the core keeps of the service between calls, by its places in the list of facts; it alone knows what it means. */
  facts: number[];
}

/** Reads the options of a client. */
export function readConnection(options: AccessPackageClientOptions): Connection {
  readObject(options);
  const getToken = read(options, 'getToken', 'function');
  const token = read(options, 'token', 'string');
  check((getToken === undefined) !== (token === undefined), 'options', 'given either getToken or token');
  return {
    cloud: read(options, 'cloud', 'string'),
    graphRoot: read(options, 'graphRoot', 'string'),
    fetch: read(options, 'fetch', 'function'),
    timeoutMs: readTimeout(options) ?? TIMEOUT_MS,
    settleMs: readMilliseconds(options, 'settleMs', 0, 600_000) ?? SETTLE_MS,
    onEvent: read(options, 'onEvent', 'function'),
    message: read(options, 'message', 'function'),
    // Called as what it is, a method of the options.
    tokens: new TokenDesk(getToken ? (request) => getToken.call(options, request) : () => token as string),
    facts: [],
  };
}

/** The options of any call. */
export interface ReadOptions {
  signal: AbortSignal | undefined;
  timeoutMs: number | undefined;
  onEvent: Listener;
}

/** Reads the options of a call. */
export function readCallOptions(options: CallOptions = {}): ReadOptions {
  const { signal } = readObject(options);
  // By its tag, for signals of other realms.
  const isSignal = Object.prototype.toString.call(signal) === '[object AbortSignal]';
  check(signal === undefined || isSignal, 'signal', 'an AbortSignal');
  return { signal, timeoutMs: readTimeout(options), onEvent: read(options, 'onEvent', 'function') };
}

/** Reads what a create takes besides. */
export function readCreateOptions(options: CreateOptions = {}): { returnExisting: boolean; verify: boolean } {
  const { ifExists = 'fail' } = readObject(options);
  if (ifExists !== 'fail' && ifExists !== 'return') {
    throw argumentError('ERR_INVALID_ARG_VALUE', '"ifExists" must be "fail" or "return"');
  }
  return { returnExisting: ifExists === 'return', verify: read(options, 'verify', 'boolean') ?? true };
}

/** Reads what a list takes besides. */
export function readListOptions(options: ListOptions = {}): { id: string | undefined } {
  return { id: read(readObject(options), 'catalogId', 'string') };
}

/** Reads an id. What form it has to have is the core's affair. */
export function readId(id: string): string {
  check(typeof id === 'string', 'id', 'a string');
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
export function readMessage(options: MessageOptions = {}): MessageOptions['message'] {
  return read(readObject(options), 'message', 'function');
}

function readObject<T>(options: T): T {
  check(typeof options === 'object' && options !== null, 'options', 'an object');
  return options;
}

/** Reads an option that may be left out. */
function read<T, Name extends keyof T & string>(
  options: T,
  name: Name,
  type: 'string' | 'function' | 'boolean' | 'number',
): T[Name] {
  const value = options[name];
  check(value === undefined || typeof value === type, name, `a ${type}`);
  return value;
}

function readTimeout(options: CallOptions): number | undefined {
  return readMilliseconds(options, 'timeoutMs', Number.MIN_VALUE, LONGEST_TIMEOUT_MS);
}

function readMilliseconds<Name extends string>(
  options: { readonly [Each in Name]?: number | undefined },
  name: Name,
  least: number,
  most: number,
): number | undefined {
  const value: number | undefined = read(options, name, 'number');
  if (value !== undefined && !(value >= least && value <= most)) {
    const bound = least > 0 ? 'greater than 0' : 'at least 0';
    throw argumentError('ERR_INVALID_ARG_VALUE', `"${name}" must be ${bound} and at most ${most}`);
  }
  return value;
}

function check(holds: boolean, name: string, wanted: string): void {
  if (!holds) throw argumentError('ERR_INVALID_ARG_TYPE', `"${name}" must be ${wanted}`);
}
