/** Says that nobody here knows whether it was done, and why. */
import type { OutcomeUnknownError } from 'entra-access-packages';
import { asksForSignIn } from './explain-token.js';
import { type Explanation, type Situation, START_SANDBOX, unreachable } from './explanation.js';

/** Explains an outcome that is unknown. */
export function explainUnknown(error: OutcomeUnknownError, situation: Situation): Explanation {
  const { reason, candidates, ticket } = error;
  if (situation.doing === 'delete') {
    return {
      title: 'Nobody here knows whether it was deleted',
      done: 'unknown',
      text: `${unknownBecause(reason)} The package may be gone, or it may be there still.`,
      next: ['Delete it once more: what is gone already is told as such.'],
    };
  }
  if (situation.doing === 'recheck') return explainLook(error, situation);
  return {
    title: 'Nobody here knows yet whether it was created',
    done: 'unknown',
    text: `${unknownBecause(reason)} ${candidates.length > 0 ? candidatesText(candidates.length) : NOTHING_FOUND}`,
    next: candidates.length > 0 ? COMPARE : ticket ? LOOK_AGAIN : LOOK_ELSEWHERE,
  };
}

const NOTHING_FOUND = 'It may exist, or it may not.';

const LOOK_AGAIN = [
  'Look again: a package that was made can take a while to show.',
  'Do not create it anew before that.',
];

const COMPARE = [
  'See in the audit log of the Entra admin center who created it, and when.',
  'If it was you, just now, you are done. If not, create yours under another name.',
];

const LOOK_ELSEWHERE = [
  'Look at the catalog in the Entra admin center first; a new package can take a moment to show.',
  'If it is there, you are done. If it is not there after a few minutes, create it again.',
];

function candidatesText(count: number): string {
  return count === 1
    ? 'A package of this name is in the catalog, and nothing shows whether this create made it.'
    : `${count} packages of this name are in the catalog, and nothing shows which of them this create made, if any.`;
}

/** Explains a look that settled nothing: what was unknown is as unknown as before. */
function explainLook(error: OutcomeUnknownError, { identity }: Situation): Explanation {
  const { cause, status, claims, candidates } = error;
  if (identity === 'tenant' && (asksForSignIn(cause) || status === 401 || claims !== undefined)) {
    return {
      title: 'Sign in to go on',
      done: 'unknown',
      text: 'A look needs somebody who is signed in, and there is no token that Graph takes.',
      next: ['Sign in again, then look again.'],
      signIn: true,
    };
  }
  const isGone = identity === 'sandbox' && status === undefined && cause !== undefined;
  return {
    title: 'It is still not known whether it was created',
    done: 'unknown',
    text: `${becauseOfLook(error)} ${candidates.length > 0 ? candidatesText(candidates.length) : NOTHING_FOUND}`,
    next: candidates.length > 0 ? COMPARE : isGone ? [START_SANDBOX] : LOOK_AGAIN,
  };
}

function becauseOfLook({ reason, status }: OutcomeUnknownError): string {
  if (reason === 'timedOut') return 'The look did not come to an end in time.';
  if (reason === 'aborted') return 'The look was cancelled before it was finished.';
  if (status === 403) return 'Graph refused the look (status 403): somebody who may see the catalog has to look.';
  if (status !== undefined) return `The look failed (status ${status}).`;
  return 'The look settled nothing.';
}

function unknownBecause(reason: OutcomeUnknownError['reason']): string {
  switch (reason) {
    case 'serverError':
      return 'The request was sent, and the answer was a failure of the server, which can come after the work was done.';
    case 'connectionLost':
      return 'The request was sent, and the connection broke before the whole answer was here.';
    case 'timedOut':
      return 'The request was sent, and no answer came in time.';
    case 'aborted':
      return 'It was cancelled when the request had already been sent. Graph does not take a request back.';
    case 'unreadable':
      return 'The answer speaks of success, but what was asked for is not in it.';
    case 'throttled':
      return (
        'Graph turned the request away because there were too many. By its documentation nothing is done then; ' +
        'no look has shown it yet.'
      );
    case 'conflict':
      return 'Graph answered that the name is taken, and it could not be found out by whom: it may be by this request.';
    case 'lookFailed':
      return 'The request was sent, and what it made could not be looked up.';
    case 'crashed':
      return 'This page failed while it waited for the answer.';
    default:
      return unreachable(reason);
  }
}
