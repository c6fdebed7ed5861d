/** Faults: the queue of what shall go wrong, and the check of what is put into it. */
import type { ServiceRequest } from './answer.js';
import { requireCount, requireDuration, requireHeader, requireKeys, requireOneOf, requireThat } from './checks.js';
import { createCandidate, createMatch, type Strikes } from './fault-match.js';
import type { AnswerDelivery, CommitPoint, Fault, FaultAnswer, SilenceDelivery } from './fault-types.js';

/** A fault whose defaults are filled in. */
export interface ArmedFault {
  answer?: FaultAnswer;
  delivery: AnswerDelivery | SilenceDelivery;
  commit: CommitPoint;
  delayMs: number;
  answerDelayMs: number;
}

interface QueuedFault {
  armed: ArmedFault;
  strikes: Strikes;
  left: number;
}

export interface FaultQueue {
  add(fault: Fault): void;
  /** The fault that strikes this request, if any; it counts as used. */
  take(request: ServiceRequest): ArmedFault | undefined;
  clear(): void;
}

const keys = ['match', 'times', 'delayMs', 'answerDelayMs', 'answer', 'delivery', 'commit'];
const answerKeys = ['status', 'code', 'message', 'innerError', 'retryAfter', 'headers', 'body', 'contentType'];
const silences = ['reset', 'streamReset', 'hang'] satisfies SilenceDelivery[];
const deliveries = ['whole', 'withoutCors', 'cut', 'stall', ...silences] satisfies (AnswerDelivery | SilenceDelivery)[];

/** Whether nothing of an answer arrives. */
export function isSilence(delivery: AnswerDelivery | SilenceDelivery): delivery is SilenceDelivery {
  return (silences as readonly string[]).includes(delivery);
}

export function createFaultQueue(): FaultQueue {
  const queue: QueuedFault[] = [];
  return {
    add(fault) {
      queue.push(readFault(fault));
    },
    take(request) {
      if (queue.length === 0) return undefined;
      const candidate = createCandidate(request);
      const position = queue.findIndex((each) => each.strikes(candidate));
      const found = queue[position];
      if (!found) return undefined;
      found.left -= 1;
      if (found.left === 0) queue.splice(position, 1);
      return found.armed;
    },
    clear() {
      queue.length = 0;
    },
  };
}

/** Checks a fault at run time too: it may come from JavaScript or through the control surface. */
function readFault(fault: Fault): QueuedFault {
  requireKeys(fault, 'Not a fault: a fault', keys);
  const { answer, times = 1, delayMs = 0, answerDelayMs = 0, delivery = 'whole' } = fault;
  requireOneOf(delivery, 'Not a fault: "delivery"', deliveries);
  const silent = isSilence(delivery);
  if (answer !== undefined) readAnswer(answer);
  requireThat(!(silent && answer), `Not a fault: "delivery": "${delivery}" takes no "answer".`);
  if (times !== Infinity) requireCount(times, 'Not a fault: "times"');
  requireDuration(delayMs, 'Not a fault: "delayMs"');
  requireDuration(answerDelayMs, 'Not a fault: "answerDelayMs"');
  const commit = fault.commit ?? (answer || silent ? 'never' : 'before');
  readCommit(commit);
  const withoutAnswer = 'Not a fault: "commit" needs an "answer" of its own, a reset or a hang.';
  requireThat(commit === 'before' || answer || silent, withoutAnswer);
  const armed = { delivery, commit, delayMs, answerDelayMs, ...(answer && { answer }) };
  return { armed, strikes: createMatch(fault.match), left: times };
}

function readCommit(commit: CommitPoint): void {
  if (typeof commit === 'object' && commit !== null) {
    requireKeys(commit, 'Not a fault: "commit"', ['afterMs']);
    requireDuration(commit.afterMs, 'Not a fault: "commit.afterMs"');
  } else {
    const known = commit === 'never' || commit === 'before';
    requireThat(known, 'Not a fault: "commit" must be never, before or { afterMs }.');
  }
}

function readAnswer(answer: FaultAnswer): void {
  requireKeys(answer, 'Not a fault: "answer"', answerKeys);
  const { status } = answer;
  const isStatus = Number.isInteger(status) && status >= 200 && status <= 599;
  requireThat(isStatus, 'Not a fault: "answer.status" must be from 200 to 599.');
  for (const name of ['code', 'message', 'contentType'] as const) {
    const isText = answer[name] === undefined || typeof answer[name] === 'string';
    requireThat(isText, `Not a fault: "answer.${name}" must be a string.`);
  }
  const { body, retryAfter, headers = {} } = answer;
  const isBody = body === undefined || typeof body === 'string' || typeof body === 'object';
  requireThat(isBody, 'Not a fault: "answer.body" must be a string, an object or null.');
  requireThat(typeof headers === 'object' && headers !== null, 'Not a fault: "answer.headers" must be an object.');
  for (const [name, value] of Object.entries(headers)) if (value !== null) requireHeader(name, value);
  if (retryAfter !== undefined) {
    requireHeader('Retry-After', typeof retryAfter === 'number' ? String(retryAfter) : retryAfter);
  }
  requireHeader('Content-Type', answer.contentType ?? 'text/plain');
  JSON.stringify([body, answer.innerError]);
}
