/** The jobs that this browser keeps: those that have not ended, and those whose report can still be read. */
import type { JournalInfo } from 'entra-access-packages';
import { byId, element } from '../dom.js';
import { clockTime } from '../explanation.js';
import { button, paragraph } from './cells.js';
import { counted } from './words.js';

/** What the buttons of the list do. */
export interface JournalActions {
  list: () => Promise<JournalInfo[]>;
  resume: (journal: JournalInfo) => void;
  /** Throws one away; settles when it is gone. */
  remove: (journal: JournalInfo) => Promise<void>;
}

/** How often is looked whether another tab has got on, in milliseconds. */
const LOOK_EVERY_MS = 2_000;

/** The list. It hides itself while there is nothing to tell. */
export class Journals {
  readonly #card = byId('journals', HTMLElement);
  readonly #list = byId('journals-list', HTMLElement);
  readonly #actions: JournalActions;
  /** The job of this page, which has a card of its own. */
  #own: string | undefined;
  #isBusy = false;
  #isVisible = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looks = 0;

  constructor(actions: JournalActions) {
    this.#actions = actions;
    document.addEventListener('visibilitychange', () => this.#lookIfWanted());
    addEventListener('focus', () => this.#lookIfWanted());
  }

  /** Whether the view is in sight; while it is not, nothing is looked up. */
  set visible(isVisible: boolean) {
    this.#isVisible = isVisible;
    clearTimeout(this.#timer);
    this.#lookIfWanted();
  }

  /** While something is under way in this page nothing can be resumed. */
  set busy(isBusy: boolean) {
    this.#isBusy = isBusy;
    for (const each of this.#list.querySelectorAll('button')) each.disabled = isBusy;
  }

  /** Leaves out the job of this page. */
  set own(id: string | undefined) {
    this.#own = id;
  }

  /** Looks what there is. */
  async look(): Promise<void> {
    const look = ++this.#looks;
    clearTimeout(this.#timer);
    let journals: JournalInfo[];
    try {
      journals = await this.#actions.list();
    } catch {
      // A browser that keeps nothing: whoever starts a job is told.
      journals = [];
    }
    if (look !== this.#looks) return;
    const shown = journals.filter(({ id }) => id !== this.#own);
    this.#show(shown);
    if (this.#isVisible && shown.some(({ running }) => running)) {
      this.#timer = setTimeout(() => void this.look(), LOOK_EVERY_MS);
    }
  }

  #lookIfWanted(): void {
    if (this.#isVisible && !document.hidden) void this.look();
  }

  #show(journals: readonly JournalInfo[]): void {
    const focused = document.activeElement;
    const key = focused instanceof HTMLElement && this.#list.contains(focused) ? focused.dataset.key : undefined;
    this.#list.replaceChildren(...journals.map((journal) => this.#line(journal)));
    this.#card.hidden = journals.length === 0;
    this.#card.classList.toggle(
      'calm',
      journals.every(({ ended }) => ended),
    );
    if (key === undefined) return;
    // The list was made anew, and the focus must not be lost.
    const same = [...this.#list.querySelectorAll('button')].find((each) => each.dataset.key === key);
    (same ?? byId(journals.length === 0 ? 'page-title' : 'journals-title', HTMLElement)).focus();
  }

  #line(journal: JournalInfo): HTMLElement {
    const { id, label, running, ended } = journal;
    const go = button(ended ? 'Show the report' : 'Resume', () => this.#actions.resume(journal), 'small');
    const drop = button('Throw away', () => void this.#actions.remove(journal).then(() => this.look()), 'small');
    for (const [name, each] of Object.entries({ go, drop })) {
      each.dataset.key = `${name} ${id}`;
      each.disabled = this.#isBusy;
      each.setAttribute('aria-label', `${each.textContent}: ${label}`);
    }
    const actions = running ? [paragraph('Another tab is at it.', 'hint')] : [go, drop];
    return element('li', {}, element('p', {}, sentence(journal)), element('div', { class: 'actions' }, ...actions));
  }
}

/** A journal in a sentence. */
function sentence({ label, startedAt, changedAt, total, done, ended, running }: JournalInfo): string {
  const far = `${done.toLocaleString('en')} of ${counted(total, 'row')} decided`;
  if (ended) return `${label}: ended at ${clockTime(changedAt)}, ${far}.`;
  const since = `begun at ${clockTime(startedAt)}`;
  return running
    ? `${label}: ${since}, running in another tab, ${far}.`
    : `${label}: ${since}, not finished, ${far}, last at ${clockTime(changedAt)}.`;
}
