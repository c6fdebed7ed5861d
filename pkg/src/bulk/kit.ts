/**
 * What bulk work takes from the client: it is a file of its own, and a second copy of these would be other classes and
 * other rooms.
 */
import type { Operation } from '../call.js';
import type * as errors from '../errors.js';
import type { Connection, ReadOptions } from '../options.js';
import type { Settled } from '../settle.js';
import type { Snapshot } from '../snapshot.js';
import type { PreparedRequest } from '../types.js';

/** The parts. */
export interface Kit {
  errors: Pick<typeof errors, 'InternalError' | 'JournalError' | 'SourceError' | 'isAccessPackageError'>;
  argumentError(code: 'ERR_INVALID_ARG_TYPE' | 'ERR_INVALID_ARG_VALUE', message: string): TypeError;
  loadError(cause: unknown): errors.LoadError;
  perform<T>(connection: Connection, operation: Operation, options: ReadOptions): Promise<Settled<T>>;
  snapshot(input: unknown): Snapshot;
  prepare(connection: Connection, copy: Snapshot): Promise<PreparedRequest>;
}
