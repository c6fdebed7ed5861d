/** Cells and lines that the tables share. */
import { copyButton, element } from '../dom.js';
import type { Word } from './words.js';

/** A verdict: a sign and a word, so that it does not rest on colour. */
export function badge({ text, mark, tone }: Word): HTMLElement {
  const sign = element('span', { class: 'mark', 'aria-hidden': 'true' }, mark);
  return element('span', { class: 'badge', 'data-tone': tone }, sign, element('span', { class: 'badge-text' }, text));
}

/** A catalog as a row names it. */
export function catalogText(
  catalog: { id: string } | { displayName: string } | undefined,
  nameOf: (id: string) => string | undefined,
): string {
  if (catalog === undefined) return '';
  return 'displayName' in catalog ? catalog.displayName : (nameOf(catalog.id) ?? catalog.id);
}

/** An id with a button that copies it. */
export function copyableId(id: string): HTMLElement {
  return element(
    'span',
    { class: 'copyable' },
    element('code', {}, id),
    copyButton(() => id, `Copy the id ${id}`),
  );
}

/** A paragraph. */
export function paragraph(text: string, className = ''): HTMLElement {
  return element('p', className === '' ? {} : { class: className }, text);
}

/** A button. */
export function button(text: string, press: () => void, look = ''): HTMLButtonElement {
  const made = element('button', { type: 'button', class: `button ${look}`.trim() }, text);
  made.addEventListener('click', press);
  return made;
}
