/** The end of a call: the caller's signal and the time that the call may take, as one signal. */

/** Who waits for a signal of a caller's. One listener serves all of them: Node warns of more than ten at one signal. */
const waiting = new WeakMap<EventTarget, Set<() => void>>();

function callBack({ target }: Event): void {
  for (const callback of [...(waiting.get(target as EventTarget) ?? [])]) callback();
}

/** Calls back when the signal fires, until the function that it gives is called. */
function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const callbacks = waiting.get(signal) ?? new Set();
  waiting.set(signal, callbacks.add(callback));
  // Added again, it is still one.
  signal.addEventListener('abort', callBack);
  return () => {
    callbacks.delete(callback);
    if (callbacks.size === 0) signal.removeEventListener('abort', callBack);
  };
}

/** Waits for what a function gives, no longer than until the signal fires; then rejects with its reason. */
export function race<T>(signal: AbortSignal, start: () => T | PromiseLike<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort);
    const done = () => signal.removeEventListener('abort', abort);
    new Promise<T>((started) => started(start())).then(resolve, reject).finally(done);
  });
}

/** Why whatever still waits for a call ends with it. One for all calls: most have nobody to tell, and its stack costs. */
let over: DOMException | undefined;

/** One call's end. */
export class Deadline {
  /** Whether the time ran out. */
  timedOut = false;
  /** Lets go of the timer and of the caller's signal. */
  readonly release: () => void;
  readonly #controller = new AbortController();
  readonly #end: number;

  constructor(signal: AbortSignal | undefined, timeoutMs: number) {
    this.#end = performance.now() + timeoutMs;
    const abort = () => this.#controller.abort(signal?.reason);
    const timer = setTimeout(() => {
      this.timedOut = !this.signal.aborted;
      this.#controller.abort(new DOMException('The time for the call is over.', 'TimeoutError'));
    }, timeoutMs);
    if (signal?.aborted) abort();
    const stop = signal && onAbort(signal, abort);
    this.release = () => {
      clearTimeout(timer);
      stop?.();
    };
  }

  /** Fires when the caller aborts, with the caller's reason, or when the time is over. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** How much of the time is left, in milliseconds. */
  get remaining(): number {
    return this.signal.aborted ? 0 : Math.max(this.#end - performance.now(), 0);
  }

  /** Waits so long, no longer than until the signal fires; then rejects with its reason. */
  sleep(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = () =>
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms);
      });
    return this.race(wait).finally(() => clearTimeout(timer));
  }

  /** Waits for what a function gives, no longer than until the signal fires; then rejects with its reason. */
  race<T>(start: () => T | PromiseLike<T>): Promise<T> {
    return race(this.signal, start);
  }

  /** As {@link release}, and ends whatever still waits. */
  end(): void {
    this.release();
    over ??= new DOMException('The call is over.', 'AbortError');
    this.#controller.abort(over);
  }
}
