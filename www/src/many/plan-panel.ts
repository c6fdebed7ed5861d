/** The plan: what would become of the file, and the button that carries it out. */
import type { Plan, PlanCatalog } from 'entra-access-packages';
import { byId, element, setAttribute } from '../dom.js';
import { download, toCsv } from '../download.js';
import { clockTime } from '../explanation.js';
import { button, paragraph } from './cells.js';
import { sentence } from './explain-source.js';
import { type CatalogName, catalogNames, planTable, summary } from './plan-table.js';
import { counted, PLAN_WORDS } from './words.js';

/** How the job is to be done. */
export interface Settings {
  concurrency: number;
  journal: boolean;
}

/** What the buttons of the plan do. */
export interface PlanActions {
  start: (settings: Settings) => void;
  planAgain: () => void;
}

const DEFAULT_CONCURRENCY = 12;

/** The card with the plan. */
export class PlanPanel {
  readonly #card = byId('plan', HTMLElement);
  readonly #title = element('h2', { id: 'plan-title', tabindex: '-1' }, 'The plan');
  readonly #facts = element('p', { class: 'hint' });
  readonly #notices = element('div', { class: 'notices' });
  readonly #intent = element('p', { class: 'intent' });
  readonly #start: HTMLButtonElement;
  readonly #problems = button('Download the problems', () => this.#downloadProblems());
  readonly #concurrency = element('input', { type: 'number', id: 'concurrency', min: '1', max: '32', step: '1' });
  readonly #journal = element('input', { type: 'checkbox', id: 'keep-journal', checked: true });
  #names: CatalogName = () => undefined;
  readonly #table = planTable(() => this.#names);
  #plan: Plan | undefined;

  constructor({ start, planAgain }: PlanActions) {
    this.#concurrency.value = String(DEFAULT_CONCURRENCY);
    this.#start = button('Start…', () => start(this.#settings), 'primary');
    const save = button('Download the plan', () => this.#downloadPlan());
    const settings = element(
      'details',
      { class: 'more' },
      element('summary', {}, 'How the job is done'),
      element(
        'div',
        { class: 'field' },
        element('label', { for: 'concurrency' }, 'Creates at once, at most'),
        this.#concurrency,
        paragraph('1 to 32. The job starts with one, and asks for more while Graph is content.', 'hint'),
      ),
      element(
        'div',
        { class: 'field' },
        element('label', { class: 'check' }, this.#journal, element('span', {}, 'Keep a journal in this browser')),
        paragraph('After a reload, a crash or on another day the job can go on where it was.', 'hint'),
      ),
    );
    this.#card.append(
      element('div', { class: 'row' }, this.#title, button('Plan again', planAgain, 'small')),
      this.#facts,
      this.#notices,
      this.#table.element,
      settings,
      element(
        'div',
        { class: 'plan-foot' },
        this.#intent,
        element('div', { class: 'actions' }, this.#start, this.#problems, save),
      ),
    );
  }

  get plan(): Plan | undefined {
    return this.#plan;
  }

  /** Shows a plan. */
  show(plan: Plan, where: string): void {
    this.#plan = plan;
    this.#names = catalogNames(plan);
    this.#facts.textContent = factsText(plan);
    this.#notices.replaceChildren(...plan.catalogs.filter(({ state }) => state !== 'listed').map(catalogNotice));
    this.#notices.hidden = this.#notices.childElementCount === 0;
    // In sight before the table is filled, which measures itself.
    this.#card.hidden = false;
    this.#table.show(plan.rows);
    const { create } = plan.counts;
    this.#intent.textContent =
      create === 0 ? 'There is nothing to create.' : `${counted(create, 'package')} will be created ${where}.`;
    setAttribute(this.#start, 'aria-disabled', create === 0 ? 'true' : undefined);
    this.#problems.hidden = problemRows(plan).length === 0;
  }

  /** Takes it out of sight; `forget` for good. */
  hide(forget = false): void {
    this.#card.hidden = true;
    if (forget) this.#plan = undefined;
  }

  focus(): void {
    this.#title.focus();
  }

  /** Shows why it cannot be carried out now, or that it can. */
  set hindrance(text: string) {
    this.#card.querySelector('.hindrance')?.remove();
    if (text !== '') this.#start.parentElement?.before(paragraph(text, 'problem hindrance'));
    const isIdle = text !== '' || this.#plan?.counts.create === 0;
    setAttribute(this.#start, 'aria-disabled', isIdle ? 'true' : undefined);
  }

  /** How many creates may be under way at once; what cannot be is mended. */
  get concurrency(): number {
    const typed = Math.round(this.#concurrency.valueAsNumber);
    const concurrency = Number.isNaN(typed) ? DEFAULT_CONCURRENCY : Math.min(32, Math.max(1, typed));
    this.#concurrency.value = String(concurrency);
    return concurrency;
  }

  get #settings(): Settings {
    return { concurrency: this.concurrency, journal: this.#journal.checked };
  }

  #downloadProblems(): void {
    if (this.#plan) download(toCsv([PROBLEM_COLUMNS, ...problemRows(this.#plan)]), 'problems.csv', 'text/csv');
  }

  #downloadPlan(): void {
    if (this.#plan) download(JSON.stringify(this.#plan, undefined, 1), 'plan.json', 'application/json');
  }
}

const PROBLEM_COLUMNS = ['row', 'line', 'name', 'verdict', 'column', 'code', 'message', 'hint'];

/** One line for each thing that is wrong; for rows whose verdict says it all, one line. */
function problemRows(plan: Plan): (string | number | undefined)[][] {
  return plan.rows.flatMap((row) => {
    if (row.verdict === 'create' || row.verdict === 'same') return [];
    const begin = [row.row, row.line, row.input?.displayName ?? row.displayName, PLAN_WORDS[row.verdict].text];
    const problems = row.problems ?? [];
    if (problems.length === 0) return [[...begin, undefined, row.verdict, summary(row), undefined]];
    return problems.map(({ column, code, message, hint }) => [...begin, column, code, message, hint]);
  });
}

const ENCODINGS = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16' };
const SEPARATORS = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' };

function factsText({ source, madeAt, catalogs, rows }: Plan): string {
  const { name, format, encoding, separator } = source;
  const read = [
    format === 'csv' ? 'CSV' : format === 'json' ? 'JSON' : 'Inputs',
    encoding && ENCODINGS[encoding],
    separator && `separated by ${SEPARATORS[separator]}`,
  ].filter(Boolean);
  const listed = catalogs.filter(({ state }) => state === 'listed');
  const packages = listed.reduce((total, catalog) => total + catalog.packages, 0);
  return (
    `${name ?? 'The rows'}: ${counted(rows.length, 'row')} (${read.join(', ')}). Made at ${clockTime(madeAt)}, when ` +
    `${counted(listed.length, 'catalog')} held ${counted(packages, 'package')}.`
  );
}

function catalogNotice({ id, displayName, state, message }: PlanCatalog): HTMLElement {
  const name = displayName ?? id ?? 'A catalog';
  const why = {
    notFound: 'does not exist, or you may not see it.',
    notPermitted: 'may not be listed by you. Have somebody give you a role in it.',
    unchecked: 'could not be listed. Plan again to try once more.',
    listed: '',
  }[state];
  return paragraph(`The catalog ${name} ${why}${message ? ` ${sentence(message)}` : ''}`, 'notice');
}
