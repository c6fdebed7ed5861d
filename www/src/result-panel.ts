/** The panel below the form: how something ended, or that it is under way. The focus moves to it. */
import { announce, byId, element } from './dom.js';
import { Progress } from './progress.js';

/** Whether what was asked for is so now: done by it, not done, not known, or so before. */
export type Verdict = 'yes' | 'no' | 'unknown' | 'before';

/** What the panel shows. */
export interface View {
  verdict: Verdict;
  /** The verdict in words, and as a sign. Default: those of a create. */
  word?: string;
  mark?: string;
  title: string;
  parts: Node[];
  /** Whether it is a failure that signing in is to mend. */
  asksToSignIn?: boolean;
}

const VERDICTS: Record<Verdict, { mark: string; word: string }> = {
  yes: { mark: '✓', word: 'Created' },
  no: { mark: '✕', word: 'Nothing was created' },
  unknown: { mark: '?', word: 'Created or not: unknown' },
  before: { mark: '=', word: 'Nothing was created: it exists' },
};

/** The panel. */
export class ResultPanel {
  readonly #panel = byId('result', HTMLElement);
  readonly #changed: () => void;
  #asksToSignIn = false;
  #about: string | undefined;

  /** @param changed runs when it is about something else */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Whether it shows a failure that signing in was to mend. */
  get asksToSignIn(): boolean {
    return this.#asksToSignIn;
  }

  /** The key of the create that it is about. */
  get about(): string | undefined {
    return this.#about;
  }

  /** Takes the last outcome away. From now on it is about this create, or about none. */
  clear(about?: string): void {
    this.#about = about;
    this.#asksToSignIn = false;
    this.#panel.hidden = true;
    this.#panel.replaceChildren();
    this.#changed();
  }

  /** Shows an outcome. */
  show(view: View): void {
    const { verdict, title, parts, asksToSignIn = false } = view;
    const { word, mark } = { ...VERDICTS[verdict], ...view };
    const sign = element('span', { class: 'verdict-mark', 'aria-hidden': 'true' }, mark);
    const heading = this.#heading(title);
    this.#panel.dataset.verdict = verdict;
    this.#panel.replaceChildren(element('p', { class: 'verdict' }, sign, word), heading, ...parts);
    this.#reveal(heading);
    this.#asksToSignIn = asksToSignIn;
    announce(`${title}. ${word}.`);
  }

  /** Shows that something is under way, with a button that cancels it. */
  showWork(title: string, first: string, cancel: () => void): Progress {
    const line = element('p', { class: 'progress' });
    const button = element('button', { type: 'button', class: 'button' }, 'Cancel');
    button.addEventListener('click', cancel);
    const heading = this.#heading(title);
    this.#panel.dataset.verdict = 'unknown';
    this.#panel.replaceChildren(heading, line, element('div', { class: 'actions' }, button));
    this.#reveal(heading);
    const progress = new Progress(line);
    progress.start(first);
    return progress;
  }

  #heading(title: string): HTMLElement {
    return element('h2', { id: 'result-title', tabindex: '-1' }, title);
  }

  #reveal(heading: HTMLElement): void {
    this.#asksToSignIn = false;
    this.#panel.hidden = false;
    heading.focus();
  }
}
