/** One field of the form with its hint and its problem, wired for assistive technology. */
import { byId, setAttribute } from './dom.js';

/** A field of the page's markup: `<id>`, `<id>-hint` and, where it can have one, `<id>-problem`. */
export class Field {
  readonly input: HTMLInputElement | HTMLTextAreaElement;
  readonly #hint: HTMLElement;
  readonly #problem: HTMLElement;
  #text = '';
  #revealed = false;

  constructor(id: string) {
    const input = document.getElementById(id);
    if (!(input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement)) throw new Error(`no field ${id}`);
    this.input = input;
    this.#hint = byId(`${id}-hint`, HTMLElement);
    this.#problem = byId(`${id}-problem`, HTMLElement);
  }

  /** Whether it has a problem, shown or not. */
  get wrong(): boolean {
    return this.#text !== '';
  }

  /** The problem as it is shown; empty while there is none or nobody was to see it yet. */
  get shown(): string {
    return this.#revealed ? this.#text : '';
  }

  /** Sets the problem; it is shown from the first {@link reveal} on. */
  setProblem(text: string): void {
    this.#text = text;
    this.#render();
  }

  /** Lets problems be seen: the field was touched, or the form sent. */
  reveal(): void {
    this.#revealed = true;
    this.#render();
  }

  /** Makes the field untouched again. */
  conceal(): void {
    this.#revealed = false;
    this.#render();
  }

  #render(): void {
    const { shown } = this;
    this.#problem.textContent = shown;
    this.#problem.hidden = shown === '';
    // The problem stands where the hint stood: nothing moves under the pointer between press and release.
    this.#hint.hidden = shown !== '';
    setAttribute(this.input, 'aria-invalid', shown === '' ? undefined : 'true');
    setAttribute(this.input, 'aria-describedby', shown === '' ? this.#hint.id : this.#problem.id);
  }
}
