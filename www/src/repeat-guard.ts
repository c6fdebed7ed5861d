/** Remembers creates whose outcome nobody knows, and asks before the same is sent again. */
import type { AccessPackageInput } from 'entra-access-packages';
import { byId } from './dom.js';

/** The guard. It forgets with the page. */
export class RepeatGuard {
  readonly #dialog = byId('repeat-dialog', HTMLDialogElement);
  readonly #text = byId('repeat-text', HTMLElement);
  readonly #yes = byId('repeat-yes', HTMLButtonElement);
  readonly #no = byId('repeat-no', HTMLButtonElement);
  readonly #unsettled = new Set<string>();

  constructor() {
    this.#yes.addEventListener('click', () => this.#dialog.close('yes'));
    this.#no.addEventListener('click', () => this.#dialog.close('no'));
  }

  /** A create of this package ended in nobody knowing. */
  remember(place: string, input: AccessPackageInput): void {
    this.#unsettled.add(keyOf(place, input));
  }

  /** Answers whether to send: at once where nothing is open, else what the person says. */
  async allows(place: string, input: AccessPackageInput): Promise<boolean> {
    if (!this.#unsettled.has(keyOf(place, input))) return true;
    this.#text.textContent =
      `Whether “${input.displayName}” was created before is still unknown. If it was, sending again can make a ` +
      'second one. Look at the catalog first.';
    this.#dialog.returnValue = 'no';
    this.#dialog.showModal();
    await new Promise((resolve) => this.#dialog.addEventListener('close', resolve, { once: true }));
    return this.#dialog.returnValue === 'yes';
  }
}

/** Two creates are the same when they would make packages of one name in one catalog. */
function keyOf(place: string, { catalog, displayName }: AccessPackageInput): string {
  return JSON.stringify([place, catalog.id.toLowerCase(), displayName.trim().toLowerCase()]);
}
