/** The record of what arrived. */
import type { Delivery, ServiceRequest } from './answer.js';
import type { Clock } from './clock.js';
import type { RecordedRequest, RecordedStatus } from './types.js';

export interface RequestLog {
  open(request: ServiceRequest): OpenEntry;
  /** Copies, oldest first. */
  entries(): readonly RecordedRequest[];
  clear(): void;
}

/** An entry that is being written. */
export interface OpenEntry {
  /** Notes a package that the request made, now or after its answer. */
  created(id: string): void;
  close(delivery: Delivery): void;
}

type Entry = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

export function createRequestLog(clock: Clock): RequestLog {
  let entries: Entry[] = [];
  return {
    open({ method, url, headers, body, carrier }) {
      const time = new Date(clock.now()).toISOString();
      const seen = { method, url: url.href, headers: withoutToken(headers), body };
      const entry: Entry = { ...seen, time, status: 'pending', ...carrier };
      entries.push(entry);
      return {
        created(id) {
          entry.created = id;
        },
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
  return delivery.kind === 'hang' ? 'pending' : 'reset';
}
