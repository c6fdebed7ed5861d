/** Says that nobody here knows whether it was done, and why. */
import type { OutcomeUnknownError } from 'entra-access-packages';
import { type Explanation, type Situation, unreachable } from './explanation.js';

/** Explains an outcome that is unknown. */
export function explainUnknown(error: OutcomeUnknownError, { doing }: Situation): Explanation {
  if (doing === 'delete') {
    return {
      title: 'Nobody here knows whether it was deleted',
      done: 'unknown',
      text: `${unknownBecause(error.reason)} The package may be gone, or it may be there still.`,
      next: ['Delete it once more: what is gone already is told as such.'],
    };
  }
  const known = error.candidates.length > 0 ? candidatesText(error.candidates.length) : 'It may exist, or it may not.';
  return {
    title:
      doing === 'recheck'
        ? 'It is still not known whether it was created'
        : 'Nobody here knows yet whether it was created',
    done: 'unknown',
    text: `${doing === 'recheck' ? becauseOfLook(error) : unknownBecause(error.reason)} ${known}`,
    next: error.ticket
      ? ['Look again: a package that was made can take a while to show.', 'Do not create it anew before that.']
      : [
          'Look at the catalog in the Entra admin center first; a new package can take a moment to show.',
          'If it is there, you are done. If it is not there after a few minutes, create it again.',
        ],
  };
}

function candidatesText(count: number): string {
  return count === 1
    ? 'A package of this name is in the catalog, and nothing shows whether this create made it.'
    : `${count} packages of this name are in the catalog, and nothing shows which of them this create made, if any.`;
}

/** Why a look settled nothing. */
function becauseOfLook({ reason, status }: OutcomeUnknownError): string {
  switch (reason) {
    case 'aborted':
      return 'The look was cancelled before it was finished.';
    case 'timedOut':
      return 'The look did not come to an end in time.';
    case 'lookFailed':
      if (status === undefined) return 'The look failed: Graph was not reached.';
      return status === 401 || status === 403
        ? `Graph refused the look (status ${status}): somebody who may see the catalog has to look.`
        : `The look failed (status ${status}).`;
    default:
      return 'The look settled nothing.';
  }
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
