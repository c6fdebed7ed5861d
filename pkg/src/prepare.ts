/** Prepares a create without sending it. */
import { Deadline } from './deadline.js';
import type { Connection } from './options.js';
import { loadWithin } from './perform.js';
import type { Snapshot } from './snapshot.js';
import type { PreparedRequest } from './types.js';
import { enter } from './validate.js';

/** Gives the request that a create of the copied input would be. */
export async function prepare(connection: Connection, copy: Snapshot): Promise<PreparedRequest> {
  const { cloud, graphRoot, timeoutMs, message } = connection;
  const instance = await loadWithin(new Deadline(undefined, timeoutMs));
  return enter(instance, { operation: 'prepare', cloud, graphRoot }, copy, message);
}
