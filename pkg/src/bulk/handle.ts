/** A job as its owner holds it: there at once, while the code that carries it out is still being fetched. */

import type { Job, JobEvent, JobProgress, JobState, Report, RowVerdict } from './types.js';
import { uuid } from './uuid.js';

/** What its owner may want of it. */
export interface Controls {
  pause(): void;
  resume(): void;
  cancel(): void;
}

/** An event before its time and the progress are known. */
export type Told = JobEvent extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'time' | 'progress'>
    : never
  : never;

/** The job. */
export class JobHandle implements Job {
  readonly id: string;
  state: JobState = 'running';
  progress: JobProgress = NOTHING;
  readonly report: Promise<Report>;
  readonly #listeners = new Set<(event: JobEvent | undefined) => void>();
  #controls: Controls | undefined;
  /** What was wanted before there was anybody to want it of. */
  #wanted: keyof Controls | undefined;
  #isOver = false;

  constructor(id: string | undefined, run: (handle: JobHandle) => Promise<Report>) {
    this.id = id ?? uuid();
    this.report = run(this).finally(() => {
      this.state = 'ended';
      this.#isOver = true;
      for (const listener of this.#listeners) listener(undefined);
    });
    // Who only iterates over the events is not to be told of an unhandled rejection.
    this.report.catch(() => {});
  }

  /** Gives the controls of what carries the job out. */
  attach(controls: Controls): void {
    this.#controls = controls;
    if (this.#wanted) controls[this.#wanted]();
  }

  /** Tells an event to all who iterate. */
  tell(event: Told, progress: JobProgress): void {
    if (event.type === 'state') this.state = event.state;
    this.progress = progress;
    const whole = { ...event, time: new Date().toISOString(), progress } as JobEvent;
    for (const listener of this.#listeners) listener(whole);
  }

  pause(): void {
    this.#want('pause');
  }

  resume(): void {
    this.#want('resume');
  }

  cancel(): void {
    this.#want('cancel');
  }

  #want(what: keyof Controls): void {
    if (this.#controls) this.#controls[what]();
    else if (this.#wanted !== 'cancel') this.#wanted = what;
  }

  [Symbol.asyncIterator](): AsyncIterator<JobEvent, undefined> {
    const waiting: (JobEvent | undefined)[] = this.#isOver ? [undefined] : [];
    let take: (() => void) | undefined;
    const listener = (event: JobEvent | undefined) => {
      waiting.push(event);
      take?.();
    };
    this.#listeners.add(listener);
    const done = { done: true, value: undefined } as const;
    return {
      next: async () => {
        if (waiting.length === 0) {
          await new Promise<void>((resolve) => {
            take = resolve;
          });
        }
        const value = waiting.shift();
        if (value) return { done: false, value };
        // For whoever asks once more.
        waiting.unshift(undefined);
        return done;
      },
      return: async () => {
        this.#listeners.delete(listener);
        return done;
      },
    };
  }
}

const NO_ROWS: Record<RowVerdict, number> = {
  created: 0,
  adopted: 0,
  existing: 0,
  failed: 0,
  unknown: 0,
  notStarted: 0,
  skipped: 0,
};

const NOTHING: JobProgress = {
  ...{ total: 0, done: 0, sending: 0, settling: 0 },
  ...{ counts: NO_ROWS, requests: 0, throttled: 0, rate: 0 },
};
