/** What a job did over time, in a number of slices that stays small however long it takes. */

/** A slice of time. */
export interface Slice {
  /** Rows that were decided in it. */
  decided: number;
  /** Answers that were 429. */
  throttled: number;
  /** How much of it was spent waiting because Graph asked for it, in milliseconds. */
  waitedMs: number;
}

const MAX_SLICES = 60;

/** The slices. When they become too many, each two become one. */
export class Series {
  readonly #begun: number;
  #sliceMs = 1_000;
  #slices: Slice[] = [];
  #last: { time: number; done: number; throttled: number };

  /** @param time when it begins, in milliseconds; `done` and `throttled`: what there was before */
  constructor(time: number, { done, throttled }: { done: number; throttled: number }) {
    this.#begun = time;
    this.#last = { time, done, throttled };
  }

  get slices(): readonly Slice[] {
    return this.#slices;
  }

  get sliceMs(): number {
    return this.#sliceMs;
  }

  /** How long it has been going on, in milliseconds. */
  get lengthMs(): number {
    return this.#last.time - this.#begun;
  }

  /** Takes down how far the job is. What happened since the last time belongs to the slice of this time. */
  record(time: number, { done, throttled }: { done: number; throttled: number }, isWaiting: boolean): void {
    const slice = this.#sliceAt(Math.max(time, this.#last.time));
    slice.decided += Math.max(0, done - this.#last.done);
    slice.throttled += Math.max(0, throttled - this.#last.throttled);
    if (isWaiting) slice.waitedMs += Math.min(this.#sliceMs, Math.max(0, time - this.#last.time));
    this.#last = { time: Math.max(time, this.#last.time), done, throttled };
  }

  #sliceAt(time: number): Slice {
    let index = Math.floor((time - this.#begun) / this.#sliceMs);
    while (index >= MAX_SLICES) {
      this.#halve();
      index = Math.floor((time - this.#begun) / this.#sliceMs);
    }
    while (this.#slices.length <= index) this.#slices.push({ decided: 0, throttled: 0, waitedMs: 0 });
    return this.#slices[index] as Slice;
  }

  #halve(): void {
    const halved: Slice[] = [];
    for (let index = 0; index < this.#slices.length; index += 2) {
      const [left, right] = [this.#slices[index] as Slice, this.#slices[index + 1]];
      halved.push({
        decided: left.decided + (right?.decided ?? 0),
        throttled: left.throttled + (right?.throttled ?? 0),
        waitedMs: left.waitedMs + (right?.waitedMs ?? 0),
      });
    }
    this.#slices = halved;
    this.#sliceMs *= 2;
  }
}
