/** Explains whatever was thrown: the package's errors, this page's own, and the reason of a cancel. */
import { isAccessPackageError } from 'entra-access-packages';
import { explain } from './explain.js';
import { type Doing, type Explanation, type Situation, START_SANDBOX } from './explanation.js';

/** The sandbox could not be told what to rehearse. */
export class NotPrepared extends Error {
  override name = 'NotPrepared';
}

const CANCELLED: Record<Doing, string> = {
  create: 'It was cancelled before anything was sent.',
  recheck: 'The look was cancelled before it was finished, and what it is about is as unknown as before.',
  delete: 'It was cancelled before anything was sent.',
  list: 'It was cancelled.',
  contents: 'It was cancelled.',
};

/** Explains what was thrown. */
export function explainThrown(error: unknown, situation: Situation, signal: AbortSignal): Explanation {
  if (isAccessPackageError(error)) return explain(error, situation);
  const done = situation.doing === 'recheck' ? 'unknown' : 'no';
  if (signal.aborted && error === signal.reason) {
    return { title: 'Cancelled', done, text: CANCELLED[situation.doing], next: [] };
  }
  if (error instanceof NotPrepared) {
    return { title: 'The sandbox does not answer', done, text: 'Nothing was sent.', next: [START_SANDBOX] };
  }
  return {
    title: 'This page has a defect',
    done,
    text: 'It called the package in a wrong way, and the package sent nothing.',
    next: ['Please report it, with the technical details.'],
  };
}
