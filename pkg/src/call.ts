/** One call into the WebAssembly that talks to Graph: what the core may ask of the world while it runs. */
import { Deadline } from './deadline.js';
import { InternalError, LoadError, OutcomeUnknownError } from './errors.js';
import { type Asked, type Instance, isTrap, type Trap } from './instance.js';
import { load } from './load.js';
import { type Connection, readCallOptions } from './options.js';
import { argumentError, type Settled, settle } from './settle.js';
import type { Attempt, CallOptions } from './types.js';

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
  requireFetch(connection);
  const deadline = new Deadline(signal, timeoutMs);
  const call = new Call(connection, operation, deadline);
  let instance: Instance | undefined;
  try {
    instance = await waitForLoad(deadline);
    return settle<T>(await instance.run(call));
  } catch (error) {
    throw isTrap(error, instance) ? afterTrap(error, call) : error;
  } finally {
    deadline.release();
  }
}

/** Loads for a call that needs nothing else, and lets go of the deadline. */
export function loadWithin(deadline: Deadline): Promise<Instance> {
  return waitForLoad(deadline).finally(() => deadline.release());
}

function waitForLoad(deadline: Deadline): Promise<Instance> {
  return deadline
    .race(() => load())
    .catch((reason: unknown) => {
      if (!deadline.timedOut) throw reason;
      throw new LoadError({ reason: 'timedOut', message: 'the WebAssembly was not loaded in time', cause: reason });
    });
}

function requireFetch({ fetch = globalThis.fetch }: Connection): void {
  if (typeof fetch !== 'function') {
    throw argumentError('ERR_INVALID_ARG_TYPE', '"fetch" must be given where there is no global fetch');
  }
}

/** The core died in the middle: it is known what was sent, but not what came of it. */
function afterTrap({ message, cause }: Trap, { operation, sent }: Call): Error {
  const init = { message, cause, attempts: sent ? [sent] : [] };
  if (!sent || operation !== 'create') return new InternalError(init);
  return new OutcomeUnknownError({
    ...init,
    reason: 'crashed',
    message: `${message}; the access package may or may not have been created`,
    answer: { clientRequestId: sent.clientRequestId },
  });
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
  /** What was handed to `fetch`, for the case that the core cannot tell of it any more. */
  sent: Attempt | undefined;
  readonly #connection: Connection;
  readonly #deadline: Deadline;
  #response: Response | undefined;

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
    const { getToken } = this.#connection;
    this.#ask(() => getToken({ scopes: [scope], reason: 'initial', forceRefresh: false, signal }));
  }

  fetch(url: string, init: RequestInit & { headers: Record<string, string> }): void {
    const clientRequestId = init.headers['client-request-id'] ?? '';
    this.sent = { startedAt: new Date().toISOString(), clientRequestId, result: 'crashed' };
    this.#ask(async () => {
      const { fetch = globalThis.fetch } = this.#connection;
      this.#response = await fetch(url, init);
      return readHead(this.#response);
    });
  }

  text(): void {
    this.#ask(async () => {
      const text: unknown = await this.#response?.text();
      if (typeof text !== 'string') throw new TypeError('the body of the response is not text');
      return parse(text);
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

/** What a body is: a value, or text and why it is none. Parsed here because the parser is built in here. */
function parse(text: string): { length: number; value: unknown; unparsed?: unknown } {
  const { length } = text;
  try {
    return { length, value: JSON.parse(text) };
  } catch (unparsed) {
    return { length, value: text, unparsed };
  }
}

/** Copies the head of a response, once: it may be of another realm, or a caller's own make. */
function readHead(response: Response | undefined): Record<string, unknown> {
  const status: unknown = response?.status;
  const read = (name: string): string | undefined => {
    const value: unknown = response?.headers.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 0 || status > 999) {
    throw new TypeError('fetch resolved with something that is not a Response');
  }
  // It was told not to: what answers is not who was asked.
  if (response?.redirected) throw new TypeError('fetch followed a redirect');
  return { status, contentType: read('Content-Type'), requestId: read('request-id'), retryAfter: read('Retry-After') };
}
