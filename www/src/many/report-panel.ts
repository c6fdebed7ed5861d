/** How a job ended: the counts, what became of each row, and what can be done with it. */
import type { Report, ReportRow } from 'entra-access-packages';
import { byId, element } from '../dom.js';
import { clockTime } from '../explanation.js';
import { technicalDetails } from '../technical-details.js';
import { button, paragraph } from './cells.js';
import { lengthText } from './chart.js';
import { sentence } from './explain-source.js';
import type { CatalogName } from './plan-table.js';
import { reportTable } from './report-table.js';
import { UndoPanel, type UndoRunner } from './undo-panel.js';
import { counted } from './words.js';

/** What the buttons of a report do. */
export interface ReportActions {
  lookAgain: (row: ReportRow) => void;
  download: (kind: 'csv' | 'json') => void;
  /** Plans the file again, where there is one. */
  planAgain: () => void;
  undo: UndoRunner;
}

/** The card with the report. */
export class ReportPanel {
  readonly #card = byId('report', HTMLElement);
  readonly #title = element('h2', { id: 'report-title', tabindex: '-1' });
  readonly #text = element('p', {});
  readonly #notice = element('div', { class: 'notice notice-no' });
  readonly #progress = element('p', { class: 'status' });
  readonly #again: HTMLButtonElement;
  readonly #undoButton: HTMLButtonElement;
  readonly #undo: UndoPanel;
  readonly #table;
  #names: CatalogName = () => undefined;
  #report: Report | undefined;

  constructor({ lookAgain, download, planAgain, undo }: ReportActions) {
    this.#table = reportTable(() => this.#names, lookAgain);
    this.#again = button('Plan the file again', planAgain);
    this.#undo = new UndoPanel(undo, () => this.#undoButton.focus());
    this.#undoButton = button('Undo…', () => this.#undo.open(this.#report?.undo ?? []), 'danger');
    this.#card.append(
      this.#title,
      this.#text,
      this.#notice,
      this.#table.element,
      this.#progress,
      element(
        'div',
        { class: 'actions' },
        button('Download CSV', () => download('csv'), 'primary'),
        button('Download JSON', () => download('json')),
        this.#again,
        this.#undoButton,
      ),
      this.#undo.element,
    );
  }

  get report(): Report | undefined {
    return this.#report;
  }

  /** Shows a report; `canPlan`: whether its file is at hand. */
  show(report: Report, names: CatalogName, canPlan: boolean): void {
    this.#report = report;
    this.#names = names;
    const { title, text, notice } = explainEnd(report);
    this.#title.textContent = title;
    this.#text.textContent = text;
    this.#notice.replaceChildren(...notice);
    this.#notice.hidden = notice.length === 0;
    this.#progress.textContent = '';
    this.#again.hidden = !canPlan;
    this.#undoButton.hidden = report.undo.length === 0;
    this.#undo.close();
    this.#card.hidden = false;
    this.#table.show(report.rows);
  }

  /** Shows a report in which single rows have changed. */
  update(report: Report): void {
    this.#report = report;
    this.#undoButton.hidden = report.undo.length === 0;
    this.#text.textContent = explainEnd(report).text;
    this.#table.refresh(report.rows);
  }

  /** Says how a look goes. */
  set progress(text: string) {
    this.#progress.textContent = text;
  }

  /** Shows that something is under way, so that nothing else can be begun. */
  set busy(isBusy: boolean) {
    this.#undoButton.disabled = isBusy;
    this.#again.disabled = isBusy;
  }

  hide(): void {
    this.#card.hidden = true;
    this.#report = undefined;
  }

  focus(): void {
    this.#title.focus();
  }
}

/** How it ended, in words. */
export function explainEnd(report: Report): { title: string; text: string; notice: Node[] } {
  const { ended, counts, startedAt, endedAt, requests, throttled, error, reason } = report;
  const made = counts.created + counts.adopted;
  const open = counts.unknown;
  const title =
    ended === 'stopped'
      ? `Stopped: ${counted(made, 'package')} created`
      : ended === 'cancelled'
        ? `Cancelled: ${counted(made, 'package')} created`
        : `Done: ${counted(made, 'package')} created`;
  const length = lengthText(Date.parse(endedAt) - Date.parse(startedAt));
  const text =
    `Ended at ${clockTime(endedAt)} after ${length}, with ${counted(requests, 'request')}, of which ` +
    `${throttled === 0 ? 'none was' : `${throttled.toLocaleString('en')} ${throttled === 1 ? 'was' : 'were'}`} answered with 429. ` +
    (open > 0 ? `Of ${counted(open, 'row')} it is not known what became: look again before you send anything.` : '');
  return { title, text: text.trim(), notice: ended === 'stopped' ? stopNotice(reason, error, counts.notStarted) : [] };
}

function stopNotice(reason: Report['reason'], error: Report['error'], left: number): Node[] {
  const why =
    reason === 'sameRefusal'
      ? 'The same refusal came several times in succession, so the job was stopped instead of sending the rest into it.'
      : reason === 'serviceFailing'
        ? 'Nothing but failures came back, so the job was stopped.'
        : 'The job was stopped.';
  const what = error ? ` ${sentence(error.message)}` : '';
  const rest = left === 0 ? '' : ` ${counted(left, 'row')} ${left === 1 ? 'was' : 'were'} not started.`;
  const steps = [
    ...(error?.status === 403
      ? [
          'Check that your role in the catalog, or the Entra role, has not run out, and that the tenant has its licence.',
        ]
      : ['Wait a while, and look whether the service is well.']),
    'Then plan the file again: what was created is found, and the rest can be started.',
  ];
  return [
    paragraph(`${why}${what}${rest}`),
    element('ol', {}, ...steps.map((step) => element('li', {}, step))),
    ...(error ? [technicalDetails([], namedError(error))] : []),
  ];
}

/** As what it was when it was thrown, for the technical details. */
function namedError({ message, ...rest }: NonNullable<Report['error']>): Error {
  return Object.assign(new Error(message), rest);
}
