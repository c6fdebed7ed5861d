/** The service's time, and the forms in which Graph writes it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Settles after so many milliseconds of real time. */
  sleep(ms: number): Promise<void>;
  /** A moment for an entity: seven fraction digits, never twice the same. */
  stamp(): string;
}

export function createClock(now: () => number): Clock {
  let ticks = 0;
  return {
    now,
    sleep: (ms) => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve()),
    stamp() {
      ticks = (ticks + 1) % 10_000;
      return withTicks(now(), ticks);
    },
  };
}

/** A date as Graph's entities carry it; `ticks` are the four digits behind the milliseconds. */
export function withTicks(time: number, ticks: number): string {
  return `${new Date(time).toISOString().slice(0, -1)}${String(ticks).padStart(4, '0')}Z`;
}

/** A date as Graph's `innerError` carries it: whole seconds, no zone. */
export function withoutZone(time: number): string {
  return new Date(time).toISOString().slice(0, 19);
}
