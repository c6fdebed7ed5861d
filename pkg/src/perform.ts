/** Carries out a call from its beginning to its end. */

import { argumentError } from './argument-error.js';
import { Call, type Operation } from './call.js';
import { Deadline } from './deadline.js';
import { InternalError, isAccessPackageError, LoadError, OutcomeUnknownError } from './errors.js';
import { type Instance, isTrap } from './instance.js';
import { load } from './load.js';
import type { Connection, ReadOptions } from './options.js';
import { type Settled, settle } from './settle.js';
import { Steps } from './steps.js';
import type { AccessPackageEventType } from './types.js';

/** Carries out a call. */
export async function perform<T>(
  connection: Connection,
  operation: Operation,
  { signal, timeoutMs = connection.timeoutMs, onEvent }: ReadOptions,
): Promise<Settled<T>> {
  requireFetch(connection);
  const deadline = new Deadline(signal, timeoutMs);
  const call = new Call(connection, operation, deadline, onEvent);
  const steps = new Steps(call);
  try {
    const instance = await waitForLoad(deadline);
    const settlement = await steps.run(() => instance.enter(call.text, steps)).catch(afterCrash(call));
    const settled = settle<T>(settlement, (number) => call.value(number));
    const { outcome = 'done' } = settled.value as { outcome?: AccessPackageEventType };
    call.report({ type: outcome });
    return settled;
  } catch (thrown) {
    call.report({ type: 'failed', ...(isAccessPackageError(thrown) && { code: thrown.code }) });
    throw thrown;
  } finally {
    call.release();
  }
}

/** Loads for a call that needs nothing else, and lets go of the deadline. */
export function loadWithin(deadline: Deadline): Promise<Instance> {
  return waitForLoad(deadline).finally(() => deadline.release());
}

function waitForLoad(deadline: Deadline): Promise<Instance> {
  return deadline
    .race(() => load())
    .catch((reason: unknown) => {
      if (!deadline.timedOut) throw reason;
      throw new LoadError({ reason: 'timedOut', message: 'the WebAssembly was not loaded in time', cause: reason });
    });
}

function requireFetch({ fetch = globalThis.fetch }: Connection): void {
  if (typeof fetch !== 'function') {
    throw argumentError('ERR_INVALID_ARG_TYPE', '"fetch" must be given where there is no global fetch');
  }
}

/** The core, or what it runs in, died in the middle: it is known what was sent, but not what came of it. */
function afterCrash(call: Call): (thrown: unknown) => never {
  return (thrown) => {
    const { sent, ticket } = call;
    const { message, cause } = isTrap(thrown) ? thrown : { message: 'the call broke off', cause: thrown };
    const init = { message, cause, attempts: sent };
    const change = sent.filter(({ purpose }) => purpose !== 'read').at(-1);
    if (!change) throw new InternalError(init);
    throw new OutcomeUnknownError({
      ...init,
      reason: 'crashed',
      message: `${message}; what was asked for may or may not have been done`,
      answer: { clientRequestId: change.clientRequestId },
      ticket,
    });
  };
}
