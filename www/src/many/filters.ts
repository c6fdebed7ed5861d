/** Counts by verdict, each of which can be pressed to see only its rows. */
import { element } from '../dom.js';
import type { Word } from './words.js';

/** The toggles. None pressed shows everything. */
export class Filters<Kind extends string> {
  readonly element: HTMLElement;
  readonly #words: Record<Kind, Word>;
  readonly #changed: () => void;
  readonly #buttons = new Map<Kind, { button: HTMLButtonElement; count: HTMLElement }>();
  readonly #pressed = new Set<Kind>();

  constructor(label: string, words: Record<Kind, Word>, changed: () => void) {
    this.element = element('div', { class: 'filters', role: 'group', 'aria-label': label });
    this.#words = words;
    this.#changed = changed;
  }

  /** Whether rows of this kind are to be seen. */
  shows(kind: Kind): boolean {
    return this.#pressed.size === 0 || this.#pressed.has(kind);
  }

  /** Whether something is left out. */
  get active(): boolean {
    return this.#pressed.size > 0;
  }

  /** Shows these counts. What has never been counted has no toggle; what comes to nothing keeps its own. */
  show(counts: Partial<Record<Kind, number>>): void {
    for (const kind of Object.keys(this.#words) as Kind[]) {
      const count = counts[kind] ?? 0;
      const known = this.#buttons.get(kind);
      if (known) known.count.textContent = count.toLocaleString('en');
      else if (count > 0) this.#add(kind, count);
    }
  }

  /** Starts over, with nothing pressed. */
  clear(): void {
    this.#buttons.clear();
    this.#pressed.clear();
    this.element.replaceChildren();
  }

  #add(kind: Kind, count: number): void {
    const { text, mark, tone } = this.#words[kind];
    const number = element('span', { class: 'filter-count' }, count.toLocaleString('en'));
    const button = element(
      'button',
      { type: 'button', class: 'filter', 'data-tone': tone, 'data-kind': kind, 'aria-pressed': 'false' },
      element('span', { class: 'mark', 'aria-hidden': 'true' }, mark),
      number,
      ` ${text}`,
    );
    button.addEventListener('click', () => {
      if (!this.#pressed.delete(kind)) this.#pressed.add(kind);
      button.setAttribute('aria-pressed', String(this.#pressed.has(kind)));
      this.#changed();
    });
    this.#buttons.set(kind, { button, count: number });
    const order = Object.keys(this.#words) as Kind[];
    const sorted = [...this.#buttons].sort(([left], [right]) => order.indexOf(left) - order.indexOf(right));
    this.element.append(...sorted.map(([, each]) => each.button));
  }
}
