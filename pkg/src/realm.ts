/** What the copies of this package in one realm share: ESM beside CommonJS, or two bundles. */
import type { Instance } from './instance.js';
import type { Room } from './rooms.js';

/** The shared state. */
export interface Realm {
  module?: WebAssembly.Module;
  instance?: Instance;
  loading?: Promise<Instance>;
  /** Where creates of one name meet. */
  rooms: Map<string, Room>;
  /** How many calls there were. */
  calls: number;
}

const KEY = Symbol.for(`entra-access-packages@${__VERSION__}`);
const own: Realm = { rooms: new Map(), calls: 0 };

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
