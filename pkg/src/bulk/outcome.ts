/** What became of a create, as the core is told of it. */
import type { Connection } from '../options.js';
import type { Attempt, CreateResult, CreateTicket } from '../types.js';
import { describe } from './graph.js';
import type { Kit } from './kit.js';
import type { RowError } from './types.js';

/** The place of that fact in the list of `src/wasm/host.rs`. */
const CLOSED_UNTIL = 6;

/** The facts; what they mean is the core's affair (`src/bulk/ending.rs`). */
export interface RowOutcome {
  /** How it ended well. */
  outcome?: CreateResult['outcome'];
  /** The package of it, or the one that has its name. */
  accessPackageId?: string;
  error?: RowError;
  /** The names of what the token callback threw, which tell whether somebody has to sign in. */
  cause?: string[];
  /** What settles it. */
  ticket?: CreateTicket;
  /** How many requests were sent, and how many of them were answered with 429. */
  attempts: number;
  throttled: number;
  /** Until when Graph does not want to be asked, by `performance.now()`. */
  closedUntil: number;
  /** How long Graph wants to be left alone, where it said so. */
  retryAfterMs?: number;
}

/** Of a create that ended well. */
export function success(
  connection: Connection,
  { outcome, accessPackage, attempts }: Pick<CreateResult, 'outcome' | 'accessPackage' | 'attempts'>,
): RowOutcome {
  return { outcome, accessPackageId: accessPackage.id, ...sent(connection, attempts) };
}

/** Of a create that rejected. */
export function failure(kit: Kit, connection: Connection, error: unknown): RowOutcome {
  const known = kit.errors.isAccessPackageError(error) ? error : undefined;
  const { ticket, existing, retryAt } = (known ?? {}) as {
    ticket?: CreateTicket;
    existing?: { id: string };
    retryAt?: string;
  };
  return {
    error: describe(kit, error),
    cause: namesOf(known?.cause),
    ...(ticket && { ticket }),
    ...(retryAt !== undefined && { retryAfterMs: Math.max(Date.parse(retryAt) - Date.now(), 0) }),
    ...(existing && { accessPackageId: existing.id }),
    ...sent(connection, known?.attempts ?? []),
  };
}

/** What the cause of an error, and the cause of that, call themselves: MSAL.js has a name and an `errorCode`. */
function namesOf(cause: unknown): string[] {
  return [...wordsOf(cause), ...wordsOf(read(cause, 'cause'))];
}

function wordsOf(value: unknown): string[] {
  return [read(value, 'name'), read(value, 'errorCode')].filter((word) => typeof word === 'string');
}

/** A property of what a caller threw: a Proxy, or a getter, may throw in turn. */
function read(value: unknown, property: string): unknown {
  try {
    return (value as Record<string, unknown> | undefined)?.[property];
  } catch {
    return undefined;
  }
}

function sent(connection: Connection, attempts: readonly Attempt[]) {
  const throttled = attempts.filter(({ status }) => status === 429).length;
  return { attempts: attempts.length, throttled, closedUntil: Math.ceil(connection.facts[CLOSED_UNTIL] ?? 0) };
}
