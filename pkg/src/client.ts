/** The client: the idioms of JavaScript around the calls. */

import type { Glue, Settlement } from '#glue';
import { bulkClient } from './bulk/lazy.js';
import type { Operation } from './call.js';
import { Deadline } from './deadline.js';
import { InternalError, ValidationError } from './errors.js';
import { type Instance, isTrap } from './instance.js';
import { ready } from './load.js';
import * as read from './options.js';
import { loadWithin, perform } from './perform.js';
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
  const connection = read.readConnection(options);
  const call = async <T>(operation: Operation, options: types.CallOptions | undefined): Promise<Settled<T>> =>
    perform<T>(connection, operation, read.readCallOptions(options));
  /** The value of a call, with what it sent. */
  const change = async <T>(operation: Operation, options: types.CallOptions | undefined): Promise<T> => {
    const { value, attempts } = await call<object>(operation, options);
    return { ...value, attempts } as T;
  };
  const value = async <T>(operation: Operation, options: types.CallOptions | undefined): Promise<T> =>
    (await call<T>(operation, options)).value;
  const pages = <T>(operation: Operation, options: types.CallOptions | undefined): AsyncIterable<T> => {
    const callOptions = read.readCallOptions(options);
    const fetchPage = (nextLink: string | undefined) =>
      perform<Page<T>>(connection, { ...operation, nextLink }, callOptions);
    // Each iteration is a list of its own.
    return { [Symbol.asyncIterator]: () => turnPages(fetchPage) };
  };
  return {
    ...bulkClient(connection),

    async create(input, options) {
      const copy = snapshot(input);
      const operation = { operation: 'create', input: copy.value, ...read.readCreateOptions(options) } as const;
      return change<types.CreateResult>(operation, options).catch(blame(copy));
    },

    async recheck(ticket, options) {
      return change({ operation: 'recheck', input: read.readTicket(ticket) }, options);
    },

    async prepare(input) {
      const copy = snapshot(input);
      const { cloud, graphRoot, timeoutMs } = connection;
      const instance = await loadWithin(new Deadline(undefined, timeoutMs));
      const prepare = (glue: Glue) => glue.prepare({ cloud, graphRoot, input: copy.value });
      return enter<types.PreparedRequest>(instance, prepare, copy).value;
    },

    listCatalogs(options) {
      return pages({ operation: 'listCatalogs' }, options);
    },

    async getCatalog(id, options) {
      return value({ operation: 'getCatalog', id: read.readId(id) }, options);
    },

    list(options) {
      return pages({ operation: 'list', ...read.readListOptions(options) }, options);
    },

    async get(id, options) {
      return value({ operation: 'get', id: read.readId(id) }, options);
    },

    async update(id, changes, options) {
      const copy = snapshot(changes);
      const operation = { operation: 'update', id: read.readId(id), input: copy.value } as const;
      return change<types.ChangeResult>(operation, options).catch(blame(copy));
    },

    async delete(id, options) {
      return change({ operation: 'delete', id: read.readId(id) }, options);
    },
  };
}

interface Page<T> {
  value: T[];
  nextLink: string | null;
}

async function* turnPages<T>(
  fetchPage: (nextLink: string | undefined) => Promise<Settled<Page<T>>>,
): AsyncGenerator<T, void, undefined> {
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
