/** The client: the idioms of JavaScript around the calls. */

import { bulkClient } from './bulk/lazy.js';
import type { Operation } from './call.js';
import * as read from './options.js';
import { perform } from './perform.js';
import { prepare } from './prepare.js';
import type { Settled } from './settle.js';
import { snapshot } from './snapshot.js';
import type * as types from './types.js';
import { blame } from './validate.js';

/**
 * Makes a client. Nothing is loaded or sent until its first call.
 *
 * @throws `TypeError` `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`: an option is of the wrong kind. What is
 * wrong with the value of `cloud` or `graphRoot` is told by the first call.
 */
export function createAccessPackageClient(options: types.AccessPackageClientOptions): types.AccessPackageClient {
  const connection = read.readConnection(options);
  const { message } = connection;
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
    return {
      // Each iteration is a list of its own.
      async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
        let nextLink: string | undefined;
        do {
          const page: Page<T> = (await perform<Page<T>>(connection, { ...operation, nextLink }, callOptions)).value;
          yield* page.value;
          nextLink = page.nextLink ?? undefined;
        } while (nextLink !== undefined);
      },
    };
  };
  return {
    ...bulkClient(connection),

    async create(input, options) {
      const copy = snapshot(input);
      const operation = { operation: 'create', input: copy.value, ...read.readCreateOptions(options) } as const;
      return change<types.CreateResult>(operation, options).catch(blame(copy, message));
    },

    recheck: async (ticket, options) => change({ operation: 'recheck', input: read.readTicket(ticket) }, options),

    prepare: async (input) => prepare(connection, snapshot(input)),

    listCatalogs: (options) => pages({ operation: 'listCatalogs' }, options),

    getCatalog: async (id, options) => value({ operation: 'getCatalog', id: read.readId(id) }, options),

    list: (options) => pages({ operation: 'list', ...read.readListOptions(options) }, options),

    get: async (id, options) => value({ operation: 'get', id: read.readId(id) }, options),

    async update(id, changes, options) {
      const copy = snapshot(changes);
      const operation = { operation: 'update', id: read.readId(id), input: copy.value } as const;
      return change<types.ChangeResult>(operation, options).catch(blame(copy, message));
    },

    delete: async (id, options) => change({ operation: 'delete', id: read.readId(id) }, options),
  };
}

interface Page<T> {
  value: T[];
  nextLink: string | null;
}
