/**
 * Where the script-tag build has its code for bulk work from: a second script.
 *
 * It is not fetched by `import()`. That would have to find the file beside the address of the first script, and the address
 * may be a package's alone (`https://cdn.example/npm/entra-access-packages`), beside which lie other packages. A script tag can
 * also carry an `integrity`, is allowed by the hash or nonce that a strict Content-Security-Policy asks for, and goes into
 * `importScripts`.
 */
import { LoadError } from '../errors.js';
import type { BulkCode } from './code.js';

/** What the second script leaves. */
const global = globalThis as { EntraAccessPackagesBulk?: BulkCode };

/** Takes it. */
export async function fetchCode(): Promise<BulkCode> {
  const code = global.EntraAccessPackagesBulk;
  if (code) return code;
  throw new LoadError({
    reason: 'noSource',
    message: 'the code for bulk work is not there: add a script tag for dist/bulk.global.js of this package',
  });
}
