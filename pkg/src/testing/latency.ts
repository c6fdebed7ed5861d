/** How long the service works on a request, and how long requests and answers travel. */
import { requireDuration } from './checks.js';
import type { Clock } from './clock.js';
import { GraphFailure, renderFailure } from './errors.js';
import type { Service } from './service.js';

/** A time in milliseconds of real time; a function is asked for each request. */
export type Latency = number | (() => number);

/** A service that takes its time. */
export interface SlowService {
  service: Service;
  /** Lets go of the requests that it works on: they are not done any more. */
  reset(): void;
}

export function createSlowService(service: Service, latency: Latency, clock: Clock): SlowService {
  let era = 0;
  return {
    async service(request, ids) {
      const begun = era;
      await clock.sleep(readLatency(latency, '"latencyMs"'));
      if (begun === era) return service(request, ids);
      return renderFailure(new GraphFailure(503, 'ServiceUnavailable', 'The fake was reset.'), ids);
    },
    reset() {
      era += 1;
    },
  };
}

/** The time for one request. */
export function readLatency(latency: Latency, what: string): number {
  const ms: unknown = typeof latency === 'function' ? latency() : latency;
  requireDuration(ms, what);
  return ms;
}

/** Checks the option. */
export function requireLatency(value: unknown, what: string): asserts value is Latency {
  if (typeof value === 'function') return;
  requireDuration(value, what);
}
