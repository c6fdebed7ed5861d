/** Checks that options are of the kinds that they should be. What their values mean is the core's affair. */
import { argumentError } from './settle.js';
import type { AccessPackageClientOptions, CallOptions } from './types.js';

/** How long a call may take where nobody says it, in milliseconds. */
const TIMEOUT_MS = 100_000;

/** What the client keeps of its options. */
export interface Connection {
  getToken: NonNullable<AccessPackageClientOptions['getToken']>;
  cloud: string | undefined;
  graphRoot: string | undefined;
  fetch: typeof globalThis.fetch | undefined;
  timeoutMs: number;
}

/** Reads the options of a client. */
export function readConnection(options: AccessPackageClientOptions): Connection {
  const { getToken, token, cloud, graphRoot, fetch, timeoutMs } = readObject('options', options);
  check(getToken === undefined || typeof getToken === 'function', 'getToken', 'a function');
  check(token === undefined || typeof token === 'string', 'token', 'a string');
  check((getToken === undefined) !== (token === undefined), 'options', 'given either getToken or token');
  check(cloud === undefined || typeof cloud === 'string', 'cloud', 'a string');
  check(graphRoot === undefined || typeof graphRoot === 'string', 'graphRoot', 'a string');
  check(fetch === undefined || typeof fetch === 'function', 'fetch', 'a function');
  return {
    // Called as what it is, a method of the options.
    getToken: getToken ? (request) => getToken.call(options, request) : () => token as string,
    cloud,
    graphRoot,
    fetch,
    timeoutMs: readTimeout(timeoutMs) ?? TIMEOUT_MS,
  };
}

/** Reads the options of a call. */
export function readCallOptions(options: CallOptions | undefined): { signal?: AbortSignal; timeoutMs?: number } {
  if (options === undefined) return {};
  const { signal, timeoutMs } = readObject('options', options);
  // By its tag, for signals of other realms.
  const isSignal = Object.prototype.toString.call(signal) === '[object AbortSignal]';
  check(signal === undefined || isSignal, 'signal', 'an AbortSignal');
  return { signal, timeoutMs: readTimeout(timeoutMs) } as { signal?: AbortSignal; timeoutMs?: number };
}

function readObject<T extends object>(name: string, value: T): T {
  check(typeof value === 'object' && value !== null, name, 'an object');
  return value;
}

function readTimeout(timeoutMs: number | undefined): number | undefined {
  if (timeoutMs === undefined) return undefined;
  check(typeof timeoutMs === 'number', 'timeoutMs', 'a number');
  // Timers take no more than 31 bits; a greater number would fire at once.
  if (!(timeoutMs > 0 && timeoutMs <= 2 ** 31 - 1)) {
    throw argumentError('ERR_INVALID_ARG_VALUE', '"timeoutMs" must be greater than 0 and at most 2147483647');
  }
  return timeoutMs;
}

function check(holds: boolean, name: string, wanted: string): void {
  if (!holds) throw argumentError('ERR_INVALID_ARG_TYPE', `"${name}" must be ${wanted}`);
}
