/** Draws what a job did over time: bars for rows, marks for answers that were 429, a shade for waiting. */
import { element } from '../dom.js';
import type { Series } from './series.js';
import { counted } from './words.js';

const NS = 'http://www.w3.org/2000/svg';
const [WIDTH, HEIGHT, TOP] = [600, 96, 14];

let charts = 0;

/** The chart, with its text. */
export class Chart {
  readonly element: HTMLElement;
  readonly #svg = document.createElementNS(NS, 'svg');
  readonly #peak = element('span', { class: 'chart-peak' });
  readonly #length = element('span', { class: 'chart-length' });
  readonly #caption: HTMLElement;
  #said = '';

  constructor() {
    const id = `chart-${++charts}`;
    this.#caption = element('figcaption', { id, class: 'hint' });
    for (const [name, value] of Object.entries({
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': 'Rows decided over time',
      'aria-describedby': id,
    })) {
      this.#svg.setAttribute(name, value);
    }
    const scale = element('div', { class: 'chart-scale', 'aria-hidden': 'true' }, this.#peak, this.#length);
    const entry = (name: string, text: string) => element('span', {}, element('span', { class: `key-${name}` }), text);
    const key = element(
      'p',
      { class: 'chart-key', 'aria-hidden': 'true' },
      entry('bar', 'rows decided'),
      entry('throttled', 'answers 429'),
      entry('waiting', 'waiting for Graph'),
    );
    this.element = element('figure', { class: 'chart' }, scale, this.#svg, key, this.#caption);
  }

  /** Draws it anew. */
  draw(series: Series): void {
    const { slices, sliceMs, lengthMs } = series;
    const highest = Math.max(1, ...slices.map(({ decided }) => decided));
    const width = WIDTH / Math.max(30, slices.length);
    const shapes: Element[] = [];
    for (const [index, { decided, throttled, waitedMs }] of slices.entries()) {
      const x = index * width;
      const share = Math.min(1, waitedMs / sliceMs);
      if (share > 0.05) shapes.push(rectangle('waiting', x, TOP, width * share, HEIGHT - TOP));
      const height = (decided / highest) * (HEIGHT - TOP - 2);
      if (decided > 0) shapes.push(rectangle('bar', x + width * 0.1, HEIGHT - height, width * 0.8, height));
      if (throttled > 0) shapes.push(rectangle('throttled', x + width * 0.1, 1, width * 0.8, TOP - 5));
    }
    this.#svg.replaceChildren(...shapes);
    const perSecond = (highest * 1_000) / sliceMs;
    this.#peak.textContent = `highest ${rateText(perSecond)}`;
    this.#length.textContent = lengthText(lengthMs);
    this.#describe(series, perSecond);
  }

  #describe({ slices, lengthMs }: Series, perSecond: number): void {
    const sum = (of: (slice: Series['slices'][number]) => number) =>
      slices.reduce((total, slice) => total + of(slice), 0);
    const throttled = sum((slice) => slice.throttled);
    const waited = sum((slice) => slice.waitedMs);
    const rows = counted(
      sum((slice) => slice.decided),
      'row',
    );
    const text =
      `${rows} in ${lengthText(lengthMs)}, at most ${rateText(perSecond)}. ` +
      (throttled === 0
        ? 'No answer was 429.'
        : `${counted(throttled, 'answer')} ${throttled === 1 ? 'was' : 'were'} 429.`) +
      (waited < 500 ? '' : ` ${lengthText(waited)} spent waiting because Graph asked for it.`);
    if (text === this.#said) return;
    this.#said = text;
    this.#caption.textContent = text;
  }
}

/** So many a second, as people say it. */
export function rateText(perSecond: number): string {
  const rounded = perSecond >= 10 ? Math.round(perSecond) : Math.round(perSecond * 10) / 10;
  return `${rounded.toLocaleString('en')} a second`;
}

/** A length of time, as people say it. */
export function lengthText(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function rectangle(name: string, x: number, y: number, width: number, height: number): Element {
  const shape = document.createElementNS(NS, 'rect');
  shape.setAttribute('class', name);
  for (const [key, value] of Object.entries({ x, y, width, height })) shape.setAttribute(key, value.toFixed(1));
  return shape;
}
