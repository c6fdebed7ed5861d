/** Deletes again what a job made, save what somebody has begun to use. */
import type { Connection } from '../options.js';
import type { Attempt } from '../types.js';
import { describe } from './graph.js';
import type { Kit } from './kit.js';
import { readUndoOptions } from './options.js';
import type { UndoItem, UndoOptions, UndoResult } from './types.js';

/** Deletes one after the other. */
export async function* undo(
  kit: Kit,
  connection: Connection,
  items: readonly UndoItem[],
  options: UndoOptions | undefined,
): AsyncGenerator<UndoResult, void, undefined> {
  const { signal, timeoutMs } = readUndoOptions(kit, items, options);
  for (const item of items) {
    signal?.throwIfAborted();
    const { accessPackageId: id, displayName, catalogId } = item;
    const operation = { operation: 'undo', id, input: { displayName, catalogId } } as const;
    let result: UndoResult;
    try {
      const options = { signal, timeoutMs, onEvent: undefined };
      const { value, attempts } = await kit.perform<Pick<UndoResult, 'outcome' | 'because'>>(
        connection,
        operation,
        options,
      );
      result = { item, ...value, attempts };
    } catch (error) {
      // Nothing more is going to be deleted, and what is known of this one is not lost.
      const isError = kit.errors.isAccessPackageError(error);
      if (!isError) throw error;
      const { attempts } = error as { attempts: readonly Attempt[] };
      result = { item, outcome: 'failed', error: describe(kit, error), attempts: [...attempts] };
    }
    yield result;
  }
}
