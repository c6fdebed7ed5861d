/** The choice of an outcome to rehearse in the sandbox. */
import { byId, element } from './dom.js';
import { findRehearsal, REHEARSALS, type Rehearsal } from './rehearsals.js';

/**
 * Fills the choice and keeps its hint in step. Gives a function that tells what is chosen.
 *
 * @param changed runs when another was chosen
 */
export function setUpRehearsals(changed: () => void): () => Rehearsal | undefined {
  const select = byId('rehearsal', HTMLSelectElement);
  const hint = byId('rehearsal-hint', HTMLElement);
  for (const { group, rehearsals } of REHEARSALS) {
    const options = rehearsals.map(({ id, name }) => element('option', { value: id }, name));
    select.append(element('optgroup', { label: group }, ...options));
  }
  const chosen = () => findRehearsal(select.value);
  const show = () => {
    hint.textContent = chosen()?.note ?? '';
  };
  select.addEventListener('change', () => {
    show();
    changed();
  });
  show();
  return chosen;
}
