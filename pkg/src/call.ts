/** One call into the WebAssembly that talks to Graph: what the core may ask of the world while it runs. */
import { Deadline } from './deadline.js';
import { InternalError, LoadError, OutcomeUnknownError } from './errors.js';
import { type Asked, Trap } from './instance.js';
import { load } from './load.js';
import { type Connection, readCallOptions } from './options.js';
import { type Settled, settle } from './settle.js';
import type { CallOptions } from './types.js';

/** What is called, with what. */
export interface Operation {
  operation: 'create' | 'listCatalogs';
  input?: unknown;
  nextLink?: string | undefined;
}

/** Carries out a call. */
export async function perform<T>(
  connection: Connection,
  operation: Operation,
  options: CallOptions | undefined,
): Promise<Settled<T>> {
  const { signal, timeoutMs = connection.timeoutMs } = readCallOptions(options);
  const deadline = new Deadline(signal, timeoutMs);
  const call = new Call(connection, operation, deadline);
  try {
    const instance = await deadline
      .race(() => load())
      .catch((reason: unknown) => {
        if (!deadline.timedOut) throw reason;
        throw new LoadError({ reason: 'timedOut', message: 'the WebAssembly was not loaded in time', cause: reason });
      });
    return settle<T>(await instance.run(call));
  } catch (error) {
    throw error instanceof Trap ? afterTrap(error, call.createdMaybe) : error;
  } finally {
    deadline.release();
  }
}

/** The core died in the middle: what was sent is not known here, only whether a create was among it. */
function afterTrap({ message, cause }: Trap, createdMaybe: boolean): Error {
  return createdMaybe
    ? new OutcomeUnknownError({
        reason: 'crashed',
        message: `${message}; the access package may or may not have been created`,
        cause,
        answer: {},
      })
    : new InternalError({ message, cause });
}

/** The members that `src/wasm/browser.rs` names. What is asked is answered later, never while it is asked. */
class Call implements Asked {
  /** Set by whoever carries the call out. */
  answer!: Asked['answer'];
  readonly operation: Operation['operation'];
  readonly input: unknown;
  readonly nextLink: string | undefined;
  readonly cloud: string | undefined;
  readonly graphRoot: string | undefined;
  /** Whether a create was handed to `fetch`. */
  createdMaybe = false;
  readonly #connection: Connection;
  readonly #deadline: Deadline;

  constructor(connection: Connection, { operation, input, nextLink }: Operation, deadline: Deadline) {
    this.operation = operation;
    this.input = input;
    this.nextLink = nextLink;
    this.cloud = connection.cloud;
    this.graphRoot = connection.graphRoot;
    this.#connection = connection;
    this.#deadline = deadline;
  }

  get signal(): AbortSignal {
    return this.#deadline.signal;
  }

  get timedOut(): boolean {
    return this.#deadline.timedOut;
  }

  /** A `fetch` of the caller's may know ways that the browser does not. */
  get offline(): boolean {
    return !this.#connection.fetch && globalThis.navigator?.onLine === false;
  }

  getToken(scope: string): void {
    const { signal } = this;
    this.#ask(() => this.#connection.getToken({ scopes: [scope], reason: 'initial', forceRefresh: false, signal }));
  }

  fetch(url: string, init: RequestInit): void {
    this.createdMaybe = this.operation === 'create';
    this.#ask(async () => {
      const { fetch = globalThis.fetch } = this.#connection;
      const response: Response | undefined = await fetch(url, init);
      if (typeof response?.status !== 'number' || typeof response.headers?.get !== 'function') {
        throw new TypeError('fetch resolved with something that is not a Response');
      }
      return response;
    });
  }

  text(response: Response): void {
    this.#ask(async () => {
      const text: unknown = await response.text();
      if (typeof text !== 'string') throw new TypeError('the body of the response is not text');
      return text;
    });
  }

  /** Does not rely on anybody to heed the signal: a caller's `fetch` may not. */
  #ask(start: () => unknown): void {
    this.#deadline.race(start).then(
      (value) => this.answer(true, value),
      (reason: unknown) => this.answer(false, reason),
    );
  }
}
