/** The card that tells of creates whose end this tab has not seen, after a reload above all. */
import { announce, byId, element } from './dom.js';
import { clockTime } from './explanation.js';
import { keyOf, type Unsettled } from './unsettled-store.js';

/** What the buttons of the card do. */
export interface UnsettledActions {
  look(entry: Unsettled): void;
  forget(entry: Unsettled): void;
}

/** The card. It hides itself while there is nothing to tell. */
export class UnsettledCard {
  readonly #card = byId('unsettled', HTMLElement);
  readonly #list = byId('unsettled-list', HTMLElement);
  readonly #actions: UnsettledActions;
  #busy = false;

  constructor(actions: UnsettledActions) {
    this.#actions = actions;
  }

  /** Says it aloud, once, when the page begins with some. */
  announce(entries: readonly Unsettled[]): void {
    if (entries.length > 0) announce(`${entries.map(sentence).join(' ')} Look again, above the form.`, 500);
  }

  /** Moves the focus to the first of them. Answers whether there is one. */
  focus(): boolean {
    const button = this.#list.querySelector('button');
    button?.focus();
    return button !== null;
  }

  /** Nothing can be looked up while something else is under way. */
  set busy(busy: boolean) {
    this.#busy = busy;
    for (const button of this.#list.querySelectorAll('button')) button.disabled = busy;
  }

  /** Shows these. */
  show(entries: readonly Unsettled[]): void {
    this.#list.replaceChildren(...entries.map((entry) => this.#line(entry)));
    this.#card.hidden = entries.length === 0;
  }

  #line(entry: Unsettled): HTMLElement {
    const name = entry.ticket.input.displayName;
    const look = element(
      'button',
      { type: 'button', class: 'button small', 'aria-label': `Look again for “${name}”`, disabled: this.#busy },
      'Look again',
    );
    look.addEventListener('click', () => this.#actions.look(entry));
    const forget = element(
      'button',
      { type: 'button', class: 'button small', 'aria-label': `Forget “${name}”`, disabled: this.#busy },
      'Forget',
    );
    forget.addEventListener('click', () => {
      this.#actions.forget(entry);
      // The button is gone, and the focus must not go with it.
      if (!this.focus()) byId('page-title', HTMLElement).focus();
    });
    return element(
      'li',
      { 'data-key': keyOf(entry.place, entry.ticket.input) },
      element('p', {}, sentence(entry)),
      element('div', { class: 'actions' }, look, forget),
    );
  }
}

function sentence({ kind, catalogName, ticket: { input, sentAt } }: Unsettled): string {
  const where = kind === 'sandbox' ? 'in the sandbox' : 'in your tenant';
  const catalog = catalogName === undefined ? '' : `, catalog ${catalogName},`;
  return (
    `A create of “${input.displayName}”${catalog} was under way ${where}, sent at ${clockTime(sentAt)}. ` +
    'This page has not seen what became of it.'
  );
}
