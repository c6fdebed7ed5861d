/** The end of a call: the caller's signal and the time that the call may take, as one signal. */

/** One call's end. */
export class Deadline {
  /** Whether the time ran out. */
  timedOut = false;
  readonly #controller = new AbortController();
  readonly #release: () => void;

  constructor(signal: AbortSignal | undefined, timeoutMs: number) {
    const abort = () => this.#controller.abort(signal?.reason);
    const timer = setTimeout(() => {
      this.timedOut = !this.signal.aborted;
      this.#controller.abort(new DOMException('The time for the call is over.', 'TimeoutError'));
    }, timeoutMs);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort);
    this.#release = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
  }

  /** Fires when the caller aborts, with the caller's reason, or when the time is over. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Waits for what a function gives, no longer than until the signal fires; then rejects with its reason. */
  race<T>(start: () => T | PromiseLike<T>): Promise<T> {
    const { signal } = this;
    return new Promise<T>((resolve, reject) => {
      const abort = () => reject(signal.reason);
      if (signal.aborted) return abort();
      signal.addEventListener('abort', abort);
      const done = () => signal.removeEventListener('abort', abort);
      new Promise<T>((started) => started(start())).then(resolve, reject).finally(done);
    });
  }

  /** Lets go of the timer and of the caller's signal. */
  release(): void {
    this.#release();
  }
}
