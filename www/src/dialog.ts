/** Questions that have to be answered before something is done. */
import { element } from './dom.js';

/** An answer that can be given. */
export interface Answer<T extends string> {
  value: T;
  label: string;
  look?: 'primary' | 'danger';
}

/**
 * Asks a question in a dialog. Gives the value of the button that was pressed.
 *
 * @param answers the first gets the focus: it is the harmless one
 * @param otherwise what Escape means
 */
export async function ask<T extends string>(
  title: string,
  text: string,
  answers: readonly Answer<T>[],
  otherwise: T,
): Promise<T> {
  const dialog = element('dialog', { 'aria-labelledby': 'question-title', 'aria-describedby': 'question-text' });
  const buttons = answers.map(({ value, label, look = '' }) => {
    const button = element('button', { type: 'button', class: `button ${look}`.trim() }, label);
    button.addEventListener('click', () => dialog.close(value));
    return button;
  });
  dialog.append(
    element('h2', { id: 'question-title' }, title),
    element('p', { id: 'question-text' }, text),
    element('div', { class: 'actions' }, ...buttons),
  );
  document.body.append(dialog);
  dialog.returnValue = otherwise;
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  dialog.remove();
  return answers.find(({ value }) => value === dialog.returnValue)?.value ?? otherwise;
}
