/** The catalog field: loads what there is to pick from and tells how that goes. */
import type { AccessPackageCatalog } from 'entra-access-packages';
import { type CatalogChoice, sortChoices, toChoice } from './catalogs.js';
import { Combobox } from './combobox.js';
import { announce, byId } from './dom.js';

/** How often a list that is still arriving is shown again, in milliseconds. */
const REFRESH_MS = 250;

/** Lists the catalogs; ends when the signal fires. */
export type ListCatalogs = (signal: AbortSignal) => AsyncIterable<AccessPackageCatalog>;

/** What the picker tells and asks. */
export interface CatalogPickerEvents {
  changed(): void;
  left(): void;
  /** Puts a failure to load into words. */
  explain(error: unknown): string;
}

/** The catalog field. */
export class CatalogPicker {
  readonly #combobox: Combobox;
  readonly #hint = byId('catalog-hint', HTMLElement);
  readonly #notice = byId('catalog-notice', HTMLElement);
  readonly #noticeText = byId('catalog-notice-text', HTMLElement);
  readonly #retry = byId('catalog-retry', HTMLButtonElement);
  readonly #events: CatalogPickerEvents;
  #list: ListCatalogs | undefined;
  #loading: AbortController | undefined;
  #status = '';

  constructor(events: CatalogPickerEvents) {
    this.#events = events;
    this.#combobox = new Combobox({
      changed: () => {
        this.#showHint();
        events.changed();
      },
      left: () => events.left(),
    });
    this.#retry.addEventListener('click', () => {
      // The button goes away with the notice, and the focus must not go with it.
      this.input.focus();
      void this.#load();
    });
  }

  get input(): HTMLInputElement {
    return this.#combobox.input;
  }

  /** The id to create in: of the catalog that was picked, or what was typed, for ids that the list does not have. */
  get catalogId(): string {
    return this.#combobox.selected?.id ?? this.input.value.trim();
  }

  /** The name of the catalog that was picked. */
  get catalogName(): string | undefined {
    return this.#combobox.selected?.name;
  }

  /** Starts over with another list, or with none and a reason, and an empty field. */
  setSource(list: ListCatalogs | undefined, reason = ''): void {
    this.#combobox.select(undefined);
    this.replaceSource(list, reason);
  }

  /** As {@link setSource}, but keeps what was typed, and what was picked if the other list has it too. */
  replaceSource(list: ListCatalogs | undefined, reason = ''): void {
    this.#list = list;
    this.#loading?.abort();
    this.#combobox.setChoices([]);
    this.#showNotice('');
    this.#setStatus(reason);
    if (list) void this.#load();
  }

  async #load(): Promise<void> {
    const list = this.#list;
    if (!list) return;
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    this.#showNotice('');
    this.#setStatus('Loading catalogs…');
    const choices: CatalogChoice[] = [];
    let refreshed = performance.now();
    try {
      for await (const catalog of list(loading.signal)) {
        choices.push(toChoice(catalog));
        if (performance.now() - refreshed < REFRESH_MS) continue;
        this.#combobox.setChoices(sortChoices([...choices]));
        this.#setStatus(`Loading catalogs… ${choices.length.toLocaleString('en')} so far`);
        refreshed = performance.now();
      }
      if (loading.signal.aborted) return;
      this.#combobox.setChoices(sortChoices(choices));
      const { selected } = this.#combobox;
      if (selected && !choices.some(({ id }) => id === selected.id)) this.#combobox.select(undefined);
      this.#setStatus(this.#loadedText(choices.length));
      if (choices.length === 0) this.#showNotice(EMPTY_TEXT);
    } catch (error) {
      if (loading.signal.aborted) return;
      this.#combobox.setChoices(sortChoices(choices));
      this.#setStatus('');
      this.#showNotice(this.#events.explain(error));
      announce(this.#noticeText.textContent ?? '');
    }
  }

  #loadedText(count: number): string {
    if (count === 0) return 'No catalogs.';
    return count === 1
      ? '1 catalog. Type to search, or paste an id.'
      : `${count.toLocaleString('en')} catalogs. Type to search, or paste an id.`;
  }

  #setStatus(text: string): void {
    this.#status = text;
    this.#showHint();
  }

  #showHint(): void {
    const { selected } = this.#combobox;
    this.#hint.textContent = selected ? `Id ${selected.id}` : this.#status;
  }

  #showNotice(text: string): void {
    this.#noticeText.textContent = text;
    this.#notice.hidden = text === '';
  }
}

const EMPTY_TEXT =
  'There is no catalog that you may see. Make one in the Entra admin center, or have somebody give you the role ' +
  'Access package manager in one. If you know a catalog’s id, you can paste it above.';
