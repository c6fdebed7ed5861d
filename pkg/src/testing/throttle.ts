/** Throttling: how many requests the service takes, and what it says to those that are too many. */
import type { Answer, HeaderLines } from './answer.js';
import { requireCount, requireDuration, requireHeader, requireKeys, requireOneOf, requireThat } from './checks.js';
import type { Clock } from './clock.js';
import { GraphFailure, renderFailure, throttledInnerError } from './errors.js';
import type { Service } from './service.js';

/**
 * A limit on requests in a rolling window, by the service's clock. What is too much is answered with 429
 * `TooManyRequests`. Preflights and requests that a fault keeps from the service are not counted. Graph publishes no
 * limits for entitlement management.
 */
export interface Throttling {
  /** How many requests the window holds. */
  limit: number;
  /** The window's length in milliseconds. */
  windowMs: number;
  /**
   * `Retry-After`: seconds, a date or any other text, several header lines, `null` for no such header, or `window`
   * for the seconds until a request would be taken, rounded up. Default: `window`.
   */
  retryAfter?: number | string | readonly string[] | null | undefined;
  /** Which requests are counted and refused. Default: `all`. */
  applies?: 'all' | 'writes' | undefined;
  /** Whether what is refused is done all the same, before the answer. Default: `never`. */
  commit?: 'never' | 'before' | undefined;
  /** Whether requests that were refused count in the window, as Microsoft says of immediate retries. Default: `true`. */
  countsRefused?: boolean | undefined;
  /** How long everything is refused after a 429, however much the window holds, in milliseconds. Default: 0. */
  penaltyMs?: number | undefined;
  /** Whether a request during the penalty begins it anew. Default: `false`. */
  penaltyExtends?: boolean | undefined;
}

type Rules = { [Name in keyof Throttling]-?: Exclude<Throttling[Name], undefined> };

/** A service with a limit before it. */
export interface ThrottledService {
  service: Service;
  /** Forgets what it has counted. */
  reset(): void;
}

const keys = [
  ...['limit', 'windowMs', 'retryAfter', 'applies', 'commit'],
  ...['countsRefused', 'penaltyMs', 'penaltyExtends'],
];

export function createThrottle(service: Service, throttling: Throttling, clock: Clock): ThrottledService {
  const rules = readRules(throttling);
  const meter = createMeter(rules, clock);
  return {
    async service(request, ids) {
      if (rules.applies === 'writes' && (request.method === 'GET' || request.method === 'HEAD')) {
        return service(request, ids);
      }
      const waitMs = meter.count();
      if (waitMs === undefined) return service(request, ids);
      const done: Partial<Answer> = rules.commit === 'before' ? await service(request, ids) : {};
      const failure = new GraphFailure(429, 'TooManyRequests', 'Please retry again later.', retryAfter(rules, waitMs));
      const refused = renderFailure(failure, ids, throttledInnerError);
      return done.created === undefined ? refused : { ...refused, created: done.created };
    },
    reset: meter.reset,
  };
}

/** Counts requests, and tells how many milliseconds one that is too many should wait. */
function createMeter({ limit, windowMs, countsRefused, penaltyMs, penaltyExtends }: Rules, clock: Clock) {
  // The last so many arrivals: the window is full exactly when the oldest of them is still in it.
  let arrivals: number[] = [];
  let penaltyEnd = Number.NEGATIVE_INFINITY;
  const add = (now: number) => {
    arrivals.push(now);
    if (arrivals.length > limit) arrivals.shift();
  };
  const freeAt = () => (arrivals.length < limit ? Number.NEGATIVE_INFINITY : (arrivals[0] ?? 0) + windowMs);
  return {
    count(): number | undefined {
      const now = clock.now();
      const inPenalty = now < penaltyEnd;
      const refused = inPenalty || now < freeAt();
      if (!refused || countsRefused) add(now);
      if (!refused) return undefined;
      if (!inPenalty || penaltyExtends) penaltyEnd = now + penaltyMs;
      return Math.max(penaltyEnd, freeAt()) - now;
    },
    reset() {
      arrivals = [];
      penaltyEnd = Number.NEGATIVE_INFINITY;
    },
  };
}

function retryAfter({ retryAfter: rule }: Rules, waitMs: number): HeaderLines {
  if (rule === null) return [];
  if (rule === 'window') return [['Retry-After', String(Math.ceil(waitMs / 1000))]];
  const lines = typeof rule === 'object' ? rule : [String(rule)];
  return lines.map((line) => ['Retry-After', line]);
}

function readRules(throttling: Throttling): Rules {
  requireKeys(throttling, '"throttling"', keys);
  const rules: Rules = {
    limit: throttling.limit,
    windowMs: throttling.windowMs,
    retryAfter: throttling.retryAfter === undefined ? 'window' : throttling.retryAfter,
    applies: throttling.applies ?? 'all',
    commit: throttling.commit ?? 'never',
    countsRefused: throttling.countsRefused ?? true,
    penaltyMs: throttling.penaltyMs ?? 0,
    penaltyExtends: throttling.penaltyExtends ?? false,
  };
  requireCount(rules.limit, '"throttling.limit"');
  requireDuration(rules.windowMs, '"throttling.windowMs"');
  requireDuration(rules.penaltyMs, '"throttling.penaltyMs"');
  requireOneOf(rules.applies, '"throttling.applies"', ['all', 'writes']);
  requireOneOf(rules.commit, '"throttling.commit"', ['never', 'before']);
  for (const name of ['countsRefused', 'penaltyExtends'] as const) {
    requireThat(typeof rules[name] === 'boolean', `"throttling.${name}" must be true or false.`);
  }
  const { retryAfter: value } = rules;
  if (value !== null) requireHeader('Retry-After', typeof value === 'number' ? String(value) : value);
  return rules;
}
