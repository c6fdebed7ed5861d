/** A job while it is under way: how far it is, what it does, the buttons to steer it. */
import type { Job, JobEvent, RowVerdict } from 'entra-access-packages';
import { announce, byId, element, setAttribute } from '../dom.js';
import { countdown } from '../progress-text.js';
import { askBeforeLeaving } from '../work.js';
import { badge, button, paragraph } from './cells.js';
import { Chart } from './chart.js';
import { progressLine, progressSentence, stateText, stateTitle, type Told } from './job-text.js';
import { Series } from './series.js';
import { counted, ROW_WORDS } from './words.js';

/** How often what is shown follows the job, and how often it is said aloud, in milliseconds. */
const SHOW_EVERY_MS = 250;
const SAY_EVERY_MS = 10_000;

/** The verdicts that are counted while it runs. */
const COUNTED: RowVerdict[] = ['created', 'adopted', 'existing', 'failed', 'unknown'];

const KEPT = 'Leave this page if you have to: the job keeps its place, and can be resumed here.';
const NOT_KEPT = 'Stay on this page: no journal is kept, and a job that is cut off cannot be gone on with.';

/** What the page has to do with a job besides. */
export interface JobSurroundings {
  /** Where it creates, as a phrase: “in the sandbox”. */
  where: string;
  /** The file, or what the journal calls the job. */
  label: string;
  /** Whether it can be gone on with after the page was left. */
  hasJournal: boolean;
  /** Told of every event. */
  onEvent: (event: JobEvent) => void;
  /** Runs in the click, right before the job is resumed. */
  beforeResume: () => void;
  /** Says in two words how it stands, for the link to this view. */
  onState: (text: string) => void;
}

/** The card of the job. */
export class JobPanel {
  readonly #card = byId('job', HTMLElement);
  readonly #title = element('h2', { id: 'job-title', tabindex: '-1' });
  readonly #about = element('p', { class: 'hint' });
  readonly #text = element('p', { class: 'job-text' });
  readonly #wait = element('p', { class: 'job-wait' });
  readonly #line = element('p', { class: 'job-line', id: 'job-line' });
  readonly #bar = element('progress', { 'aria-labelledby': 'job-line', max: '1' });
  readonly #counts = new Map<RowVerdict, HTMLElement>();
  readonly #pause = button('Pause', () => this.#job?.pause());
  readonly #resume = button('Resume', () => this.#goOn(), 'primary');
  readonly #cancel = button('Cancel the job', () => this.#end(), 'danger');
  #job: Job | undefined;
  #around: JobSurroundings | undefined;
  #told: Told = { state: 'checking' };
  #chart = new Chart();
  #series = new Series(0, { done: 0, throttled: 0 });
  #isEnding = false;
  #saidAt = 0;
  #said = '';
  #stay: (() => void) | undefined;

  /** Follows a job to its end. What goes wrong with it is its report's to tell. */
  async follow(job: Job, around: JobSurroundings): Promise<void> {
    this.#begin(job, around);
    const timer = setInterval(() => this.#show(), SHOW_EVERY_MS);
    // Its failure is told by whoever waits for the report.
    const ended = job.report.catch(() => undefined);
    try {
      for await (const event of job) this.#take(event);
      await ended;
    } finally {
      clearInterval(timer);
      this.#stay?.();
      this.#stay = undefined;
      this.#job = undefined;
      around.onState('');
      this.#card.hidden = true;
    }
  }

  #begin(job: Job, around: JobSurroundings): void {
    this.#job = job;
    this.#around = around;
    this.#isEnding = false;
    this.#told = { state: job.state };
    this.#series = new Series(Date.now(), job.progress);
    this.#chart = new Chart();
    this.#counts.clear();
    const counts = COUNTED.map((verdict) => {
      const count = element('span', { class: 'job-count' }, '0');
      this.#counts.set(verdict, count);
      return element('li', {}, count, badge(ROW_WORDS[verdict]));
    });
    this.#about.textContent = `${around.label}, ${around.where}.`;
    this.#card.replaceChildren(
      element('div', { class: 'job-head' }, this.#title, this.#about),
      element('div', { class: 'job-state' }, this.#text, this.#wait),
      element('div', { class: 'job-progress' }, this.#bar, this.#line),
      element('ul', { class: 'job-counts', 'aria-label': 'Verdicts so far' }, ...counts),
      this.#chart.element,
      element('div', { class: 'actions' }, this.#resume, this.#pause, this.#cancel),
      paragraph(around.hasJournal ? KEPT : NOT_KEPT, 'hint'),
    );
    this.#card.hidden = false;
    this.#saidAt = Date.now();
    this.#said = '';
    this.#show();
    this.#title.focus();
  }

  #take(event: JobEvent): void {
    this.#around?.onEvent(event);
    if (event.type !== 'state') return;
    this.#told = { state: event.state, reason: event.reason, until: event.until, error: event.error };
    this.#show();
  }

  #show(): void {
    const job = this.#job;
    if (!job) return;
    const { progress } = job;
    const told = this.#told;
    const now = Date.now();
    this.#series.record(now, progress, told.state === 'waiting');
    const title = stateTitle(told, this.#isEnding);
    write(this.#title, title);
    write(this.#text, stateText(told, progress, this.#isEnding));
    const left = told.state === 'waiting' && told.until ? countdown(Date.parse(told.until), now) : '';
    write(this.#wait, left === '' ? '' : `Goes on in ${left}.`);
    write(this.#line, progressLine(progress, told.state));
    this.#bar.max = Math.max(1, progress.total);
    this.#bar.value = progress.done;
    for (const [verdict, count] of this.#counts) write(count, progress.counts[verdict].toLocaleString('en'));
    this.#chart.draw(this.#series);
    this.#showButtons(told);
    const percent = Math.floor((100 * progress.done) / Math.max(1, progress.total));
    this.#around?.onState(told.state === 'paused' ? 'paused' : `${percent} %`);
    this.#guard(told);
    this.#say(title, now);
  }

  #showButtons({ state }: Told): void {
    const isStopped = state === 'paused' || state === 'pausing';
    const focused = document.activeElement;
    this.#resume.hidden = !isStopped;
    this.#pause.hidden = isStopped;
    // What is taken away must not take the focus with it.
    if (focused === this.#pause && isStopped) this.#resume.focus();
    if (focused === this.#resume && !isStopped) this.#pause.focus();
    setAttribute(this.#pause, 'aria-disabled', this.#isEnding ? 'true' : undefined);
    setAttribute(this.#cancel, 'aria-disabled', this.#isEnding ? 'true' : undefined);
  }

  /** A job that rests and is kept may be left; any other asks before it is cut off. */
  #guard({ state }: Told): void {
    const isResting = state === 'ended' || (state === 'paused' && this.#around?.hasJournal === true);
    if (!isResting) this.#stay ??= askBeforeLeaving();
    if (!isResting) return;
    this.#stay?.();
    this.#stay = undefined;
  }

  /** Aloud when it does something else, and now and then how far it is; never row by row. */
  #say(title: string, now: number): void {
    const job = this.#job;
    if (!job) return;
    const isNew = title !== this.#said;
    if (!isNew && (this.#told.state === 'paused' || now - this.#saidAt < SAY_EVERY_MS)) return;
    this.#saidAt = now;
    this.#said = title;
    const how = progressSentence(job.progress, this.#told.state);
    announce(isNew ? `${title}. ${stateText(this.#told, job.progress, this.#isEnding)} ${how}` : how, 100);
  }

  #goOn(): void {
    this.#around?.beforeResume();
    this.#job?.resume();
  }

  #end(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    const open = (this.#job?.progress.sending ?? 0) + (this.#job?.progress.settling ?? 0);
    announce(`The job is ended. ${counted(open, 'row')} under way.`);
    this.#job?.cancel();
    this.#show();
  }
}

/** Touches the document only where something has changed. */
function write(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
