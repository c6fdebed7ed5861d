/** What takes time: one thing at once on the whole page, which can be cancelled. */

/** Runs jobs one at a time. */
export class Work {
  readonly #changed: (busy: boolean) => void;
  #abort: AbortController | undefined;

  /** @param changed runs when a job begins and when it has ended */
  constructor(changed: (busy: boolean) => void) {
    this.#changed = changed;
  }

  /** Whether a job is under way. */
  get busy(): boolean {
    return this.#abort !== undefined;
  }

  /** Runs a job; does nothing while another is under way. */
  async run(job: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#abort) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.#changed(true);
    try {
      await job(abort.signal);
    } finally {
      this.#abort = undefined;
      this.#changed(false);
    }
  }

  /** Cancels the job that is under way. */
  readonly cancel = (): void => {
    this.#abort?.abort(new DOMException('cancelled on the page', 'AbortError'));
  };
}

/** Has the browser ask before the page is left. Gives what takes that back. */
export function askBeforeLeaving(): () => void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  addEventListener('beforeunload', ask);
  return () => removeEventListener('beforeunload', ask);
}
