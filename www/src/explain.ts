/**
 * Puts errors into words for an administrator: what happened, whether it was done all the same, what to do now.
 *
 * A pure function of the error. Decisions rest on `code`, `reason`, `status` and `graphCode`, never on messages.
 */
import type {
  AccessPackageError,
  AnyAccessPackageError,
  ConflictError,
  LoadError,
  NetworkError,
  ThrottledError,
} from 'entra-access-packages';
import { explainRefusal } from './explain-refusal.js';
import { explainToken } from './explain-token.js';
import { explainUnknown } from './explain-unknown.js';
import { clockTime, type Explanation, type Situation, START_SANDBOX, unreachable } from './explanation.js';
import { explainJournal } from './many/explain-journal.js';
import { explainSource } from './many/explain-source.js';

/** Explains an error of the package. */
export function explain(error: AnyAccessPackageError, situation: Situation): Explanation {
  const explanation = explainByCode(error, situation);
  // A look that fails says nothing about the create that it was for.
  return situation.doing === 'recheck' ? { ...explanation, done: 'unknown' } : explanation;
}

function explainByCode(error: AnyAccessPackageError, situation: Situation): Explanation {
  switch (error.code) {
    case 'ERR_VALIDATION':
      return {
        title: 'The form is not complete',
        done: 'no',
        text: 'The package checked what was filled in and sent nothing.',
        next: error.issues.map(({ message, hint }) => (hint ? `${message}: ${hint}` : message)),
      };
    case 'ERR_TOKEN':
      return explainToken(error, situation);
    case 'ERR_GRAPH':
      return explainRefusal(error, situation);
    case 'ERR_CONFLICT':
      return explainConflict(error);
    case 'ERR_THROTTLED':
      return explainThrottled(error, situation);
    case 'ERR_NETWORK':
      return explainNetwork(error, situation);
    case 'ERR_OUTCOME_UNKNOWN':
      return explainUnknown(error, situation);
    case 'ERR_RESPONSE':
      return {
        title: 'The answer could not be read',
        done: 'no',
        text:
          'Something answered with success, but not with what Graph documents. A proxy may stand in between.' +
          (situation.doing === 'create' ? ' Looks have shown that nothing was created.' : ''),
        next: ['Try again. If it stays like this, show the technical details to whoever runs the network.'],
      };
    case 'ERR_LOAD':
      return explainLoad(error);
    case 'ERR_INTERNAL':
      return {
        title: 'This page has a defect',
        done: 'no',
        text: 'Its WebAssembly stopped at something that should not happen. Nothing was sent. The next try starts afresh.',
        next: ['Please report it, with the technical details.'],
      };
    case 'ERR_SOURCE':
      return { done: 'no', ...explainSource(error) };
    case 'ERR_JOURNAL':
      return { done: 'no', ...explainJournal(error) };
    default:
      return unreachable(error);
  }
}

function explainConflict({ existing }: ConflictError): Explanation {
  return {
    title: 'That name is taken in this catalog',
    done: 'no',
    text: existing
      ? 'The catalog has this access package, which is not the one asked for just now. It was left as it is.'
      : 'Graph answered that the catalog already has an access package of this name. It could not be seen which.',
    next: existing
      ? ['Work with the package that exists, or choose another name.']
      : ['Choose another name.', 'Or ask somebody who may see the whole catalog whether the package there will do.'],
  };
}

function explainThrottled({ retryAt, ticket }: ThrottledError, { doing }: Situation): Explanation {
  const when = retryAt ? `Try again after ${clockTime(retryAt)}.` : 'Wait a minute, then try again.';
  return {
    title: 'Graph asks to wait',
    done: 'no',
    ...(ticket ? { word: 'Turned away by Graph' } : {}),
    text:
      'Too many requests reached Graph in a short time, and the pause that it asks for is longer than this page waits. ' +
      (ticket
        ? 'By its documentation a request that is turned away like this is not carried out. If you want to be sure, look.'
        : 'It turned this one away and did nothing.'),
    next: [doing === 'create' ? `${when} Earlier requests would make the pause longer.` : when],
  };
}

/** Whether a request went out that was to change something. */
function sentAChange({ attempts }: AccessPackageError): boolean {
  return attempts.some(({ purpose }) => purpose !== 'lookUp' && purpose !== 'read');
}

function explainNetwork(error: NetworkError, { identity, doing }: Situation): Explanation {
  if (error.reason === 'offline') {
    return {
      title: 'This device is offline',
      done: 'no',
      text: 'Nothing was sent.',
      next: ['Connect to the network, then try again.'],
    };
  }
  const sandbox = identity === 'sandbox';
  const why =
    error.reason === 'timedOut'
      ? 'No answer came in time.'
      : 'The connection failed, or something on the way blocks it.';
  return {
    title: sandbox ? 'The sandbox does not answer' : 'Graph was not reached',
    done: 'no',
    text: doing === 'create' && sentAChange(error) ? `${why} Looks have shown that nothing was created.` : why,
    next: [sandbox ? START_SANDBOX : 'Try again in a moment.'],
  };
}

function explainLoad({ reason }: LoadError): Explanation {
  return {
    title: 'This page could not load its WebAssembly',
    done: 'no',
    text:
      reason === 'csp'
        ? 'Its Content-Security-Policy lacks ‘wasm-unsafe-eval’ in script-src. Nothing was sent.'
        : reason === 'unsupported'
          ? 'This browser has no WebAssembly, or it is turned off. Nothing was sent.'
          : 'Nothing was sent.',
    next: reason === 'unsupported' ? ['Use another browser.'] : ['Reload the page.'],
  };
}
