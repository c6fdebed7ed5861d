/**
 * Puts errors into words for an administrator: what happened, whether a package was created, what to do now.
 *
 * A pure function of the error. Decisions rest on `code`, `reason`, `status` and `graphCode`, never on messages.
 */
import type {
  AnyAccessPackageError,
  GraphError,
  LoadError,
  NetworkError,
  OutcomeUnknownError,
  TokenError,
} from 'entra-access-packages';
import type { IdentityKind } from './identity.js';

/** What was being done. */
export type Doing = 'create' | 'list';

/** Where, and what was being done. */
export interface Situation {
  identity: IdentityKind;
  doing: Doing;
}

/** An error in plain words. */
export interface Explanation {
  /** What happened, in one line. */
  title: string;
  /** Whether an access package was created. */
  created: 'yes' | 'no' | 'unknown';
  /** What it means. */
  text: string;
  /** What to do now, in order; may be empty. */
  next: string[];
  /** Whether signing in again is what helps. */
  signIn?: true;
}

const ROLES =
  'Access package manager or Catalog owner of this catalog, or the Entra role Identity Governance Administrator';
const PERMISSION = 'EntitlementManagement.ReadWrite.All';

/** Explains an error of the package. */
export function explain(error: AnyAccessPackageError, situation: Situation): Explanation {
  switch (error.code) {
    case 'ERR_VALIDATION':
      return {
        title: 'The form is not complete',
        created: 'no',
        text: 'The package checked what was filled in and sent nothing.',
        next: error.issues.map(({ message, hint }) => (hint ? `${message}: ${hint}` : message)),
      };
    case 'ERR_TOKEN':
      return explainToken(error, situation);
    case 'ERR_GRAPH':
      return explainRefusal(error, situation);
    case 'ERR_CONFLICT':
      return {
        title: 'That name is taken in this catalog',
        // Nobody has looked whose package it is, and a browser that repeated the POST would lead to the same answer.
        created: 'unknown',
        text:
          'Graph answered that the catalog already has an access package of this name. Almost always it was there ' +
          'before. Now and then it is the one asked for just now: browsers repeat a request by themselves when a ' +
          'connection drops.',
        next: [
          'Look at the catalog. If the package there is new and yours, you are done.',
          'Otherwise choose another name, or work with the package that exists.',
        ],
      };
    case 'ERR_THROTTLED':
      return {
        title: 'Graph asks to wait',
        created: 'no',
        text: 'Too many requests reached Graph in a short time. It turned this one away and did nothing.',
        next: [error.retryAt ? `Try again after ${clockTime(error.retryAt)}.` : 'Wait a minute, then try again.'],
      };
    case 'ERR_NETWORK':
      return explainNetwork(error, situation);
    case 'ERR_OUTCOME_UNKNOWN':
      return explainUnknown(error, situation);
    case 'ERR_RESPONSE':
      return {
        title: 'The answer could not be read',
        created: 'no',
        text: 'Something answered with success, but not with what Graph documents. A proxy may stand in between.',
        next: ['Try again. If it stays like this, show the technical details to whoever runs the network.'],
      };
    case 'ERR_LOAD':
      return explainLoad(error);
    case 'ERR_INTERNAL':
      return {
        title: 'This page has a defect',
        created: 'no',
        text: 'Its WebAssembly stopped at something that should not happen. Nothing was sent. The next try starts afresh.',
        next: ['Please report it, with the technical details.'],
      };
    default:
      return unreachable(error);
  }
}

/** The names of errors that say that a person has to sign in: ours, and MSAL.js'. */
const SIGN_IN_ERRORS = ['SignInNeeded', 'InteractionRequiredAuthError'];

function explainToken({ reason, cause }: TokenError, { identity, doing }: Situation): Explanation {
  const created = 'no';
  const nothing = doing === 'create' ? 'Nothing was sent to Graph.' : 'Graph was not asked.';
  if (identity === 'sandbox') {
    return {
      title: 'The sandbox does not answer',
      created,
      text: `It gave no token. ${nothing}`,
      next: ['The sandbox runs as long as npm start does. Start it, then try again.'],
    };
  }
  if (reason === 'timedOut') {
    return {
      title: 'Signing in took too long',
      created,
      text: `No token arrived in time. ${nothing}`,
      next: ['Sign in again.'],
      signIn: true,
    };
  }
  if (cause instanceof Error && SIGN_IN_ERRORS.includes(cause.name)) {
    return {
      title: 'Sign in to go on',
      created,
      text: `There is no token for Microsoft Graph: nobody is signed in, or the sign-in has run out. ${nothing}`,
      next: ['Sign in again.'],
      signIn: true,
    };
  }
  return {
    title: 'The sign-in gave no token',
    created,
    text: `The tenant could not be asked for a token, or what came is none. ${nothing}`,
    next: ['Check the network, then try again.', 'If it stays like this, sign in again.'],
    signIn: true,
  };
}

function explainRefusal({ status, graphCode }: GraphError, { identity, doing }: Situation): Explanation {
  const created = 'no';
  if (status === 401) {
    const signedOut: Explanation = {
      title: 'Graph does not accept the sign-in',
      created,
      text: 'The token has run out, was revoked, or is not for this service. Graph did nothing.',
      next: [identity === 'tenant' ? 'Sign in again, then repeat it.' : 'Try again: the sandbox gives a new token.'],
    };
    return identity === 'tenant' ? { ...signedOut, signIn: true } : signedOut;
  }
  if (graphCode === 'NoLicense' || graphCode === 'NoGovernanceSku') {
    return {
      title: 'The tenant lacks the licence',
      created,
      text: 'Entitlement management needs Microsoft Entra ID P2 or Microsoft Entra ID Governance. Graph did nothing.',
      next: ['Have a licence assigned to the tenant, bought or trial, then try again.'],
    };
  }
  if (status === 403) return doing === 'create' ? FORBIDDEN_CREATE : FORBIDDEN_LIST;
  if (status === 404) {
    return {
      title: doing === 'create' ? 'Graph does not find the catalog' : 'Graph does not find the catalogs',
      created,
      text: 'What the request names does not exist in this tenant, or you may not see it. Graph did nothing.',
      next:
        doing === 'create'
          ? ['Pick the catalog again from the list.', 'Check the tenant that you are signed in to.']
          : [],
    };
  }
  if (status === 400) {
    return {
      title: 'Graph does not accept the request',
      created,
      text: 'It found something wrong with what was sent, and did nothing. A catalog that does not exist is a known cause.',
      next: ['Pick the catalog again from the list.', 'Look at Graph’s own words in the technical details.'],
    };
  }
  return {
    title: `Graph refused (status ${status})`,
    created,
    text: 'It did nothing.',
    next: ['Look at Graph’s own words in the technical details.'],
  };
}

const FORBIDDEN_CREATE: Explanation = {
  title: 'You may not create packages in this catalog',
  created: 'no',
  text: `Graph refused. The app needs the permission ${PERMISSION}, and you need a role besides: ${ROLES}.`,
  next: [
    'Have an administrator give you one of these roles.',
    `Check that the app registration has ${PERMISSION} with admin consent, then sign in again.`,
  ],
};

const FORBIDDEN_LIST: Explanation = {
  title: 'You may not list catalogs',
  created: 'no',
  text: `Graph refused. The app needs the permission ${PERMISSION}, and you need a role in entitlement management.`,
  next: ['If you know the catalog’s id, paste it above.'],
};

function explainNetwork({ reason }: NetworkError, { identity }: Situation): Explanation {
  if (reason === 'offline') {
    return {
      title: 'This device is offline',
      created: 'no',
      text: 'Nothing was sent.',
      next: ['Connect to the network, then try again.'],
    };
  }
  const sandbox = identity === 'sandbox';
  return {
    title: sandbox ? 'The sandbox does not answer' : 'Graph was not reached',
    created: 'no',
    text:
      reason === 'timedOut' ? 'No answer came in time.' : 'The connection failed, or something on the way blocks it.',
    next: [
      sandbox ? 'The sandbox runs as long as npm start does. Start it, then try again.' : 'Try again in a moment.',
    ],
  };
}

function explainUnknown({ reason }: OutcomeUnknownError, { identity }: Situation): Explanation {
  return {
    title: 'Nobody here knows whether it was created',
    created: 'unknown',
    text:
      `${unknownBecause(reason)} The package may exist, or it may not. Sending it again may make a second one.` +
      (identity === 'sandbox' ? ' This is the sandbox; with a real tenant you would go on as told here.' : ''),
    next: [
      'Look at the catalog in the Entra admin center first; a new package can take a moment to show.',
      'If it is there, you are done. If it is not there after a few minutes, create it again.',
    ],
  };
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
      return 'The answer speaks of success, but there is no access package in it.';
    case 'crashed':
      return 'This page failed while it waited for the answer.';
    default:
      return unreachable(reason);
  }
}

function explainLoad({ reason }: LoadError): Explanation {
  return {
    title: 'This page could not load its WebAssembly',
    created: 'no',
    text:
      reason === 'csp'
        ? 'Its Content-Security-Policy lacks ‘wasm-unsafe-eval’ in script-src. Nothing was sent.'
        : reason === 'unsupported'
          ? 'This browser has no WebAssembly, or it is turned off. Nothing was sent.'
          : 'Nothing was sent.',
    next: reason === 'unsupported' ? ['Use another browser.'] : ['Reload the page.'],
  };
}

/** A time of day as this machine's clock shows it; a date too when it is not today. */
function clockTime(iso: string): string {
  const time = new Date(iso);
  const sameDay = time.toDateString() === new Date().toDateString();
  return sameDay ? time.toLocaleTimeString('en-GB') : time.toLocaleString('en-GB');
}

/** Compiles only while every case is handled. */
function unreachable(value: never): never {
  throw new Error(`not handled: ${String(value)}`);
}
