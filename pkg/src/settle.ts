/** Makes values and real errors of the settlements that the WebAssembly answers with. */
import { argumentError } from './argument-error.js';
import { classOf } from './error-classes.js';
import type * as errors from './errors.js';
import type { AccessPackage, Attempt, CreateTicket, ValidationIssue } from './types.js';

/** The record of an error (`src/error.rs`). */
interface ErrorRecord {
  code:
    | Exclude<errors.AccessPackageErrorCode, 'ERR_LOAD' | 'ERR_INTERNAL' | 'ERR_SOURCE' | 'ERR_JOURNAL'>
    | 'ERR_INVALID_ARG_VALUE';
  message: string;
  reason: string | null;
  issues: ValidationIssue[] | null;
  answer: errors.GraphAnswer | null;
  denial: errors.Denial | null;
  existing: AccessPackage | null;
  ticket: CreateTicket | null;
  candidates: AccessPackage[] | null;
}

/** How a call ended (`src/wasm/settlement.rs`). */
interface Settlement {
  attempts: Attempt[];
  value?: unknown;
  error?: ErrorRecord;
  /** The numbers of values that the call keeps. */
  cause?: number;
  body?: number;
}

/** What a call that ended well has. */
export interface Settled<T> {
  value: T;
  attempts: Attempt[];
}

/** Gives the value of a settlement, or throws what it tells of. `kept` gives a value that the call keeps. */
export function settle<T>(text: string, kept?: (number: number) => unknown): Settled<T> {
  const { attempts, value, error, ...numbers }: Settlement = JSON.parse(text);
  if (value !== undefined) return { value: value as T, attempts };
  const [cause, body] = [numbers.cause, numbers.body].map((number) =>
    number === undefined ? undefined : kept?.(number),
  );
  // Without an error the reason of an abort goes back as it came, as `fetch` does it.
  throw error ? makeError(error, attempts, cause, body) : cause;
}

function makeError(record: ErrorRecord, attempts: Attempt[], cause: unknown, body: unknown): Error {
  const init = {
    // The core and the classes have the same names and reasons; tests/package holds each against the other. What is null here,
    // the classes leave out.
    ...record,
    cause,
    attempts,
    issues: record.issues ?? [],
    answer: { ...record.answer, body },
  };
  const Class = classOf(record.code);
  // What the core takes for a mistake in the arguments is one in the code that calls, and has no class here.
  return Class ? new Class(init as never) : argumentError('ERR_INVALID_ARG_VALUE', record.message);
}
