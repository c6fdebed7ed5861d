/** Carries out one create: the buttons, the waiting, the outcome. */
import { type AccessPackageClient, type AccessPackageInput, isAccessPackageError } from 'entra-access-packages';
import { announce, byId, setAttribute } from './dom.js';
import { type Explanation, explain } from './explain.js';
import type { Identity } from './identity.js';
import type { RepeatGuard } from './repeat-guard.js';
import type { ResultPanel } from './result-panel.js';

/** What a create needs to know. */
export interface Order {
  client: AccessPackageClient;
  identity: Identity;
  input: AccessPackageInput;
  catalogName: string | undefined;
}

/** The Create and Cancel buttons and what comes of them. */
export class Creation {
  readonly #create = byId('create', HTMLButtonElement);
  readonly #label = byId('create-label', HTMLElement);
  readonly #cancel = byId('cancel', HTMLButtonElement);
  readonly #progress = byId('progress', HTMLElement);
  readonly #panel: ResultPanel;
  readonly #guard: RepeatGuard;
  readonly #busyChanged: (busy: boolean) => void;
  #abort: AbortController | undefined;

  constructor(panel: ResultPanel, guard: RepeatGuard, busyChanged: (busy: boolean) => void) {
    this.#panel = panel;
    this.#guard = guard;
    this.#busyChanged = busyChanged;
    this.#cancel.addEventListener('click', () => {
      this.#abort?.abort(new DOMException('cancelled on the page', 'AbortError'));
    });
  }

  /** Whether a create is under way. */
  get busy(): boolean {
    return this.#abort !== undefined;
  }

  /** Sends the create and shows how it ended. */
  async run(order: Order): Promise<void> {
    if (this.busy) return;
    const { identity, input } = order;
    const place = placeOf(identity);
    // Busy from here on, so that a second press during the question does not ask twice.
    const abort = new AbortController();
    this.#abort = abort;
    try {
      if (await this.#guard.allows(place, input)) await this.#send(order, abort.signal, place);
    } finally {
      this.#abort = undefined;
    }
  }

  async #send({ client, identity, input, catalogName }: Order, signal: AbortSignal, place: string): Promise<void> {
    this.#panel.clear();
    const stop = this.#showBusy();
    try {
      await this.#prepare(identity, signal);
      const result = await client.create(input, { signal });
      stop();
      this.#panel.showCreated(result, { identity: identity.kind, input, catalogName });
    } catch (error) {
      stop();
      if (isAccessPackageError(error) && error.code === 'ERR_OUTCOME_UNKNOWN') this.#guard.remember(place, input);
      this.#panel.showFailure(explainAny(error, identity, signal), error);
    }
  }

  async #prepare(identity: Identity, signal: AbortSignal): Promise<void> {
    try {
      await identity.beforeCreate(signal);
    } catch (error) {
      throw signal.aborted ? signal.reason : new NotPrepared('the rehearsal could not be set up', { cause: error });
    }
  }

  #showBusy(): () => void {
    const started = performance.now();
    const tick = () => {
      const seconds = Math.floor((performance.now() - started) / 1_000);
      this.#progress.textContent = seconds === 0 ? 'Waiting for Graph…' : `Waiting for Graph… ${seconds} s`;
    };
    tick();
    const timer = setInterval(tick, 1_000);
    // Whoever leaves now will not be told what became of it, and the browser may cut the request off.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    // Not `disabled`, which would throw the focus away.
    setAttribute(this.#create, 'aria-disabled', 'true');
    this.#label.textContent = 'Creating…';
    this.#cancel.hidden = false;
    this.#busyChanged(true);
    announce('Creating. Waiting for Graph.');
    return () => {
      clearInterval(timer);
      removeEventListener('beforeunload', ask);
      this.#progress.textContent = '';
      setAttribute(this.#create, 'aria-disabled', undefined);
      this.#label.textContent = 'Create';
      this.#cancel.hidden = true;
      this.#busyChanged(false);
    };
  }
}

/** The sandbox could not be told what to rehearse. */
class NotPrepared extends Error {
  override name = 'NotPrepared';
}

/** Explains whatever was thrown: the package's errors, our own, and the reason of a cancel before sending. */
function explainAny(error: unknown, { kind }: Identity, signal: AbortSignal): Explanation {
  if (isAccessPackageError(error)) return explain(error, { identity: kind, doing: 'create' });
  if (signal.aborted && error === signal.reason) {
    return { title: 'Cancelled', created: 'no', text: 'It was cancelled before anything was sent.', next: [] };
  }
  if (error instanceof NotPrepared) {
    return {
      title: 'The sandbox does not answer',
      created: 'no',
      text: 'Nothing was sent.',
      next: ['The sandbox runs as long as npm start does. Start it, then try again.'],
    };
  }
  return {
    title: 'This page has a defect',
    created: 'no',
    text: 'It called the package in a wrong way, and the package sent nothing.',
    next: ['Please report it, with the technical details.'],
  };
}

/** Names where a create goes to, to tell creates of one place from those of another. */
function placeOf({ kind, connection }: Identity): string {
  return [kind, connection.cloud, connection.graphRoot].join(' ');
}
