/**
 * Puts the steps of a call into sentences, one line each.
 *
 * A pure function of the event, as `explain.ts` is of errors.
 */
import type { AccessPackageEvent, AttemptReason, OutcomeUnknownError } from 'entra-access-packages';
import { clockTime } from './explanation.js';

/** What a step is told as. */
export interface Step {
  /** What is going on, in one sentence. */
  text: string;
  /** Tells apart what is worth saying aloud: steps of one kind are said once. */
  kind: string;
  /** When the wait ends, in milliseconds since 1970. */
  until?: number;
}

/**
 * Says a step in a sentence; nothing for the end of a call, which the page tells in full.
 *
 * @param doubt the last event of the call that left open whether something was done
 */
export function describe(event: AccessPackageEvent, doubt?: AccessPackageEvent): Step | undefined {
  const kind = `${event.type} ${event.reason ?? ''}`;
  switch (event.type) {
    case 'queued':
      return { kind, text: 'Another tab is creating the same package. Waiting for its end.' };
    case 'waiting':
      return describeWait(event, kind);
    case 'sending':
      return { kind, text: sendingText(event) };
    case 'reading':
      return { kind, text: event.reason === 'refused' ? 'Graph refused. Looking for the reason.' : 'Asking Graph.' };
    case 'lookingUp':
      return { kind, text: lookText(event, doubt) };
    case 'throttled':
      return { kind, text: 'Too many requests: Graph turned this one away.' };
    case 'ambiguous':
      return { kind, text: `${lostText(event)} ${unsettledText(event)}` };
    case 'refused':
      return { kind, text: refusedText(event.status) };
    case 'created':
    case 'adopted':
    case 'existing':
    case 'notCreated':
    case 'deleted':
    case 'absent':
    case 'done':
    case 'failed':
      return undefined;
    default:
      // Compiles only while every type is handled. A later version of the package may know more: that is passed over.
      event.type satisfies never;
      return undefined;
  }
}

function describeWait({ reason, waitMs = 0, until, operation }: AccessPackageEvent, kind: string): Step {
  const end = until === undefined ? Date.now() + waitMs : Date.parse(until);
  if (reason === 'throttled') {
    const time = clockTime(new Date(end).toISOString());
    return { kind: `${kind} ${time}`, text: `Too many requests: Graph asks to wait until ${time}.`, until: end };
  }
  if (reason === 'failed') return { kind, text: 'A look failed. It is tried again after a pause.', until: end };
  const text =
    operation === 'create' || operation === 'recheck'
      ? 'Not found so far. There is another look soon.'
      : 'It is tried again after a pause.';
  return { kind, text, until: end };
}

const SENT: Record<string, string> = { create: 'create', delete: 'delete', update: 'change' };

function sendingText({ reason, operation }: AccessPackageEvent): string {
  switch (reason as AttemptReason | undefined) {
    case 'unauthorized':
      return 'Graph did not take the token. Sending it again with a new one.';
    case 'claimsChallenge':
      return 'Graph asks for a stronger sign-in. Sending it again with a new token.';
    case 'throttled':
      return operation === 'create' ? 'It was not created. Sending it again.' : 'The pause is over. Sending it again.';
    case 'ambiguous':
      return operation === 'create'
        ? 'Looks have shown that it was not created. Sending it again.'
        : 'It may not have been done. Sending it again.';
    case 'failed':
      return 'Sending it again.';
    default:
      return `Sending the ${SENT[operation] ?? 'request'} to Graph.`;
  }
}

function lookText({ reason, operation }: AccessPackageEvent, doubt: AccessPackageEvent | undefined): string {
  switch (reason as AttemptReason | undefined) {
    case 'ambiguous':
      return `${doubt ? `${lostText(doubt)} ` : ''}Looking whether it was created.`;
    case 'conflict':
      return 'Graph says that the name is taken. Looking by which package.';
    case 'created':
      return 'Created. Looking whether it is the only one of its name.';
    case 'unauthorized':
    case 'claimsChallenge':
      return 'Looking again with a new token.';
    case 'throttled':
      return 'The pause is over. Looking whether it was created.';
    case 'failed':
      return 'Looking again.';
    default:
      return operation === 'recheck' ? 'Looking whether it was created.' : 'Looking whether the name exists already.';
  }
}

function lostText({ reason, status }: AccessPackageEvent): string {
  switch (reason as OutcomeUnknownError['reason'] | undefined) {
    case 'serverError':
      return `The server failed${status === undefined ? '' : ` (${status})`}.`;
    case 'timedOut':
      return 'No answer came in time.';
    case 'unreadable':
      return 'The answer cannot be read.';
    case 'throttled':
      return 'Graph turned the request away.';
    case 'conflict':
      return 'Graph says that the name is taken.';
    default:
      return 'The answer got lost.';
  }
}

function unsettledText({ reason, operation }: AccessPackageEvent): string {
  if (reason === 'throttled') return 'By its word nothing was done; a look makes sure.';
  if (reason === 'conflict') return 'It may be by this very request.';
  return operation === 'create' ? 'It may have been created.' : 'It may have been done.';
}

function refusedText(status: number | undefined): string {
  if (status === 401) return 'Graph does not take the token.';
  if (status === 409) return 'Graph says that the name is taken.';
  return 'Graph refused.';
}

/** How long it still is until then, in words; empty when the time has come. */
export function countdown(until: number, now: number): string {
  const seconds = Math.ceil((until - now) / 1_000);
  if (seconds <= 0) return '';
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}
