/** The client: the idioms of JavaScript around the calls. */

import type { Glue, Settlement } from '#glue';
import { loadWithin, perform } from './call.js';
import { Deadline } from './deadline.js';
import { InternalError, ValidationError } from './errors.js';
import { type Instance, isTrap } from './instance.js';
import { ready } from './load.js';
import { readCallOptions, readConnection } from './options.js';
import { type Settled, settle } from './settle.js';
import { snapshot } from './snapshot.js';
import type * as types from './types.js';

/**
 * Makes a client. Nothing is loaded or sent until its first call.
 *
 * @throws {TypeError} `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`: an option is of the wrong kind. What is
 * wrong with the value of `cloud` or `graphRoot` is told by the first call.
 */
export function createAccessPackageClient(options: types.AccessPackageClientOptions): types.AccessPackageClient {
  const connection = readConnection(options);
  return {
    async create(input, options) {
      const copy = snapshot(input);
      const operation = { operation: 'create', input: copy.value } as const;
      const { value, attempts } = await perform<types.AccessPackage>(connection, operation, options).catch(blame(copy));
      return { outcome: 'created', accessPackage: value, attempts };
    },

    async prepare(input) {
      const copy = snapshot(input);
      const { cloud, graphRoot, timeoutMs } = connection;
      const instance = await loadWithin(new Deadline(undefined, timeoutMs));
      const prepare = (glue: Glue) => glue.prepare({ cloud, graphRoot, input: copy.value });
      return enter<types.PreparedRequest>(instance, prepare, copy).value;
    },

    listCatalogs(options) {
      const read = readCallOptions(options);
      const fetchPage = (nextLink: string | undefined) =>
        perform<CatalogPage>(connection, { operation: 'listCatalogs', nextLink }, read);
      // Each iteration is a list of its own.
      return { [Symbol.asyncIterator]: () => listCatalogs(fetchPage) };
    },
  };
}

interface CatalogPage {
  value: types.AccessPackageCatalog[];
  nextLink: string | null;
}

async function* listCatalogs(
  fetchPage: (nextLink: string | undefined) => Promise<Settled<CatalogPage>>,
): AsyncGenerator<types.AccessPackageCatalog, void, undefined> {
  let nextLink: string | undefined;
  do {
    const { value: page } = await fetchPage(nextLink);
    yield* page.value;
    nextLink = page.nextLink ?? undefined;
  } while (nextLink !== undefined);
}

/**
 * Checks an input as `create` does, without sending anything, and tells every problem at once. It is
 * synchronous, for forms that check as one types, and so the WebAssembly has to be loaded: await `init()`
 * first.
 *
 * @throws {LoadError} `ERR_LOAD` with the reason `notLoaded`.
 * @throws {InternalError} `ERR_INTERNAL`: a defect of this package.
 */
export function validateAccessPackage(input: unknown): types.ValidationResult {
  const copy = snapshot(input);
  try {
    return {
      ok: true,
      value: enter<types.AccessPackageInput>(ready(), (glue) => glue.validate(copy.value), copy).value,
    };
  } catch (error) {
    if (error instanceof ValidationError) return { ok: false, issues: error.issues };
    throw error;
  }
}

/** Calls a synchronous export and gives its value, or throws the error that it settled with. */
function enter<T>(instance: Instance, call: (glue: Glue) => Settlement, copy: ReturnType<typeof snapshot>): Settled<T> {
  try {
    return settle<T>(instance.enter(call));
  } catch (error) {
    if (isTrap(error, instance)) throw new InternalError({ message: error.message, cause: error.cause });
    return blame(copy)(error);
  }
}

/** Gives a validation error the value that reading the input threw, if it threw one. */
function blame({ thrown }: ReturnType<typeof snapshot>): (error: unknown) => never {
  return (error) => {
    if (error instanceof ValidationError && thrown) {
      Object.defineProperty(error, 'cause', { value: thrown.reason, configurable: true, writable: true });
    }
    throw error;
  };
}
