/** Says why there is no token, and what helps. */
import type { TokenError } from 'entra-access-packages';
import { type Doing, type Explanation, type Situation, START_SANDBOX } from './explanation.js';

/** The name of errors that say that a person has to sign in: MSAL.js', and ours. */
const SIGN_IN_ERROR = 'InteractionRequiredAuthError';

/** Whether the cause of an error is that a person has to sign in. */
export function asksForSignIn(cause: unknown): boolean {
  return cause instanceof Error && cause.name === SIGN_IN_ERROR;
}

/** Explains that there is no usable token. */
export function explainToken({ reason, cause, attempts }: TokenError, { identity, doing }: Situation): Explanation {
  const done = 'no';
  const nothing = attempts.length === 0 ? NOT_ASKED[doing] : NOT_DONE[doing];
  if (identity === 'sandbox') {
    return {
      title: 'The sandbox does not answer',
      done,
      text: `It gave no token. ${nothing}`,
      next: [START_SANDBOX],
    };
  }
  if (reason === 'timedOut') {
    return {
      title: 'Signing in took too long',
      done,
      text: `No token arrived in time. ${nothing}`,
      next: ['Sign in again.'],
      signIn: true,
    };
  }
  if (asksForSignIn(cause)) {
    return {
      title: 'Sign in to go on',
      done,
      text:
        'There is no token for Microsoft Graph: nobody is signed in, the sign-in has run out, or Graph asks for a ' +
        `stronger one. ${nothing}`,
      next: ['Sign in again.'],
      signIn: true,
    };
  }
  return {
    title: 'The sign-in gave no token',
    done,
    text: `The tenant could not be asked for a token, or what came is none. ${nothing}`,
    next: ['Check the network, then try again.', 'If it stays like this, sign in again.'],
    signIn: true,
  };
}

const NOT_ASKED: Record<Doing, string> = {
  create: 'Nothing was sent to Graph.',
  recheck: 'Graph was not asked.',
  delete: 'Nothing was sent to Graph.',
  list: 'Graph was not asked.',
  contents: 'Graph was not asked.',
};

/** Something was sent before, such as a look or a request that Graph did not take the token of. */
const NOT_DONE: Record<Doing, string> = {
  create: 'Nothing was created.',
  recheck: 'The look could not be finished.',
  delete: 'Nothing was deleted.',
  list: 'The list could not be finished.',
  contents: 'The list could not be finished.',
};
