/** Says why there is no token, and what helps. */
import type { TokenError } from 'entra-access-packages';
import type { InteractionRequiredError, InteractionRequiredReason } from 'entra-access-packages/msal';
import { type Doing, type Explanation, type Situation, START_SANDBOX } from './explanation.js';

/** Whether the cause of an error is that a person has to sign in. */
export function asksForSignIn(cause: unknown): cause is InteractionRequiredError {
  return (
    cause instanceof Error && cause.name === ('InteractionRequiredError' satisfies InteractionRequiredError['name'])
  );
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
      text: `There is no token for Microsoft Graph: ${NO_TOKEN[cause.reason]} ${nothing}`,
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

const RUN_OUT = 'the sign-in has run out, or Graph asks for a stronger one';

const NO_TOKEN: Record<InteractionRequiredReason, string> = {
  signedOut: 'nobody is signed in.',
  expired: `${RUN_OUT}.`,
  blocked: `${RUN_OUT}, and the browser did not let this page open the window for it.`,
  cancelled: 'the window to sign in was closed, or what it asked for was refused.',
  timedOut: 'no answer came from the window to sign in.',
  busy: 'another sign-in of this page is under way.',
  leaving: 'this page is about to leave for the sign-in.',
  otherAccount: 'somebody else signed in than before.',
};

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
