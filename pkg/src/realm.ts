/** What the copies of this package in one realm share: ESM beside CommonJS, or two bundles. */
import type { BulkCode } from './bulk/code.js';
import type { Instance } from './instance.js';
import type { Room } from './rooms.js';

/** The shared state. */
export interface Realm {
  module?: WebAssembly.Module;
  instance?: Instance;
  loading?: Promise<Instance>;
  /** The code for bulk work, once it is there. */
  bulk?: BulkCode;
  /** Where creates of one name meet. */
  rooms: Map<string, Room>;
  /** How many calls there were. */
  calls: number;
  /** The numbers of callers' own `fetch` functions, in the order in which they came: alike in all tabs of a page. */
  fetches: WeakMap<typeof globalThis.fetch, number>;
  /** The last of them. */
  lastFetch: number;
}

const KEY = Symbol.for(`entra-access-packages@${__VERSION__}`);
const own: Realm = { rooms: new Map(), calls: 0, fetches: new WeakMap(), lastFetch: 0 };

/** Gives the shared state. */
export function realm(): Realm {
  const global = globalThis as { [KEY]?: Realm };
  try {
    if (!global[KEY]) Object.defineProperty(global, KEY, { value: own });
    return global[KEY] ?? own;
  } catch {
    // A realm that may not be extended.
    return own;
  }
}

/**
 * Tells where a client's requests go, for the names of rooms: what goes to a `fetch` of the caller's may go to another
 * service. Empty for the global one.
 */
export function fetchNumber(fetch: typeof globalThis.fetch | undefined): string {
  if (!fetch) return '';
  const shared = realm();
  let number = shared.fetches.get(fetch);
  if (number === undefined) {
    shared.lastFetch += 1;
    number = shared.lastFetch;
    shared.fetches.set(fetch, number);
  }
  return `${number} `;
}
