/** What the page says of a failure, and where it happened. */
import type { IdentityKind } from './identity.js';

/**
 * What was being done: a create, looking what became of one, deleting a package, listing the catalogs, or listing
 * what is in one.
 */
export type Doing = 'create' | 'recheck' | 'delete' | 'list' | 'contents';

/** Where, and what was being done. */
export interface Situation {
  identity: IdentityKind;
  doing: Doing;
}

/** One thing that may be missing, and what to do about it. */
export interface Missing {
  name: string;
  fix: string;
}

/** An error in plain words. */
export interface Explanation {
  /** What happened, in one line. */
  title: string;
  /** Whether what was asked for was done; of a look, whether the package that was looked for was created. */
  done: 'yes' | 'no' | 'unknown';
  /** {@link done} in words, where the usual ones would say too much. */
  word?: string;
  /** What it means. */
  text: string;
  /** What to do now, in order; may be empty. */
  next: string[];
  /** What may be missing, the likeliest first. */
  missing?: Missing[];
  /** Whether signing in again is what helps. */
  signIn?: true;
}

/** The permission that everything here needs. */
export const PERMISSION = 'EntitlementManagement.ReadWrite.All';

/** How to go on when the sandbox does not answer. */
export const START_SANDBOX = 'The sandbox runs as long as npm start does. Start it, then try again.';

/** A time of day as this machine's clock shows it; a date too when it is not today. */
export function clockTime(iso: string): string {
  const time = new Date(iso);
  const sameDay = time.toDateString() === new Date().toDateString();
  return sameDay ? time.toLocaleTimeString('en-GB') : time.toLocaleString('en-GB');
}

/** Compiles only while every case is handled. */
export function unreachable(value: never): never {
  throw new Error(`not handled: ${String(value)}`);
}
