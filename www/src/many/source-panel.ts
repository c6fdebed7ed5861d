/** Where the file comes from: chosen, dropped, pasted, or one of the samples. */
import { byId } from '../dom.js';
import { download } from '../download.js';
import { largeCsv, sampleCsv } from './sample.js';

const LARGE_ROWS = 10_000;

/** The card with the file. */
export class SourcePanel {
  readonly #card = byId('source', HTMLElement);
  readonly #input = byId('file', HTMLInputElement);
  readonly #drop = byId('drop', HTMLElement);
  readonly #chosen: (file: File) => void;
  #enabled = true;

  /** @param chosen runs with the file that is to be planned */
  constructor(chosen: (file: File) => void, isPasteWanted: () => boolean) {
    this.#chosen = chosen;
    this.#input.addEventListener('change', () => {
      const [file] = this.#input.files ?? [];
      // Forgotten, so that the same file can be chosen again after it was mended.
      this.#input.value = '';
      if (file) this.#choose(file);
    });
    this.#listenForDrops();
    addEventListener('paste', (event) => {
      if (isPasteWanted() && !isEditable(event.target)) this.#paste(event);
    });
    byId('use-sample', HTMLButtonElement).addEventListener('click', () =>
      this.#choose(csvFile(sampleCsv(), 'sample.csv')),
    );
    byId('use-large-sample', HTMLButtonElement).addEventListener('click', () =>
      this.#choose(csvFile(largeCsv(LARGE_ROWS), 'generated.csv')),
    );
    byId('download-sample', HTMLButtonElement).addEventListener('click', () =>
      download(`\uFEFF${sampleCsv()}`, 'sample.csv', 'text/csv'),
    );
  }

  /** While a job is under way no other file can be taken. */
  set enabled(enabled: boolean) {
    this.#enabled = enabled;
    this.#input.disabled = !enabled;
    for (const id of ['use-sample', 'use-large-sample']) byId(id, HTMLButtonElement).disabled = !enabled;
    this.#drop.classList.toggle('off', !enabled);
  }

  /** The large sample is for the sandbox only. */
  set inSandbox(inSandbox: boolean) {
    byId('use-large-sample', HTMLButtonElement).hidden = !inSandbox;
  }

  #choose(file: File): void {
    if (this.#enabled) this.#chosen(file);
  }

  #listenForDrops(): void {
    const show = (over: boolean) => this.#drop.classList.toggle('over', over && this.#enabled);
    // On the whole card: a file that misses the zone by a little is not to replace the page.
    this.#card.addEventListener('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      show(true);
    });
    this.#card.addEventListener('dragleave', (event) => {
      if (!(event.relatedTarget instanceof Node && this.#card.contains(event.relatedTarget))) show(false);
    });
    this.#card.addEventListener('drop', (event) => {
      const [file] = event.dataTransfer?.files ?? [];
      if (!file) return;
      event.preventDefault();
      show(false);
      this.#choose(file);
    });
  }

  #paste({ clipboardData }: ClipboardEvent): void {
    const [file] = clipboardData?.files ?? [];
    const text = clipboardData?.getData('text/plain') ?? '';
    if (file) this.#choose(file);
    // One line is no table: somebody pastes something else.
    else if (/\S[^\n]*\n\s*\S/.test(text)) this.#choose(new File([text], 'pasted rows', { type: 'text/plain' }));
  }
}

function csvFile(text: string, name: string): File {
  return new File([text], name, { type: 'text/csv' });
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}
