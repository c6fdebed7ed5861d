/** The record of what arrived. */
import type { Delivery, ServiceRequest } from './answer.js';
import type { Clock } from './clock.js';
import type { RecordedRequest, RecordedStatus } from './types.js';

export interface RequestLog {
  /** Begins an entry; the function that comes back ends it. */
  open(request: ServiceRequest): { close(delivery: Delivery): void };
  /** Copies, oldest first. */
  entries(): readonly RecordedRequest[];
  clear(): void;
}

type Entry = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

export function createRequestLog(clock: Clock): RequestLog {
  let entries: Entry[] = [];
  return {
    open({ method, url, headers, body }) {
      const time = new Date(clock.now()).toISOString();
      const entry: Entry = { method, url: url.href, headers: withoutToken(headers), body, time, status: 'pending' };
      entries.push(entry);
      return {
        close(delivery) {
          entry.status = statusOf(delivery);
        },
      };
    },
    entries: () => entries.map((each) => ({ ...each, headers: { ...each.headers } })),
    clear() {
      entries = [];
    },
  };
}

function withoutToken(headers: Headers): Record<string, string> {
  const kept = Object.fromEntries(headers);
  if ('authorization' in kept) kept.authorization = 'Bearer …';
  return kept;
}

function statusOf(delivery: Delivery): RecordedStatus {
  if (delivery.answer) return delivery.answer.status;
  return delivery.kind === 'reset' ? 'reset' : 'pending';
}
