/** What the verdicts of plans, reports and undoing are called, in the order in which they are shown. */
import type { PlanVerdict, RowVerdict, UndoResult } from 'entra-access-packages';

/** How something looks: good, bad, open, there before, or of no consequence. */
export type Tone = 'yes' | 'no' | 'unknown' | 'before' | 'idle';

/** A word with its sign and its look. */
export interface Word {
  text: string;
  mark: string;
  tone: Tone;
}

const word = (text: string, mark: string, tone: Tone): Word => ({ text, mark, tone });

export const PLAN_WORDS: Record<PlanVerdict, Word> = {
  create: word('To create', '+', 'yes'),
  same: word('Exists', '=', 'before'),
  different: word('Exists, differs', '≠', 'unknown'),
  duplicate: word('Twice in the file', '‖', 'unknown'),
  invalid: word('Wrong', '✕', 'no'),
  catalogNotFound: word('No such catalog', '✕', 'no'),
  catalogNotPermitted: word('Catalog not allowed', '✕', 'no'),
  unchecked: word('Not checked', '?', 'unknown'),
};

export const ROW_WORDS: Record<RowVerdict, Word> = {
  created: word('Created', '✓', 'yes'),
  adopted: word('Created, answer lost', '✓', 'yes'),
  existing: word('Exists', '=', 'before'),
  failed: word('Failed', '✕', 'no'),
  unknown: word('Unknown', '?', 'unknown'),
  notStarted: word('Not started', '·', 'idle'),
  skipped: word('Skipped', '–', 'idle'),
};

/** What became of the wish to delete a package; `waiting` until it is known. */
export type UndoState = UndoResult['outcome'] | 'waiting';

export const UNDO_WORDS: Record<UndoState, Word> = {
  waiting: word('Still there', '·', 'idle'),
  deleted: word('Deleted', '✓', 'yes'),
  absent: word('Gone already', '=', 'before'),
  kept: word('Kept', '!', 'unknown'),
  failed: word('Failed', '✕', 'no'),
};

/** A count with its noun. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** A name as it stands in a sentence. */
export function quoted(name: string | undefined): string {
  return name === undefined || name === '' ? 'a row without a name' : `“${name}”`;
}
