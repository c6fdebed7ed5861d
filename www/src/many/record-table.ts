/** A table with its filters, a search, and a pane that tells everything of the row that is meant. */
import { announce, element } from '../dom.js';
import { Filters } from './filters.js';
import { type Column, Grid } from './grid.js';
import { counted, type Word } from './words.js';

/** What a table shows. */
export interface TableSetup<Row, Kind extends string> {
  /** What the table is called. */
  label: string;
  words: Record<Kind, Word>;
  columns: readonly Column<Row>[];
  kindOf: (row: Row) => Kind;
  /** What the search looks at. */
  nameOf: (row: Row) => string;
  /** Says of one row what there is to say. */
  details: (row: Row) => { title: string; parts: Node[] };
}

/** How long typing has to rest before the search is carried out, in milliseconds. */
const SEARCH_AFTER_MS = 120;

let tables = 0;

/** The table. */
export class RecordTable<Row, Kind extends string> {
  readonly element: HTMLElement;
  readonly #setup: TableSetup<Row, Kind>;
  readonly #filters: Filters<Kind>;
  readonly #grid: Grid<Row>;
  readonly #search = element('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' });
  readonly #state = element('p', { class: 'hint table-state' });
  readonly #pane: HTMLElement;
  readonly #paneTitle: HTMLElement;
  readonly #paneBody = element('div', { class: 'pane-body' });
  #rows: readonly Row[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(setup: TableSetup<Row, Kind>) {
    const id = `table-${++tables}`;
    this.#setup = setup;
    this.#filters = new Filters(`${setup.label}: show only`, setup.words, () => this.#filter());
    this.#grid = new Grid<Row>(setup.label, setup.columns, {
      moved: (row) => this.#showDetails(row),
      entered: () => this.#paneTitle.focus(),
    });
    this.#search.id = `${id}-search`;
    this.#search.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#filter(), SEARCH_AFTER_MS);
    });
    this.#paneTitle = element('h3', { tabindex: '-1' });
    this.#pane = element(
      'section',
      { class: 'pane', 'aria-label': `${setup.label}: the row`, tabindex: '0' },
      this.#paneTitle,
      this.#paneBody,
    );
    this.#pane.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#grid.element.focus();
    });
    const find = element('label', { class: 'visually-hidden', for: this.#search.id }, 'Find a name');
    this.#search.placeholder = 'Find a name';
    this.element = element(
      'div',
      { class: 'records' },
      element(
        'div',
        { class: 'table-tools' },
        this.#filters.element,
        element('div', { class: 'find' }, find, this.#search),
      ),
      this.#state,
      element('div', { class: 'table-area' }, this.#grid.element, this.#pane),
    );
  }

  /** Shows other rows, with no filter. */
  show(rows: readonly Row[]): void {
    this.#rows = rows;
    this.#filters.clear();
    this.#search.value = '';
    this.#count();
    this.#filter(false);
  }

  /** Rows have changed inside, or have been replaced by others at the same places. */
  refresh(rows: readonly Row[] = this.#rows): void {
    this.#rows = rows;
    this.#count();
    this.#grid.refresh();
    this.#showDetails(this.#grid.active);
  }

  /** Puts the focus on the table. */
  focus(): void {
    this.#grid.element.focus();
  }

  #count(): void {
    const counts: Partial<Record<Kind, number>> = {};
    for (const row of this.#rows) {
      const kind = this.#setup.kindOf(row);
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    this.#filters.show(counts);
  }

  #filter(aloud = true): void {
    const wanted = this.#search.value.trim().toLowerCase();
    const { kindOf, nameOf } = this.#setup;
    const isFiltered = wanted !== '' || this.#filters.active;
    const rows = isFiltered
      ? this.#rows.filter(
          (row) => this.#filters.shows(kindOf(row)) && (wanted === '' || nameOf(row).toLowerCase().includes(wanted)),
        )
      : this.#rows;
    const all = counted(this.#rows.length, 'row');
    const text = isFiltered ? `${rows.length.toLocaleString('en')} of ${all}` : all;
    this.#state.textContent = `${text}. Arrow keys move, Enter goes to what there is to say of a row, Escape back.`;
    this.#grid.show(rows);
    this.#showDetails(this.#grid.active);
    if (aloud) announce(`${text} shown.`, 300);
  }

  #showDetails(row: Row | undefined): void {
    if (row === undefined) {
      this.#paneTitle.textContent = 'No row';
      this.#paneBody.replaceChildren(element('p', { class: 'hint' }, 'No row is shown.'));
      return;
    }
    const { title, parts } = this.#setup.details(row);
    this.#paneTitle.textContent = title;
    this.#paneBody.replaceChildren(...parts);
    this.#pane.scrollTop = 0;
  }
}
