/** Where the code for bulk work comes from: a file beside this one, fetched when it is asked for. */
import type { BulkCode } from './code.js';

/** Fetches it. A bundler makes a chunk of its own of it. */
export function fetchCode(): Promise<BulkCode> {
  return import('#bulk');
}
