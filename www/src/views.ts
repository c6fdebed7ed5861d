/** The two views of the page: *One* package, and *Many*. The address says which, so that links and the history work. */
import { byId, setAttribute } from './dom.js';

/** A view. */
export type ViewName = 'one' | 'many';

const TITLES: Record<ViewName, string> = { one: 'New access package', many: 'Many access packages' };
const SKIPS: Record<ViewName, [href: string, text: string]> = {
  one: ['#package-form', 'Skip to the form'],
  many: ['#source', 'Skip to the file'],
};

/** Shows the view that the address names and hides the other; both keep what is in them. */
export class Views {
  readonly #links = { one: byId('view-one', HTMLAnchorElement), many: byId('view-many', HTMLAnchorElement) };
  readonly #heading = byId('page-title', HTMLElement);
  readonly #changed: (view: ViewName) => void;
  #current: ViewName = 'one';

  /** @param changed runs when a view came into sight */
  constructor(changed: (view: ViewName) => void) {
    this.#changed = changed;
    addEventListener('hashchange', () => this.#follow());
    const skip = byId('skip', HTMLAnchorElement);
    skip.addEventListener('click', (event) => {
      // The address stays that of the view.
      event.preventDefault();
      byId(skip.hash.slice(1), HTMLElement).focus();
    });
  }

  get current(): ViewName {
    return this.#current;
  }

  /** Shows what the address names; the focus stays where the browser put it. */
  start(): void {
    this.#show(named(location.hash));
  }

  /** Says beside the link to *Many* what goes on there. */
  set stateOfMany(text: string) {
    const state = byId('view-many-state', HTMLElement);
    if (state.textContent !== text) state.textContent = text;
  }

  #follow(): void {
    const wanted = named(location.hash);
    if (wanted === this.#current) return;
    this.#show(wanted);
    scrollTo(0, 0);
    this.#heading.focus();
  }

  #show(view: ViewName): void {
    this.#current = view;
    document.title = TITLES[view];
    this.#heading.textContent = TITLES[view];
    for (const [name, link] of Object.entries(this.#links)) {
      setAttribute(link, 'aria-current', name === view ? 'page' : undefined);
    }
    for (const part of document.querySelectorAll<HTMLElement>('[data-view]')) part.hidden = part.dataset.view !== view;
    const [href, text] = SKIPS[view];
    const skip = byId('skip', HTMLAnchorElement);
    skip.href = href;
    skip.textContent = text;
    this.#changed(view);
  }
}

/** An address without one of the names is that of *One*, as it always was. */
function named(hash: string): ViewName {
  return hash.startsWith('#many') ? 'many' : 'one';
}
