/**
 * `entra-access-packages/bulk`: the code for bulk work. Clients fetch it by `import()` when it is used first; import it where
 * that is not allowed, such as in a service worker, and hand it to `initBulk`.
 *
 * @packageDocumentation
 */
import type { BulkCode } from './code.js';
import { makeBulk as make } from './index.js';

export type { BulkCode };

/** The version of the package that this belongs to. */
export const version: BulkCode['version'] = __VERSION__;

/** Not for callers: hand the whole module to `initBulk`. */
export const makeBulk: BulkCode['makeBulk'] = make;
