/** Getting ready ahead of time. */
import { load, type WasmSource } from './load.js';
import { readCallOptions, readConnection } from './options.js';
import { perform } from './perform.js';
import { realm } from './realm.js';

/**
 * Loads the WebAssembly ahead of time. Calls load it by themselves, so this is for hiding the wait, and for
 * the slim entry, which has to be told where it is.
 *
 * Loading happens once: where it has succeeded, a further source is ignored; while it is under way, a further
 * one takes the place of the first. After a failure the next call tries again.
 *
 * When the page has nothing to do after that, and no call was made yet, one is carried out that is sent nowhere, so that the
 * browser has compiled what the first create needs; in browsers with `requestIdleCallback`.
 *
 * @param source - The module, its bytes, a `Response`, or a URL. Default: the bytes inside the package; the
 * slim entry has none.
 * @throws {@link LoadError} `ERR_LOAD`
 */
export async function init(source?: WasmSource | PromiseLike<WasmSource>): Promise<void> {
  await load(source);
  // Not in every browser, and not on servers.
  globalThis.requestIdleCallback?.(() => {
    if (realm().calls === 0) rehearse().catch(() => {});
  });
}

/** Carries out a call that goes nowhere: engines compile code when it runs first, and now nobody waits for it. */
async function rehearse(): Promise<void> {
  const connection = readConnection({ token: 'none', fetch: async () => new Response(null, { status: 204 }) });
  const operation = { operation: 'update', id: NOBODY, input: { displayName: 'x' } } as const;
  await perform(connection, operation, readCallOptions(undefined));
}

/** The id of what is not there. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
