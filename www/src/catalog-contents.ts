/** What is in the chosen catalog already: asked for once somebody unfolds it. */
import type { AccessPackage } from 'entra-access-packages';
import { announce, byId, element } from './dom.js';

/** As many are shown; the rest is counted. */
const MOST_SHOWN = 100;

/** Lists the packages of a catalog; ends when the signal fires. */
export type ListPackages = (catalogId: string, signal: AbortSignal) => AsyncIterable<AccessPackage>;

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** The foldable list below the catalog field. */
export class CatalogContents {
  readonly #details = byId('contents', HTMLDetailsElement);
  readonly #status = byId('contents-status', HTMLElement);
  readonly #list = byId('contents-list', HTMLElement);
  readonly #packages: ListPackages;
  readonly #explain: (error: unknown) => string;
  #catalogId = '';
  #loading: AbortController | undefined;

  /** @param explain puts a failure into words */
  constructor(packages: ListPackages, explain: (error: unknown) => string) {
    this.#packages = packages;
    this.#explain = explain;
    this.#details.addEventListener('toggle', () => {
      if (this.#details.open && !this.#loading) void this.#load();
    });
  }

  /** Is about this catalog from now on; with an empty id about none. */
  show(catalogId: string): void {
    if (catalogId === this.#catalogId) return;
    this.#catalogId = catalogId;
    this.#details.hidden = catalogId === '';
    this.refresh();
  }

  /** Something has changed in the catalog. */
  refresh(): void {
    this.#loading?.abort();
    this.#loading = undefined;
    this.#status.textContent = '';
    this.#list.replaceChildren();
    if (this.#details.open && this.#catalogId !== '') void this.#load();
  }

  async #load(): Promise<void> {
    const loading = new AbortController();
    this.#loading = loading;
    this.#status.textContent = 'Loading…';
    const found: AccessPackage[] = [];
    try {
      for await (const each of this.#packages(this.#catalogId, loading.signal)) found.push(each);
      if (!loading.signal.aborted) this.#render(found);
    } catch (error) {
      if (loading.signal.aborted) return;
      this.#loading = undefined;
      this.#status.textContent = this.#explain(error);
      announce(this.#status.textContent);
    }
  }

  #render(found: AccessPackage[]): void {
    const names = found.map(({ id, displayName }) => displayName ?? id).sort(collator.compare);
    const shown = names.slice(0, MOST_SHOWN);
    const count = found.length === 1 ? '1 package.' : `${found.length.toLocaleString('en')} packages.`;
    const text = shown.length < found.length ? `${count} These are the first ${shown.length}.` : count;
    this.#status.textContent = text;
    this.#list.replaceChildren(...shown.map((name) => element('li', {}, name)));
    announce(text);
  }
}
