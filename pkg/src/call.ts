/** What the core may ask of the world while a call runs: the members that `src/wasm/browser.rs` names. */
import { Deadline } from './deadline.js';
import { tell } from './events.js';
import type { Asked } from './instance.js';
import type { Connection, ReadOptions } from './options.js';
import { fetchNumber, realm } from './realm.js';
import { enter, forget, type Leave } from './rooms.js';
import type {
  AccessPackageEvent,
  AccessPackageEventType,
  Attempt,
  AttemptPurpose,
  CreateTicket,
  OperationName,
  TokenRequestReason,
} from './types.js';

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

/** What a request was for, as far as its method tells. */
const PURPOSES: Record<string, AttemptPurpose> = { POST: 'create', PATCH: 'update', DELETE: 'delete' };

/** A call under way. What is asked is answered later, never while it is asked. */
export class Call implements Asked {
  /** Set by whoever carries the call out. */
  answer!: Asked['answer'];
  readonly operation: OperationName;
  readonly input: unknown;
  readonly id: string | undefined;
  readonly nextLink: string | undefined;
  readonly returnExisting: boolean;
  readonly verify: boolean;
  readonly bulk: boolean;
  readonly prior: unknown;
  readonly priorMs: number;
  /** What was handed to `fetch`, for the case that the core cannot tell of it any more. */
  readonly sent: Attempt[] = [];
  /** What settles the create that was sent last. */
  ticket: CreateTicket | undefined;
  readonly #connection: Connection;
  readonly #deadline: Deadline;
  readonly #onEvent: ReadOptions['onEvent'];
  readonly #number: number;
  readonly #rooms = new Map<string, Leave>();
  #attempt: Deadline | undefined;
  #response: Response | undefined;

  constructor(connection: Connection, operation: Operation, deadline: Deadline, onEvent: ReadOptions['onEvent']) {
    const { input, id, nextLink, returnExisting = false, verify = false } = operation;
    const { bulk = false, prior, priorMs = 0 } = operation;
    this.operation = operation.operation;
    this.input = input;
    this.id = id;
    this.nextLink = nextLink;
    this.returnExisting = returnExisting;
    this.verify = verify;
    this.bulk = bulk;
    this.prior = prior;
    this.priorMs = priorMs;
    this.#connection = connection;
    this.#deadline = deadline;
    this.#onEvent = onEvent;
    const shared = realm();
    shared.calls += 1;
    this.#number = shared.calls;
  }

  get cloud(): string | undefined {
    return this.#connection.cloud;
  }

  get graphRoot(): string | undefined {
    return this.#connection.graphRoot;
  }

  get settleMs(): number {
    return this.#connection.settleMs;
  }

  get aborted(): boolean {
    return this.#deadline.signal.aborted;
  }

  get reason(): unknown {
    return this.#deadline.signal.reason;
  }

  get timedOut(): boolean {
    return this.#deadline.timedOut;
  }

  get late(): boolean {
    return this.#attempt?.timedOut === true;
  }

  /** A `fetch` of the caller's may know ways that the browser does not. */
  get offline(): boolean {
    return !this.#connection.fetch && globalThis.navigator?.onLine === false;
  }

  get elapsed(): number {
    return performance.now();
  }

  get remaining(): number {
    return this.#deadline.remaining;
  }

  get closedUntil(): number {
    return this.#connection.gate.closedUntil;
  }

  set closedUntil(moment: number) {
    this.#connection.gate.closedUntil = moment;
  }

  get wholeAt(): number {
    return this.#connection.gate.wholeAt;
  }

  set wholeAt(moment: number) {
    this.#connection.gate.wholeAt = moment;
  }

  get aheadLow(): number {
    return this.#connection.gate.aheadLow;
  }

  get aheadHigh(): number {
    return this.#connection.gate.aheadHigh;
  }

  setAhead(low: number, high: number): void {
    this.#connection.gate.aheadLow = low;
    this.#connection.gate.aheadHigh = high;
  }

  fold(text: string): string {
    return text.toLowerCase();
  }

  tell(
    type: AccessPackageEventType,
    reason?: AccessPackageEvent['reason'],
    status?: number,
    waitMs?: number,
    ticket?: string,
  ): void {
    if (ticket !== undefined) this.ticket = JSON.parse(ticket);
    this.report({
      type,
      ...(reason !== undefined && { reason }),
      ...(status !== undefined && { status }),
      ...(waitMs !== undefined && { waitMs, until: iso(Date.now() + waitMs) }),
      ...(ticket !== undefined && { ticket: JSON.parse(ticket) }),
    });
  }

  /** Tells the listeners of a step. */
  report(step: Pick<AccessPackageEvent, 'type'> & Partial<AccessPackageEvent>): void {
    const displayName = nameIn(this.input);
    const about = { operation: this.operation, call: this.#number, time: iso(Date.now()) };
    tell([this.#connection.onEvent, this.#onEvent], {
      ...step,
      ...about,
      ...(displayName !== undefined && { displayName }),
    });
  }

  forget(id: string): void {
    forget(id);
  }

  leave(room: string, note?: string): void {
    this.#rooms.get(room)?.(note, this.settleMs);
    this.#rooms.delete(room);
  }

  enter(room: string): void {
    this.#ask(async () => {
      const [entry, leave] = await enter(fetchNumber(this.#connection.fetch) + room, this.#deadline.signal, () =>
        this.report({ type: 'queued' }),
      );
      // Whoever gave up in the meantime must not stay in it.
      if (this.aborted) leave(undefined, 0);
      else this.#rooms.set(room, leave);
      return entry;
    });
  }

  sleep(ms: number): void {
    this.#answer(this.#deadline.sleep(ms));
  }

  getToken(scope: string, reason: TokenRequestReason, claims: string | undefined, forceRefresh: boolean): void {
    const request = { scopes: [scope], reason, ...(claims !== undefined && { claims }), forceRefresh };
    this.#ask(() => this.#connection.tokens.ask(request, this.#deadline.signal));
  }

  fetch(url: string, init: RequestInit & { method: string; headers: Record<string, string> }, within: number): void {
    const clientRequestId = init.headers['client-request-id'] ?? '';
    const startedAt = iso(Date.now());
    const purpose = PURPOSES[init.method] ?? 'read';
    this.sent.push({ purpose, reason: 'initial', waitedMs: 0, startedAt, clientRequestId, result: 'crashed' });
    this.#attempt?.release();
    this.#attempt = new Deadline(this.#deadline.signal, within);
    const { signal } = this.#attempt;
    this.#ask(async () => {
      const { fetch = globalThis.fetch } = this.#connection;
      this.#response = await fetch(url, { ...init, signal });
      return readHead(this.#response);
    }, this.#attempt);
  }

  text(): void {
    const attempt = this.#attempt;
    this.#ask(async () => {
      const text: unknown = await this.#response?.text();
      attempt?.release();
      if (typeof text !== 'string') throw new TypeError('the body of the response is not text');
      return parse(text);
    }, attempt);
  }

  /** Lets go of everything that outlives a call, which after a trap may be more than nothing. */
  release(): void {
    this.#attempt?.release();
    this.#deadline.end();
    const note = this.ticket && JSON.stringify({ ticket: this.ticket, made: null });
    for (const leave of this.#rooms.values()) leave(note, this.settleMs);
    this.#rooms.clear();
  }

  /** Does not rely on anybody to heed the signal: a caller's `fetch` may not. */
  #ask(start: () => unknown, within = this.#deadline): void {
    this.#answer(within.race(start));
  }

  #answer(answer: Promise<unknown>): void {
    answer.then(
      (value) => this.answer(true, value),
      (reason: unknown) => this.answer(false, reason),
    );
  }
}

function iso(millis: number): string {
  // No date is beyond the year 9999, where ISO 8601 ends without further agreement.
  return new Date(Math.min(millis, 253_402_300_799_999)).toISOString();
}

/** The name of the package that a create, or the ticket of one, is about. */
function nameIn(input: unknown): string | undefined {
  const { displayName, input: of } = (input ?? {}) as { displayName?: unknown; input?: unknown };
  return typeof displayName === 'string' ? displayName : of === undefined ? undefined : nameIn(of);
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
  return {
    status,
    contentType: read('Content-Type'),
    requestId: read('request-id'),
    retryAfter: read('Retry-After'),
    wwwAuthenticate: read('WWW-Authenticate'),
  };
}
