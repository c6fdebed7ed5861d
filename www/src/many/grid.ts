/**
 * A table of many rows of which only those in sight are in the document.
 *
 * All rows are equally high, so that the place of each is known without it being there. The scrolled element is the
 * grid: it has the focus, and `aria-activedescendant` says which row is meant, which is always in the document.
 */
import { element, setAttribute } from '../dom.js';

/** A column of a grid. */
export interface Column<Row> {
  /** Its title, and the class of its cells. */
  title: string;
  name: string;
  cell: (row: Row) => Node | string;
}

/** What a grid tells. */
export interface GridEvents<Row> {
  /** Another row is meant, or none. */
  moved: (row: Row | undefined) => void;
  /** The person wants to go into the row. */
  entered: () => void;
}

/** How many rows beyond the edges are kept, so that a short scroll finds them there. */
const MARGIN = 6;

let grids = 0;

/** The grid. */
export class Grid<Row> {
  readonly element: HTMLElement;
  readonly #columns: readonly Column<Row>[];
  readonly #events: GridEvents<Row>;
  readonly #head: HTMLElement;
  readonly #body = element('div', { class: 'grid-body', role: 'rowgroup' });
  readonly #id = `grid-${++grids}`;
  readonly #shown = new Map<number, HTMLElement>();
  #rows: readonly Row[] = [];
  #active = -1;
  #rowHeight = 44;

  constructor(label: string, columns: readonly Column<Row>[], events: GridEvents<Row>) {
    this.#columns = columns;
    this.#events = events;
    const titles = columns.map(({ title, name }) =>
      element('div', { class: `cell ${name}`, role: 'columnheader' }, title),
    );
    const header = element('div', { class: 'grid-row', role: 'row', 'aria-rowindex': '1' }, ...titles);
    this.#head = element('div', { class: 'grid-head', role: 'rowgroup' }, header);
    this.element = element(
      'div',
      { class: 'grid', role: 'grid', tabindex: '0', 'aria-label': label, 'aria-colcount': String(columns.length) },
      this.#head,
      this.#body,
    );
    this.element.addEventListener('scroll', () => this.#render());
    this.element.addEventListener('keydown', (event) => this.#press(event));
    this.#body.addEventListener('click', (event) => this.#click(event));
    // Zoom, a turned phone, another text size: the style says how high a row is.
    new ResizeObserver(() => this.#measure()).observe(this.element);
  }

  /** The row that is meant. */
  get active(): Row | undefined {
    return this.#rows[this.#active];
  }

  /** Shows these rows. The same row stays meant, if it is among them. */
  show(rows: readonly Row[]): void {
    const before = this.active;
    this.#rows = rows;
    const kept = before === undefined ? -1 : rows.indexOf(before);
    this.#active = kept === -1 ? Math.min(0, rows.length - 1) : kept;
    setAttribute(this.element, 'aria-rowcount', String(rows.length + 1));
    this.#clear();
    this.#measure();
    if (kept === -1) this.element.scrollTop = 0;
    else this.#reveal();
    this.#render();
    if (this.active !== before) this.#events.moved(this.active);
  }

  /** Shows what the rows hold by now. */
  refresh(): void {
    this.#clear();
    this.#render();
  }

  #clear(): void {
    for (const row of this.#shown.values()) row.remove();
    this.#shown.clear();
  }

  #measure(): void {
    this.#render();
    const [row] = this.#shown.values();
    const height = row?.getBoundingClientRect().height ?? 0;
    if (height > 0 && height !== this.#rowHeight) {
      this.#rowHeight = height;
      this.#clear();
      this.#render();
    }
    this.#body.style.height = `${this.#rows.length * this.#rowHeight}px`;
  }

  #render(): void {
    const { scrollTop, clientHeight } = this.element;
    const first = Math.max(0, Math.floor(scrollTop / this.#rowHeight) - MARGIN);
    const last = Math.min(this.#rows.length - 1, Math.ceil((scrollTop + clientHeight) / this.#rowHeight) + MARGIN);
    const isWanted = (index: number) => (index >= first && index <= last) || index === this.#active;
    for (const [index, row] of this.#shown) {
      if (isWanted(index)) continue;
      row.remove();
      this.#shown.delete(index);
    }
    for (let index = first; index <= last; index += 1) this.#put(index);
    if (this.#active >= 0) this.#put(this.#active);
    const active = this.#shown.get(this.#active);
    setAttribute(this.element, 'aria-activedescendant', active?.id);
  }

  #put(index: number): void {
    const row = this.#rows[index];
    if (row === undefined || this.#shown.has(index)) return;
    const made = element(
      'div',
      {
        class: 'grid-row',
        role: 'row',
        id: `${this.#id}-${index}`,
        'aria-rowindex': String(index + 2),
        'aria-selected': String(index === this.#active),
      },
      ...this.#columns.map(({ name, cell }) => element('div', { class: `cell ${name}`, role: 'gridcell' }, cell(row))),
    );
    made.style.top = `${index * this.#rowHeight}px`;
    // In the order of the rows, as those read who read the document from top to bottom.
    let next: HTMLElement | null = null;
    let nearest = Number.POSITIVE_INFINITY;
    for (const [other, shown] of this.#shown) {
      if (other > index && other < nearest) {
        nearest = other;
        next = shown;
      }
    }
    this.#body.insertBefore(made, next);
    this.#shown.set(index, made);
  }

  #press(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    const page = Math.max(1, Math.floor((this.element.clientHeight - this.#head.offsetHeight) / this.#rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: Number.NEGATIVE_INFINITY,
      End: Number.POSITIVE_INFINITY,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.#moveTo(Math.max(0, Math.min(this.#rows.length - 1, this.#active + step)));
    } else if (event.key === 'Enter' && this.active !== undefined) {
      event.preventDefault();
      this.#events.entered();
    }
  }

  #click(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest('.grid-row') : null;
    for (const [index, shown] of this.#shown) if (shown === row) this.#moveTo(index);
  }

  #moveTo(index: number): void {
    if (index === this.#active || this.#rows.length === 0) return;
    this.#shown.get(this.#active)?.setAttribute('aria-selected', 'false');
    this.#active = index;
    this.#shown.get(index)?.setAttribute('aria-selected', 'true');
    this.#reveal();
    this.#render();
    this.#events.moved(this.active);
  }

  #reveal(): void {
    const room = this.element.clientHeight - this.#head.offsetHeight;
    const top = this.#active * this.#rowHeight;
    if (top < this.element.scrollTop) this.element.scrollTop = top;
    else if (top + this.#rowHeight > this.element.scrollTop + room)
      this.element.scrollTop = top + this.#rowHeight - room;
  }
}
