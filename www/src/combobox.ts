/**
 * A text field with a list to pick from, after the combobox pattern of the ARIA Authoring Practices:
 * the focus stays in the field, `aria-activedescendant` names the line that the arrow keys are on.
 *
 * Only the first matches become elements, so that ten thousand choices cost no more than a hundred.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */
import { type CatalogChoice, findChoices, findExact } from './catalogs.js';
import { announce, byId, element, setAttribute } from './dom.js';

const MOST_SHOWN = 100;

/** What the combobox reports. */
export interface ComboboxEvents {
  /** The text or the selection changed. */
  changed(): void;
  /** The focus left the field. */
  left(): void;
}

/** The combobox for catalogs. */
export class Combobox {
  readonly input = byId('catalog', HTMLInputElement);
  readonly #popup = byId('catalog-popup', HTMLElement);
  readonly #list = byId('catalog-list', HTMLElement);
  readonly #count = byId('catalog-count', HTMLElement);
  readonly #events: ComboboxEvents;
  #choices: readonly CatalogChoice[] = [];
  #shown: CatalogChoice[] = [];
  #active = -1;
  #selected: CatalogChoice | undefined;

  constructor(events: ComboboxEvents) {
    this.#events = events;
    this.input.addEventListener('input', () => this.#typed());
    this.input.addEventListener('keydown', (event) => this.#pressed(event));
    this.input.addEventListener('click', () => this.#open());
    this.input.addEventListener('blur', () => this.#left());
    // Keeps the focus in the field while the mouse picks a line or drags the scroll bar.
    this.#popup.addEventListener('mousedown', (event) => event.preventDefault());
    this.#list.addEventListener('click', (event) => {
      const line = event.target instanceof Element ? event.target.closest<HTMLElement>('[role=option]') : null;
      const choice = line ? this.#shown[Number(line.dataset.index)] : undefined;
      if (choice) this.select(choice);
    });
  }

  /** The line that was picked, while the text still names it. */
  get selected(): CatalogChoice | undefined {
    return this.#selected;
  }

  /** Replaces what there is to pick from; what was picked or typed stays. */
  setChoices(choices: readonly CatalogChoice[]): void {
    this.#choices = choices;
    if (!this.#popup.hidden) this.#render();
  }

  /** Picks a choice, or clears the field. */
  select(choice: CatalogChoice | undefined): void {
    this.#selected = choice;
    this.input.value = choice?.name ?? '';
    this.#close();
    this.#events.changed();
  }

  #typed(): void {
    this.#selected = undefined;
    this.#open();
    this.#moveTo(this.input.value.trim() !== '' && this.#shown.length > 0 ? 0 : -1);
    announce(this.#count.textContent ?? '', 900);
    this.#events.changed();
  }

  #pressed(event: KeyboardEvent): void {
    const open = !this.#popup.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (!open) this.#open();
      const next = this.#active + step;
      if (!event.altKey) this.#moveTo(next < 0 ? this.#shown.length - 1 : next % Math.max(this.#shown.length, 1));
      event.preventDefault();
    } else if (event.key === 'Enter' && open) {
      const choice = this.#shown[this.#active];
      if (choice) this.select(choice);
      else this.#close();
      event.preventDefault();
    } else if (event.key === 'Escape' && (open || this.input.value !== '')) {
      if (open) this.#close();
      else this.select(undefined);
      event.preventDefault();
    }
  }

  #left(): void {
    this.#close();
    if (!this.#selected) {
      const exact = findExact(this.#choices, this.input.value);
      if (exact) this.select(exact);
    }
    this.#events.left();
  }

  #open(): void {
    this.#render();
    this.#popup.hidden = false;
    setAttribute(this.input, 'aria-expanded', 'true');
  }

  #close(): void {
    this.#popup.hidden = true;
    this.#active = -1;
    setAttribute(this.input, 'aria-expanded', 'false');
    setAttribute(this.input, 'aria-activedescendant', undefined);
  }

  #render(): void {
    // A picked name does not filter: whoever opens the list again wants to see the others.
    const query = this.#selected ? '' : this.input.value;
    const { shown, total } = findChoices(this.#choices, query, MOST_SHOWN);
    this.#shown = shown;
    this.#list.replaceChildren(...shown.map((choice, index) => this.#line(choice, index)));
    this.#count.textContent = this.#countText(shown.length, total);
    this.#moveTo(Math.min(this.#active, shown.length - 1));
  }

  #countText(shown: number, total: number): string {
    if (this.#choices.length === 0) return 'No catalogs to pick from.';
    if (total === 0) return 'No catalog matches.';
    const all = total.toLocaleString('en');
    if (shown < total) return `The first ${shown} of ${all}. Type to narrow the list.`;
    return total === 1 ? '1 catalog.' : `${all} catalogs.`;
  }

  #line(choice: CatalogChoice, index: number): HTMLElement {
    const line = element(
      'div',
      {
        id: `catalog-option-${index}`,
        role: 'option',
        'data-index': String(index),
        'aria-selected': String(choice.id === this.#selected?.id),
      },
      element('span', { class: 'option-name' }, choice.name),
    );
    if (choice.detail) line.append(element('span', { class: 'option-detail' }, choice.detail));
    line.append(element('span', { class: 'option-id' }, choice.id));
    return line;
  }

  #moveTo(index: number): void {
    this.#list.children[this.#active]?.classList.remove('active');
    this.#active = index;
    const line = this.#list.children[index];
    line?.classList.add('active');
    line?.scrollIntoView({ block: 'nearest' });
    setAttribute(this.input, 'aria-activedescendant', line?.id);
  }
}
