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

/** An event, and what comes after it; nothing once the job has ended. */
type Link = { event: JobEvent; after: Promise<Link> } | undefined;

/** The job. */
export class JobHandle implements Job {
  readonly id: string;
  state: JobState = 'running';
  progress: JobProgress = NOTHING;
  readonly report: Promise<Report>;
  #controls: Controls | undefined;
  /** What was wanted before there was anybody to want it of. */
  #wanted: keyof Controls | undefined;
  /** What has not happened yet. */
  #next!: Promise<Link>;
  #happen!: (link: Link) => void;

  constructor(id: string | undefined, run: (handle: JobHandle) => Promise<Report>) {
    this.id = id ?? uuid();
    this.#expect();
    this.report = run(this).finally(() => {
      this.state = 'ended';
      this.#happen(undefined);
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
    const happen = this.#happen;
    happen({ event: whole, after: this.#expect() });
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

  #expect(): Promise<Link> {
    this.#next = new Promise((happen) => {
      this.#happen = happen;
    });
    return this.#next;
  }

  [Symbol.asyncIterator](): AsyncIterator<JobEvent, undefined> {
    let next = this.#next;
    return {
      next: async () => {
        const here = next;
        // For whoever asks once more before it is there: the one after it, or the same end.
        next = here.then((link) => link?.after);
        const link = await here;
        return link ? { done: false, value: link.event } : { done: true, value: undefined };
      },
      return: async () => {
        next = Promise.resolve(undefined);
        return { done: true, value: undefined };
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
