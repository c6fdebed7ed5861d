/** Carries out a create: the buttons, what goes on, the ticket that is kept meanwhile, the outcome. */
import {
  type AccessPackageEvent,
  type CreateTicket,
  isAccessPackageError,
  type OutcomeUnknownError,
} from 'entra-access-packages';
import { byId } from './dom.js';
import { explainThrown, NotPrepared } from './explain-thrown.js';
import type { Order } from './order.js';
import type { OutcomeViews } from './outcome-views.js';
import { Progress } from './progress.js';
import { askBeforeRepeat } from './repeat-guard.js';
import type { ResultPanel } from './result-panel.js';
import { keyOf, type UnsettledStore } from './unsettled-store.js';
import { askBeforeLeaving, type Work } from './work.js';

/** What a create has to do with. */
export interface Surroundings {
  work: Work;
  panel: ResultPanel;
  views: OutcomeViews;
  store: UnsettledStore;
}

/** How a create is meant. */
export interface Intent {
  /** Takes the package that has the name, if there is one. */
  useExisting?: boolean;
  /** It follows from the last outcome: no rehearsal, no question. */
  again?: boolean;
}

/** The Create and Cancel buttons and what comes of them. */
export class Creation {
  readonly #button = byId('create', HTMLButtonElement);
  readonly #label = byId('create-label', HTMLElement);
  readonly #cancel = byId('cancel', HTMLButtonElement);
  readonly #progress = new Progress(byId('progress', HTMLElement));
  readonly #around: Surroundings;
  readonly #lookFirst: (order: Order, ticket: CreateTicket) => void;

  /** @param lookFirst runs when the person wants to look what became of the last one instead */
  constructor(around: Surroundings, lookFirst: (order: Order, ticket: CreateTicket) => void) {
    this.#around = around;
    this.#lookFirst = lookFirst;
    this.#cancel.addEventListener('click', around.work.cancel);
  }

  /** Creates, after a question where the last create of that name is not settled. */
  async run(order: Order, intent: Intent = {}): Promise<void> {
    const { work, store } = this.#around;
    let look: CreateTicket | undefined;
    // Busy during the question too, so that a second press does not ask twice.
    await work.run(async (signal) => {
      const open = intent.again ? undefined : store.find(order.place, order.input);
      const answer = open ? await askBeforeRepeat(open) : 'send';
      if (answer === 'look') look = open?.ticket;
      if (answer === 'send') await this.#send(order, intent, signal);
    });
    if (look) this.#lookFirst(order, look);
  }

  async #send(order: Order, intent: Intent, signal: AbortSignal): Promise<void> {
    const { panel, views, store } = this.#around;
    const { client, identity, input, place } = order;
    const before = store.find(place, input);
    panel.clear(keyOf(place, input));
    const stop = this.#showBusy();
    try {
      if (!intent.again) await prepare(order, signal);
      const result = await client.create(input, {
        signal,
        ifExists: intent.useExisting ? 'return' : 'fail',
        onEvent: (event) => this.#follow(event, order),
      });
      store.settle(place, input);
      stop();
      panel.show(views.created(result, order));
    } catch (error) {
      if (isUnsettled(error)) this.#keep(error.ticket, order);
      // This create has settled; one before it may still not have.
      else if (before) store.keep(before);
      else store.settle(place, input);
      stop();
      panel.show(
        views.failed(explainThrown(error, { identity: identity.kind, doing: 'create' }, signal), error, order),
      );
    }
  }

  #follow(event: AccessPackageEvent, order: Order): void {
    // Before the request goes out: whoever reloads now still finds out what became of it.
    this.#keep(event.ticket, order);
    this.#progress.tell(event);
  }

  #keep(ticket: CreateTicket | undefined, { identity, place, catalogName }: Order): void {
    if (!ticket) return;
    this.#around.store.keep({
      kind: identity.kind,
      place,
      ticket,
      ...(catalogName === undefined ? {} : { catalogName }),
    });
  }

  #showBusy(): () => void {
    // Whoever leaves now is told only after the next look, and the browser may cut the request off.
    const stay = askBeforeLeaving();
    this.#label.textContent = 'Creating…';
    this.#button.classList.add('busy');
    this.#cancel.hidden = false;
    this.#progress.start('Getting ready.');
    return () => {
      stay();
      this.#label.textContent = 'Create';
      this.#button.classList.remove('busy');
      this.#cancel.hidden = true;
      this.#progress.stop();
    };
  }
}

async function prepare({ identity, input }: Order, signal: AbortSignal): Promise<void> {
  try {
    await identity.beforeCreate(input, signal);
  } catch (error) {
    throw signal.aborted ? signal.reason : new NotPrepared('the rehearsal could not be set up', { cause: error });
  }
}

function isUnsettled(error: unknown): error is OutcomeUnknownError {
  return isAccessPackageError(error) && error.code === 'ERR_OUTCOME_UNKNOWN';
}
