/** Shows how something goes on: what is being done, how long a wait still is, how long it has taken. */
import type { AccessPackageEvent } from 'entra-access-packages';
import { announce, element } from './dom.js';
import { countdown, describe, type Step } from './progress-text.js';

/** How long a step has to last to be said aloud, in milliseconds: most are over before. */
const ANNOUNCE_AFTER_MS = 600;

/** The line below a button, or in a panel. It is no live region itself: it changes every second. */
export class Progress {
  readonly #target: HTMLElement;
  readonly #text = element('span', { class: 'progress-text' });
  readonly #wait = element('span', { class: 'progress-wait', 'data-part': 'countdown' });
  readonly #elapsed = element('span', { class: 'progress-elapsed', 'data-part': 'elapsed' });
  /** The kinds of steps that were said since the last request that changes something. */
  readonly #said = new Set<string>();
  /** What left open whether something was done. */
  #doubt: AccessPackageEvent | undefined;
  #step: Step = { kind: '', text: '' };
  #started = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(target: HTMLElement) {
    this.#target = target;
  }

  /** Begins with a sentence of its own. */
  start(text: string): void {
    this.#said.clear();
    this.#doubt = undefined;
    this.#started = performance.now();
    this.#target.replaceChildren(this.#text, this.#wait, this.#elapsed);
    this.#target.hidden = false;
    this.#show({ kind: '', text });
    this.#timer = setInterval(() => this.#tick(), 1_000);
  }

  /** Goes on to what an event tells of. */
  readonly tell = (event: AccessPackageEvent): void => {
    if (this.#timer === undefined) return;
    // After a further request it is news again when that one gets lost too.
    if (event.type === 'sending') this.#said.clear();
    if (event.type === 'ambiguous') this.#doubt = event;
    const step = describe(event, this.#doubt);
    if (step) this.#show(step);
  };

  /** Ends. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#target.hidden = true;
    this.#target.replaceChildren();
  }

  #show(step: Step): void {
    this.#step = step;
    this.#text.textContent = step.text;
    this.#tick();
    if (this.#said.has(step.kind)) return;
    this.#said.add(step.kind);
    announce(step.text, ANNOUNCE_AFTER_MS);
  }

  #tick(): void {
    const { until } = this.#step;
    const left = until === undefined ? '' : countdown(until, Date.now());
    this.#wait.textContent = left === '' ? '' : `Goes on in ${left}.`;
    const seconds = Math.floor((performance.now() - this.#started) / 1_000);
    this.#elapsed.textContent = seconds === 0 ? '' : `${seconds} s so far`;
  }
}
