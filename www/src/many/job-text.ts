/** Says what a job is doing: pure functions of what it told. */
import type { JobProgress, JobReason, JobState } from 'entra-access-packages';
import { clockTime } from '../explanation.js';
import { lengthText, rateText } from './chart.js';
import { counted } from './words.js';

/** What a job told of its state last. */
export interface Told {
  state: JobState;
  reason?: JobReason | undefined;
  /** When the wait ends: ISO 8601. */
  until?: string | undefined;
  error?: unknown;
}

/** The state in two words, for the heading. */
export function stateTitle({ state, reason }: Told, isEnding: boolean): string {
  if (isEnding && state !== 'ended') return 'Ending';
  switch (state) {
    case 'checking':
      return 'Looking at the catalogs';
    case 'running':
      return 'Creating packages';
    case 'waiting':
      return reason === 'offline' ? 'Offline' : 'Waiting for Graph';
    case 'pausing':
      return 'Pausing';
    case 'paused':
      return reason === 'interactionRequired' ? 'Sign in to go on' : 'Paused';
    default:
      return 'Ended';
  }
}

/** What that means, in a sentence. */
export function stateText(told: Told, progress: JobProgress, isEnding: boolean): string {
  const { sending, settling, done, total } = progress;
  const { state, reason, until } = told;
  if (isEnding && state !== 'ended') return `No further row is sent. ${openText(sending + settling)}`;
  switch (state) {
    case 'checking':
      return total > 0 && done === total
        ? 'The catalogs are listed once more, for packages that have appeared twice.'
        : 'The catalogs are listed, so that nothing is created twice.';
    case 'running':
      return settling > 0
        ? `Of ${counted(settling, 'row')} the answer was lost: looks find out what became of them.`
        : 'Every row is sent once, and its answer is waited for.';
    case 'waiting':
      if (reason === 'offline') return 'This device is offline. The job goes on when it is online again.';
      return until === undefined
        ? 'Graph turns requests away and asks for a pause.'
        : `Graph turns requests away and asks for a pause. Waiting until ${clockTime(until)}.`;
    case 'pausing':
      return `No further row is sent. ${openText(sending + settling)}`;
    case 'paused':
      return pausedText(told);
    default:
      return '';
  }
}

function pausedText({ reason, error }: Told): string {
  if (reason === 'interactionRequired') {
    return 'The sign-in has run out, or more is asked for. Resume opens a window to sign in; the job goes on where it is.';
  }
  if (reason === 'tokenFailed') {
    const why = error instanceof Error && error.message ? ` (${error.message})` : '';
    return `There was no token${why}. Resume tries again; the job goes on where it is.`;
  }
  if (reason === 'checkFailed') {
    const why = error instanceof Error && error.message ? ` (${error.message})` : '';
    return `The catalogs could not be listed${why}. Resume tries again; nothing was sent in between.`;
  }
  if (reason === 'journalFailed') {
    return (
      'The journal could not be written, and what is not written down is not sent. Make room on the disk, or allow ' +
      'this page to store data; Resume tries again.'
    );
  }
  return 'Nothing is being sent. Resume goes on where it is.';
}

function openText(open: number): string {
  return open === 0
    ? 'Nothing is open.'
    : `${counted(open, 'row')} that ${open === 1 ? 'was' : 'were'} sent ${open === 1 ? 'is' : 'are'} waited for.`;
}

/** How far it is, in one line. */
export function progressLine({ done, total, rate, remainingMs }: JobProgress, state: JobState): string {
  // Until the plan has been read again nobody knows how many there are.
  if (total === 0) return 'Getting ready.';
  const parts = [`${done.toLocaleString('en')} of ${counted(total, 'row')} decided`];
  if (state === 'running' || state === 'waiting') {
    if (rate > 0) parts.push(rateText(rate));
    if (remainingMs !== undefined && done < total) parts.push(`about ${lengthText(remainingMs)} left`);
  }
  return parts.join(' · ');
}

/** How far it is, as it is said aloud. */
export function progressSentence(progress: JobProgress, state: JobState): string {
  const { failed, unknown, existing } = progress.counts;
  const bad = [
    failed > 0 ? `${failed} failed` : '',
    unknown > 0 ? `${unknown} unknown` : '',
    existing > 0 ? `${existing} existed already` : '',
  ].filter(Boolean);
  const line = progressLine(progress, state).replaceAll(' · ', ', ').replace(/\.$/, '');
  return `${line}${bad.length > 0 ? `; ${bad.join(', ')}` : ''}.`;
}
