/** Deletes what a job has made: lists it, asks, and tells of each package what became of it. */
import type { UndoItem, UndoResult } from 'entra-access-packages';
import { ask } from '../dialog.js';
import { announce, element } from '../dom.js';
import { factList } from '../package-facts.js';
import { badge, button, copyableId, paragraph } from './cells.js';
import { sentence } from './explain-source.js';
import { RecordTable } from './record-table.js';
import { errorFacts } from './report-table.js';
import { counted, UNDO_WORDS, type UndoState } from './words.js';

/**
 * Deletes; tells of each package as it is decided. Settles when it has ended, however it did.
 *
 * @returns why it could not go on, if so
 */
export type UndoRunner = (
  items: readonly UndoItem[],
  told: (result: UndoResult) => void,
  cancelWith: (cancel: () => void) => void,
) => Promise<string>;

interface Entry {
  item: UndoItem;
  result: UndoResult | undefined;
}

const BECAUSE: Record<NonNullable<UndoResult['because']>[number], string> = {
  policy: 'it has a policy by now',
  role: 'it has a role by now',
  assignment: 'somebody is assigned to it by now',
  changed: 'its name or catalog is another one by now',
};

/** How often the table follows, and how often it is said aloud, in milliseconds. */
const SHOW_EVERY_MS = 250;
const SAY_EVERY_MS = 10_000;

/** The part of the report in which is undone. */
export class UndoPanel {
  readonly element: HTMLElement;
  readonly #title = element('h3', { id: 'undo-title', tabindex: '-1' }, 'Undo');
  readonly #intent = element('p', {});
  readonly #line = element('p', { id: 'undo-line', class: 'job-line' });
  readonly #bar = element('progress', { 'aria-labelledby': 'undo-line' });
  readonly #problem = element('p', { class: 'problem' });
  readonly #run: UndoRunner;
  readonly #closed: () => void;
  readonly #delete = button('Delete…', () => void this.#start(), 'danger');
  readonly #cancel = button('Cancel', () => this.#stop());
  readonly #keep = button('Keep them', () => this.#leave());
  readonly #table = undoTable();
  #entries: Entry[] = [];
  #stop: () => void = () => undefined;

  /** @param closed runs when the person has changed their mind */
  constructor(run: UndoRunner, closed: () => void) {
    this.#run = run;
    this.#closed = closed;
    this.element = element(
      'section',
      { class: 'undo', 'aria-labelledby': 'undo-title', hidden: true },
      this.#title,
      this.#intent,
      this.#table.element,
      element('div', { class: 'job-progress' }, this.#bar, this.#line),
      this.#problem,
      element('div', { class: 'actions' }, this.#delete, this.#cancel, this.#keep),
    );
  }

  /** Lists what would be deleted. */
  open(items: readonly UndoItem[]): void {
    this.#entries = items.map((item) => ({ item, result: undefined }));
    this.#problem.textContent = '';
    this.element.hidden = false;
    this.#table.show(this.#entries);
    this.#show(false);
    this.#title.focus();
  }

  close(): void {
    this.element.hidden = true;
  }

  #leave(): void {
    this.close();
    this.#closed();
  }

  get #open(): Entry[] {
    return this.#entries.filter(({ result }) => result === undefined || result.outcome === 'failed');
  }

  async #start(): Promise<void> {
    const open = this.#open;
    const answer = await ask(
      `Delete ${counted(open.length, 'package')}?`,
      'What somebody has begun to use since, or renamed, is kept. What is deleted cannot be brought back.',
      [
        { value: 'keep', label: 'Keep them', look: 'primary' },
        { value: 'delete', label: `Delete ${counted(open.length, 'package')}`, look: 'danger' },
      ],
      'keep',
    );
    if (answer === 'keep') return;
    const byId = new Map(open.map((entry) => [entry.item.accessPackageId, entry]));
    let done = 0;
    let saidAt = Date.now();
    let refresh: ReturnType<typeof setTimeout> | undefined;
    this.#bar.max = open.length;
    this.#bar.value = 0;
    this.#problem.textContent = '';
    this.#line.textContent = `0 of ${counted(open.length, 'package')}`;
    this.#show(true);
    this.#cancel.focus();
    const why = await this.#run(
      open.map(({ item }) => item),
      (result) => {
        const entry = byId.get(result.item.accessPackageId);
        if (entry) entry.result = result;
        done += 1;
        this.#bar.value = done;
        this.#line.textContent = `${done.toLocaleString('en')} of ${counted(open.length, 'package')}`;
        refresh ??= setTimeout(() => {
          refresh = undefined;
          this.#table.refresh();
        }, SHOW_EVERY_MS);
        if (Date.now() - saidAt < SAY_EVERY_MS) return;
        saidAt = Date.now();
        announce(`${this.#line.textContent}.`);
      },
      (cancel) => {
        this.#stop = cancel;
      },
    );
    clearTimeout(refresh);
    this.#problem.textContent = why;
    this.#table.refresh();
    this.#show(false);
    this.#title.focus();
    announce(`${this.#intent.textContent} ${why}`);
  }

  #show(isRunning: boolean): void {
    const open = this.#open.length;
    const count = (outcome: UndoResult['outcome']) =>
      this.#entries.filter(({ result }) => result?.outcome === outcome).length;
    const decided = this.#entries.length - this.#entries.filter(({ result }) => result === undefined).length;
    const kept = count('kept');
    this.#intent.textContent =
      decided === 0
        ? `${counted(open, 'package')} that this job has created would be deleted, save what is in use by then.`
        : `${counted(count('deleted') + count('absent'), 'package')} deleted` +
          `${kept > 0 ? `, ${kept} kept because they are in use or were changed` : ''}` +
          `${open > 0 ? `, ${open} still there` : ''}.`;
    this.#delete.textContent = decided === 0 ? 'Delete…' : 'Try the rest again…';
    this.#delete.hidden = isRunning || open === 0;
    this.#keep.hidden = isRunning;
    this.#keep.textContent = decided === 0 ? 'Keep them' : 'Close';
    this.#cancel.hidden = !isRunning;
    (this.#bar.parentElement as HTMLElement).hidden = !isRunning;
  }
}

function undoTable(): RecordTable<Entry, UndoState> {
  const stateOf = ({ result }: Entry): UndoState => result?.outcome ?? 'waiting';
  return new RecordTable<Entry, UndoState>({
    label: 'What would be deleted',
    words: UNDO_WORDS,
    columns: [
      { title: 'Row', name: 'number', cell: ({ item }) => item.row.toLocaleString('en') },
      { title: 'Outcome', name: 'verdict', cell: (entry) => badge(UNDO_WORDS[stateOf(entry)]) },
      { title: 'Name', name: 'name', cell: ({ item }) => item.displayName },
      {
        title: 'Id, or why not',
        name: 'what',
        cell: (entry) => whyNot(entry) || element('code', {}, entry.item.accessPackageId),
      },
    ],
    kindOf: stateOf,
    nameOf: ({ item }) => item.displayName,
    details: (entry) => {
      const { item, result } = entry;
      const parts: Node[] = [badge(UNDO_WORDS[stateOf(entry)])];
      const why = whyNot(entry);
      if (why) parts.push(paragraph(why));
      parts.push(
        factList([
          ['Name', item.displayName],
          ['Id', copyableId(item.accessPackageId)],
        ]),
      );
      if (result?.error) parts.push(element('h4', {}, 'Why'), factList(errorFacts(result.error)));
      return { title: `Row ${item.row.toLocaleString('en')}`, parts };
    },
  });
}

function whyNot({ result }: Entry): string {
  if (result?.error) return sentence(result.error.message);
  const because = (result?.because ?? []).map((each) => BECAUSE[each]);
  return because.length === 0 ? '' : `Kept: ${because.join(', and ')}.`;
}
