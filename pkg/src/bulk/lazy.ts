/** The bulk side of a client, as far as every page downloads it: the rest is fetched when it is used. */
import type * as Bulk from '#bulk';
import { argumentError } from '../argument-error.js';
import { InternalError, isAccessPackageError, JournalError, LoadError, SourceError } from '../errors.js';
import { loadError } from '../load.js';
import type { Connection } from '../options.js';
import { perform } from '../perform.js';
import { snapshot } from '../snapshot.js';
import { JobHandle } from './handle.js';
import type { Kit } from './kit.js';
import type { BulkClient, BulkSource, ReadRowsOptions, Report, RowTable, UndoResult } from './types.js';

const kit: Kit = {
  errors: { InternalError, JournalError, SourceError, isAccessPackageError },
  argumentError,
  loadError,
  perform,
  snapshot,
};

/** Fetches the rest, once. */
async function fetchBulk(): Promise<ReturnType<typeof Bulk.makeBulk>> {
  try {
    const { makeBulk } = await import('#bulk');
    return makeBulk(kit);
  } catch (cause) {
    throw new LoadError({ reason: 'network', message: 'the code for bulk work could not be fetched', cause });
  }
}

/** Makes it for a client. */
export function bulkClient(connection: Connection): BulkClient {
  return {
    async plan(source, options) {
      return (await fetchBulk()).plan(connection, source, options);
    },
    apply(plan, options) {
      const run = async (handle: JobHandle) => (await fetchBulk()).apply(connection, handle, plan, options);
      return new JobHandle(undefined, run);
    },
    resume(journalId, options) {
      const run = async (handle: JobHandle) => (await fetchBulk()).resume(connection, handle, options);
      return new JobHandle(String(journalId), run);
    },
    async listJournals() {
      return (await fetchBulk()).listJournals(connection);
    },
    async deleteJournal(journalId) {
      return (await fetchBulk()).deleteJournal(journalId);
    },
    async *undo(items, options): AsyncGenerator<UndoResult, void, undefined> {
      yield* (await fetchBulk()).undo(connection, items, options);
    },
  };
}

/**
 * Reads a source into rows and checks each, without asking Graph: for showing problems as soon as a file is chosen. The
 * rows can be planned afterwards without reading them again.
 *
 * @throws {SourceError} `ERR_SOURCE`: the source cannot be read as rows.
 * @throws {LoadError} `ERR_LOAD`: the code for bulk work could not be loaded.
 * @throws {TypeError} `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`: an argument is of the wrong kind. An abort
 * rejects with the signal's reason.
 */
export async function readRows(source: BulkSource, options?: ReadRowsOptions): Promise<RowTable> {
  return (await fetchBulk()).readRows(source, options);
}

/**
 * Writes a report as CSV that opens in spreadsheets: UTF-8 with a byte order mark, and no cell that would be taken for a
 * formula. As JSON it is `JSON.stringify(report)`.
 *
 * @throws {LoadError} `ERR_LOAD`: the code for bulk work could not be loaded.
 */
export async function reportToCsv(report: Report): Promise<string> {
  return (await fetchBulk()).reportToCsv(report);
}
