/** What the core may ask of the world while a call runs (`src/wasm/host.rs`). */
import { toBytes } from './border.js';
import { Deadline } from './deadline.js';
import { encode } from './encode.js';
import { type Told, tell } from './events.js';
import { iso } from './iso.js';
import type { Connection, ReadOptions } from './options.js';
import { fetchNumber, realm } from './realm.js';
import { type Entry, enter, forget, type Leave } from './rooms.js';
import type { Kept, World } from './steps.js';
import type { Attempt, AttemptPurpose, CreateTicket, OperationName, TokenRequestReason } from './types.js';

/** What is called, with what. */
export interface Operation {
  operation: OperationName;
  input?: unknown;
  id?: string | undefined;
  nextLink?: string | undefined;
  returnExisting?: boolean;
  verify?: boolean;
  /** Whether a create is one of many. */
  bulk?: boolean;
  /** The ticket of the same create, sent before and not settled, and how long its package may still appear. */
  prior?: unknown;
  priorMs?: number;
}

/** What the core tells of a step. */
type Step = Pick<Told, 'type'> & Partial<Told>;

/** What the core wants of a token. */
interface TokenQuestion {
  scope: string;
  reason: TokenRequestReason;
  claims?: string;
  forceRefresh: boolean;
}

/** What `fetch` is asked for. */
interface Question extends RequestInit {
  url: string;
  method: string;
  headers: Record<string, string>;
  /** How long the whole answer is waited for, in milliseconds. */
  within: number;
  /** How long a body may be that is read, in UTF-16 code units. */
  longest: number;
}

/** What a request was for, as far as its method tells. */
const PURPOSES: Record<string, AttemptPurpose> = { POST: 'create', PATCH: 'update', DELETE: 'delete' };

/** A call under way. */
export class Call implements World {
  /** The call as text for the core. */
  readonly text: Uint8Array;
  /** What was handed to `fetch`, for the case that the core cannot tell of it any more. */
  readonly sent: Attempt[] = [];
  /** What settles the create that was sent last. */
  ticket: CreateTicket | undefined;
  readonly #operation: Operation;
  readonly #connection: Connection;
  readonly #deadline: Deadline;
  readonly #onEvent: ReadOptions['onEvent'];
  readonly #call: number;
  readonly #rooms = new Map<string, Leave>();
  /** What is a fact of the moment: the first ones in the list of facts. The others are kept for all calls of the client. */
  readonly #facts: readonly (() => number)[] = [
    () => Date.now(),
    () => performance.now(),
    () => this.#deadline.remaining,
    () => Math.floor(Math.random() * 2 ** 32),
    // A `fetch` of the caller's may know ways that the browser does not.
    () => Number(!this.#connection.fetch && globalThis.navigator?.onLine === false),
    () => Number(this.#deadline.signal.aborted) + Number(this.#deadline.timedOut),
  ];
  /** Values that go back to the caller as they came. The core knows their numbers. */
  readonly #values: unknown[] = [];

  constructor(connection: Connection, operation: Operation, deadline: Deadline, onEvent: ReadOptions['onEvent']) {
    const { cloud, graphRoot, settleMs } = connection;
    this.text = toBytes(encode({ ...operation, cloud, graphRoot, settleMs }));
    this.#operation = operation;
    this.#connection = connection;
    this.#deadline = deadline;
    this.#onEvent = onEvent;
    const shared = realm();
    shared.calls += 1;
    this.#call = shared.calls;
  }

  /** The value of that number; 0 is why the call was aborted. */
  value(number: number): unknown {
    return number ? this.#values[number - 1] : this.#deadline.signal.reason;
  }

  fact(fact: number): number {
    // What was never told is no number.
    return this.#facts[fact]?.() ?? this.#connection.facts[fact] ?? Number.NaN;
  }

  keep(fact: number, value: number): void {
    this.#connection.facts[fact] = value;
  }

  act(name: string, what: unknown): (() => undefined) | undefined {
    if (name === 'tell') return this.#tell(what as Step);
    if (name === 'forget') forget(what as string);
    else {
      const [room, note] = what as [string, string | null];
      this.#rooms.get(room)?.(note ?? undefined, this.#connection.settleMs);
      this.#rooms.delete(room);
    }
    return undefined;
  }

  ask(name: string, what: unknown): Promise<string> {
    if (name === 'send') return this.#send(what as Question);
    return this.#find(name, what).catch((reason: unknown) => JSON.stringify({ failed: this.#number(reason) }));
  }

  shorten(answer: string, { list, rows }: Kept): string {
    try {
      const { json, ...head } = JSON.parse(answer);
      const page = { ...json, [list]: rows.map((row) => json[list][row]) };
      const shortened = JSON.stringify({ ...head, json: page });
      this.#values[head.body - 1] = undefined;
      return shortened;
    } catch {
      // There is no such list, or it is nested deeper than can be written.
      return answer;
    }
  }

  /** Tells the listeners of a step. */
  report(step: Step): void {
    const { operation, input } = this.#operation;
    const about = { operation, call: this.#call, time: iso(Date.now()), displayName: nameIn(input) };
    tell([this.#connection.onEvent, this.#onEvent], { ...step, ...about });
  }

  /** Lets go of everything that outlives a call, which after a trap may be more than nothing. */
  release(): void {
    this.#deadline.end();
    const note = this.ticket && JSON.stringify({ ticket: this.ticket, made: null });
    for (const leave of this.#rooms.values()) leave(note, note === undefined ? undefined : this.#connection.settleMs);
    this.#rooms.clear();
  }

  #tell(step: Step): (() => undefined) | undefined {
    const { ticket, waitMs } = step;
    if (ticket) this.ticket = ticket;
    if (!this.#connection.onEvent && !this.#onEvent) return undefined;
    const until = waitMs === undefined ? undefined : iso(Date.now() + waitMs);
    return () => this.report({ ...step, until }) as undefined;
  }

  /** Does not rely on anybody to heed the signal. */
  async #find(name: string, what: unknown): Promise<string> {
    const { signal } = this.#deadline;
    if (name === 'token') {
      const { scope, ...how } = what as TokenQuestion;
      const request = { scopes: [scope], ...how };
      const token: unknown = await this.#deadline.race(() => this.#connection.tokens.ask(request, signal));
      return JSON.stringify({ token: typeof token === 'string' ? token : undefined });
    }
    if (name === 'enter') return JSON.stringify(await this.#deadline.race(() => this.#enter(what as string)));
    await this.#deadline.sleep(what as number);
    return '';
  }

  async #enter(room: string): Promise<Entry> {
    const { signal } = this.#deadline;
    const queue = () => this.report({ type: 'queued' });
    const [entry, leave] = await enter(fetchNumber(this.#connection.fetch) + room, signal, queue);
    // Whoever gave up in the meantime must not stay in it.
    if (signal.aborted) leave();
    else this.#rooms.set(room, leave);
    return entry;
  }

  /** A caller's own `fetch` may not heed the signal. */
  async #send({ url, within, longest, ...init }: Question): Promise<string> {
    const clientRequestId = init.headers['client-request-id'] ?? '';
    const startedAt = iso(Date.now());
    const purpose = PURPOSES[init.method] ?? 'read';
    this.sent.push({ purpose, reason: 'initial', waitedMs: 0, startedAt, clientRequestId, result: 'crashed' });
    const attempt = new Deadline(this.#deadline.signal, within);
    const { fetch = globalThis.fetch } = this.#connection;
    let head = {};
    try {
      const response = await attempt.race(() => fetch(url, { ...init, signal: attempt.signal }));
      head = readHead(response);
      const text: unknown = await attempt.race(() => response.text());
      if (typeof text !== 'string') throw new TypeError('the body of the response is not text');
      return this.#read(head, text, longest);
    } catch (reason) {
      return JSON.stringify({ ...head, failed: this.#number(reason), late: attempt.timedOut || undefined });
    } finally {
      attempt.release();
    }
  }

  /** A body that is JSON goes in as it is; any other is kept, with what says why it is none. */
  #read(head: object, text: string, longest: number): string {
    const { length } = text;
    if (length === 0) return JSON.stringify(head);
    try {
      const answer = JSON.stringify({ ...head, length, body: this.#number(JSON.parse(text)) });
      return length > longest ? answer : `${answer.slice(0, -1)},"json":${text}}`;
    } catch (unparsed) {
      return JSON.stringify({ ...head, length, body: this.#number(text), unparsed: this.#number(unparsed) });
    }
  }

  /** Keeps a value, and gives the number by which the core knows it. */
  #number(value: unknown): number {
    return this.#values.push(value);
  }
}

/** The name of the package that a create, or the ticket of one, is about. */
function nameIn(input: unknown): string | undefined {
  const { displayName, input: of } = (input ?? {}) as { displayName?: unknown; input?: unknown };
  return typeof displayName === 'string' ? displayName : of === undefined ? undefined : nameIn(of);
}

/** Copies the head of a response, once: it may be of another realm, or a caller's own make. */
function readHead(response: Response | undefined): object {
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
  return {
    status,
    contentType: read('Content-Type'),
    requestId: read('request-id'),
    retryAfter: read('Retry-After'),
    wwwAuthenticate: read('WWW-Authenticate'),
  };
}
