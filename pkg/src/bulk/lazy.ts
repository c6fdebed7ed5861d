/** The bulk side of a client, as far as every page downloads it: the rest is fetched when it is used. */
import { argumentError } from '../argument-error.js';
import {
  InternalError,
  isAccessPackageError,
  JournalError,
  LoadError,
  type LoadErrorReason,
  SourceError,
} from '../errors.js';
import { loadError } from '../load.js';
import type { Connection } from '../options.js';
import { perform } from '../perform.js';
import { prepare } from '../prepare.js';
import { realm } from '../realm.js';
import { snapshot } from '../snapshot.js';
import type { BulkCode } from './code.js';
import { JobHandle } from './handle.js';
import type { makeBulk } from './index.js';
import type { Kit } from './kit.js';
import { fetchCode } from './source.js';
import type { BulkClient, BulkSource, ReadRowsOptions, Report, RowTable, UndoResult } from './types.js';

const kit: Kit = {
  errors: { InternalError, JournalError, SourceError, isAccessPackageError },
  argumentError,
  loadError,
  perform,
  prepare,
  snapshot,
};

/** The rest: what was handed over, or fetched. */
async function fetchBulk(): Promise<ReturnType<typeof makeBulk>> {
  const shared = realm();
  shared.bulk ??= checked(await fetchCode().catch(notFetched));
  return (shared.bulk.makeBulk as typeof makeBulk)(kit);
}

/** The failure to get it, unless it is told already. */
function failure(reason: LoadErrorReason, message: string, cause?: unknown): LoadError {
  if (cause instanceof LoadError) return cause;
  return new LoadError({ reason, message, cause });
}

function notFetched(cause: unknown): never {
  const isWorker = 'ServiceWorkerGlobalScope' in globalThis;
  const why = isWorker
    ? 'a service worker cannot fetch it'
    : // Firefox keeps the failure of an `import()` for as long as the page lives.
      'deploy it beside the others, allow it in script-src, and reload the page';
  const remedy = "or import 'entra-access-packages/bulk' and hand it to initBulk()";
  throw failure(
    isWorker ? 'noSource' : 'network',
    `the code for bulk work could not be fetched: ${why}; ${remedy}`,
    cause,
  );
}

/** Whatever callers hand over. */
function checked(code: Partial<BulkCode> | null | undefined): BulkCode {
  if (code?.version === __VERSION__ && typeof code.makeBulk === 'function') return code as BulkCode;
  const found = code?.version ? `of version ${code.version}` : "not that of 'entra-access-packages/bulk'";
  throw failure('invalid', `the code for bulk work is ${found}; this is version ${__VERSION__}`);
}

/**
 * Loads the code for bulk work ahead of time, which clients otherwise fetch when it is used first.
 *
 * Hand it over where it cannot be fetched by `import()`: in a service worker, in a browser extension's background, or where a
 * bundler's way to fetch chunks is not allowed by Trusted Types.
 *
 * ```js
 * import { initBulk } from 'entra-access-packages';
 * import * as bulk from 'entra-access-packages/bulk';
 *
 * await initBulk(bulk);
 * ```
 *
 * @param code - The module `entra-access-packages/bulk`, or a promise of it. Default: it is fetched.
 * @throws {@link LoadError} `ERR_LOAD`: it could not be fetched, or belongs to another version; the next call tries again.
 */
export async function initBulk(code?: BulkCode | PromiseLike<BulkCode>): Promise<void> {
  if (code === undefined) await fetchBulk();
  else {
    const given = Promise.resolve(code).catch((cause: unknown) => {
      throw failure(
        'network',
        'the code for bulk work that initBulk() was promised did not come: see the cause',
        cause,
      );
    });
    realm().bulk ??= checked(await given);
  }
}

/** Makes it for a client. */
export function bulkClient(connection: Connection): BulkClient {
  return {
    plan: async (source, options) => (await fetchBulk()).plan(connection, source, options),
    apply: (plan, options) =>
      new JobHandle(undefined, async (handle) => (await fetchBulk()).apply(connection, handle, plan, options)),
    resume: (journalId, options) =>
      new JobHandle(String(journalId), async (handle) => (await fetchBulk()).resume(connection, handle, options)),
    listJournals: async () => (await fetchBulk()).listJournals(connection),
    deleteJournal: async (journalId) => (await fetchBulk()).deleteJournal(journalId),
    async *undo(items, options): AsyncGenerator<UndoResult, void, undefined> {
      yield* (await fetchBulk()).undo(connection, items, options);
    },
  };
}

/**
 * Reads a source into rows and checks each, without asking Graph: for showing problems as soon as a file is chosen. The
 * rows can be planned afterwards without reading them again.
 *
 * @throws {@link SourceError} `ERR_SOURCE`: the source cannot be read as rows.
 * @throws {@link LoadError} `ERR_LOAD`: the code for bulk work could not be loaded.
 * @throws `TypeError` `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`: an argument is of the wrong kind. An abort
 * rejects with the signal's reason.
 */
export async function readRows(source: BulkSource, options?: ReadRowsOptions): Promise<RowTable> {
  return (await fetchBulk()).readRows(source, options);
}

/**
 * Writes a report as CSV that opens in spreadsheets: UTF-8 with a byte order mark, and no cell that would be taken for a
 * formula. As JSON it is `JSON.stringify(report)`.
 *
 * @throws {@link LoadError} `ERR_LOAD`: the code for bulk work could not be loaded.
 */
export async function reportToCsv(report: Report): Promise<string> {
  return (await fetchBulk()).reportToCsv(report);
}
