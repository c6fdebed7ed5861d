/** The view *Many*: from a file to a plan, from the plan to a job, from the job to its report. */
import {
  type AccessPackageClient,
  isAccessPackageError,
  type JournalError,
  type JournalInfo,
  type Plan,
  type PlanProgress,
  type Report,
  type ReportRow,
  reportToCsv,
} from 'entra-access-packages';
import { ask } from '../dialog.js';
import { announce, byId, element } from '../dom.js';
import { download } from '../download.js';
import { explainThrown, NotPrepared } from '../explain-thrown.js';
import type { Identity } from '../identity.js';
import { Sandbox } from '../sandbox.js';
import { attemptsOf, technicalDetails } from '../technical-details.js';
import { askBeforeLeaving, type Work } from '../work.js';
import { BulkRehearsals } from './bulk-rehearsals.js';
import { button, paragraph } from './cells.js';
import { explainJournal } from './explain-journal.js';
import { explainSource } from './explain-source.js';
import { JobPanel, type JobSurroundings } from './job-panel.js';
import { JobPlaces } from './job-places.js';
import { Journals } from './journals.js';
import { PlanPanel, type Settings } from './plan-panel.js';
import { type CatalogName, catalogNames } from './plan-table.js';
import { settled } from './recheck-row.js';
import { ReportPanel } from './report-panel.js';
import { SourcePanel } from './source-panel.js';
import { counted } from './words.js';

/** What the view has of the page. */
export interface ManyHost {
  work: Work;
  /** Who is chosen in the page, and a client for them that remembers no pause. */
  identity: () => Identity;
  connect: () => AccessPackageClient;
  /** The catalog for rows that name none; empty: there is none. */
  catalogId: () => string;
  /** Whether this view is in sight. */
  isVisible: () => boolean;
  signIn: () => void;
  /** Says in two words how a job stands. */
  onState: (text: string) => void;
}

/** Where a plan was made, and of what. */
interface Origin {
  identity: Identity;
  place: string;
  client: AccessPackageClient;
  names: CatalogName;
  file?: File;
}

/** The view. */
export class ManyView {
  readonly #host: ManyHost;
  readonly #rehearsals = new BulkRehearsals();
  readonly #places = new JobPlaces();
  readonly #source: SourcePanel;
  readonly #plan: PlanPanel;
  readonly #job = new JobPanel();
  readonly #report: ReportPanel;
  readonly #journals: Journals;
  readonly #problem = byId('source-problem', HTMLElement);
  readonly #reading = byId('reading', HTMLElement);
  readonly #readingText = byId('reading-text', HTMLElement);
  readonly #readingBar = byId('reading-bar', HTMLProgressElement);
  #origin: Origin | undefined;

  constructor(host: ManyHost) {
    this.#host = host;
    this.#source = new SourcePanel(
      (file) => void this.#read(file),
      () => host.isVisible(),
    );
    this.#plan = new PlanPanel({ start: (settings) => void this.#start(settings), planAgain: () => this.#planAgain() });
    this.#report = new ReportPanel({
      lookAgain: (row) => void this.#lookAgain(row),
      download: (kind) => void this.#downloadReport(kind),
      planAgain: () => this.#planAgain(),
      undo: (items, told, cancelWith) => this.#undo(items, told, cancelWith),
    });
    this.#journals = new Journals({
      list: async () => (host.identity().signedIn ? host.connect().listJournals() : []),
      resume: (journal) => void this.#resume(journal),
      remove: (journal) => this.#throwAway(journal),
    });
    byId('reading-cancel', HTMLButtonElement).addEventListener('click', host.work.cancel);
  }

  /** The page shows this view, or the other one. */
  set visible(isVisible: boolean) {
    this.#journals.visible = isVisible;
  }

  /** Something is under way on the page, here or in the other view. */
  set busy(isBusy: boolean) {
    this.#source.enabled = !isBusy;
    this.#journals.busy = isBusy;
    this.#report.busy = isBusy;
  }

  /** Another identity was chosen, or somebody signed in or out. */
  identityChanged(): void {
    this.#source.inSandbox = this.#host.identity().kind === 'sandbox';
    this.#checkPlace();
    if (this.#host.isVisible()) void this.#journals.look();
  }

  /** A plan says what is so in one place; it is not carried out in another. */
  #checkPlace(): void {
    const origin = this.#origin;
    if (!origin) return;
    const isElsewhere = this.#host.identity().place !== origin.place;
    this.#plan.hindrance = isElsewhere
      ? `This plan was made ${whereOf(origin.identity)}, which is not what is chosen above. Plan again, or choose it again.`
      : '';
  }

  #planAgain(): void {
    const file = this.#origin?.file;
    if (file) void this.#read(file);
  }

  async #read(file: File): Promise<void> {
    const { work } = this.#host;
    if (work.busy) return;
    const identity = this.#host.identity();
    const origin: Origin = {
      identity,
      place: identity.place,
      client: this.#host.connect(),
      names: () => undefined,
      file,
    };
    let plan: Plan | undefined;
    await work.run(async (signal) => {
      this.#clear();
      this.#reading.hidden = false;
      this.#showReading({ phase: 'reading', bytes: 0, rows: 0, catalogs: 0, totalCatalogs: 0 }, file);
      announce(`Reading ${file.name}.`);
      byId('reading-cancel', HTMLButtonElement).focus();
      const catalogId = this.#host.catalogId();
      try {
        plan = await origin.client.plan(file, {
          signal,
          ...(catalogId === '' ? {} : { catalogId }),
          onProgress: (progress) => this.#showReading(progress, file),
        });
      } catch (error) {
        this.#showProblem(error, identity, signal);
      } finally {
        this.#reading.hidden = true;
      }
    });
    if (!plan) return;
    origin.names = catalogNames(plan);
    this.#origin = origin;
    this.#plan.show(plan, whereOf(identity));
    this.#checkPlace();
    this.#plan.focus();
    const { create } = plan.counts;
    announce(`The plan is made: ${counted(plan.rows.length, 'row')}, ${create.toLocaleString('en')} to create.`, 300);
  }

  #clear(): void {
    this.#origin = undefined;
    this.#problem.hidden = true;
    this.#plan.hide(true);
    this.#report.hide();
    this.#journals.own = undefined;
    void this.#journals.look();
  }

  #showReading({ phase, bytes, totalBytes, rows, catalogs, totalCatalogs }: PlanProgress, file: File): void {
    const isReading = phase === 'reading';
    this.#readingText.textContent = isReading
      ? `Reading ${file.name}: ${counted(rows, 'row')} so far.`
      : phase === 'asking'
        ? `Looking what is in ${counted(totalCatalogs, 'catalog')}: ${catalogs} done.`
        : 'Comparing.';
    const [value, max] = isReading ? [bytes, totalBytes ?? file.size] : [catalogs, totalCatalogs];
    this.#readingBar.max = Math.max(1, max);
    this.#readingBar.value = value;
  }

  #showProblem(error: unknown, identity: Identity, signal: AbortSignal): void {
    if (isAccessPackageError(error) && error.code === 'ERR_SOURCE') {
      const { title, text, next } = explainSource(error);
      this.#tellProblem(title, [paragraph(text), steps(next)]);
      return;
    }
    const { title, text, next, signIn } = explainThrown(error, { identity: identity.kind, doing: 'contents' }, signal);
    const parts = [
      paragraph(text),
      ...(next.length > 0 ? [steps(next)] : []),
      technicalDetails(attemptsOf(error), error),
    ];
    if (signIn && identity.kind === 'tenant') parts.push(button('Sign in', () => this.#host.signIn(), 'small'));
    this.#tellProblem(title, parts);
  }

  #tellProblem(title: string, parts: Node[]): void {
    const heading = element('h3', { tabindex: '-1' }, title);
    this.#problem.replaceChildren(heading, ...parts);
    this.#problem.hidden = false;
    heading.focus();
    announce(`${title}.`);
  }

  async #start(settings: Settings): Promise<void> {
    const plan = this.#plan.plan;
    const origin = this.#origin;
    const { work } = this.#host;
    if (!plan || !origin || work.busy || plan.counts.create === 0) return;
    if (this.#host.identity().place !== origin.place) return;
    const packages = counted(plan.counts.create, 'package');
    const where = whereOf(origin.identity);
    const answer = await ask(
      `Create ${packages}?`,
      `${packages} will be created ${where}. ${restText(plan)}` +
        (settings.journal ? '' : ' No journal is kept: if the page is left, nobody knows how far it was.'),
      [
        { value: 'no', label: 'Not yet' },
        { value: 'yes', label: `Create ${packages}`, look: 'primary' },
      ],
      'no',
    );
    if (answer === 'no') return;
    const { journal, concurrency } = settings;
    const about = { label: plan.source.name ?? 'Rows', hasJournal: journal };
    await this.#carryOut(origin, about, plan, (client) => client.apply(plan, { journal, concurrency }));
  }

  async #resume(journal: JournalInfo): Promise<void> {
    const identity = this.#host.identity();
    if (!(await this.#places.confirm(journal, identity.place))) return;
    const origin: Origin = { identity, place: identity.place, client: this.#host.connect(), names: () => undefined };
    this.#clear();
    const about = { label: journal.label, hasJournal: true };
    await this.#carryOut(origin, about, undefined, (client) => client.resume(journal.id));
  }

  /** Runs a job from its beginning to its report. */
  async #carryOut(
    origin: Origin,
    about: Pick<JobSurroundings, 'label' | 'hasJournal'>,
    plan: Plan | undefined,
    begin: (client: AccessPackageClient) => ReturnType<AccessPackageClient['apply']>,
  ): Promise<void> {
    const { identity, client } = origin;
    let failure: unknown;
    let report: Report | undefined;
    await this.#host.work.run(async (signal) => {
      const sandbox = identity instanceof Sandbox ? identity : undefined;
      try {
        const follow = await this.#prepare(sandbox, plan, signal);
        this.#plan.hide();
        const job = begin(client);
        this.#places.keep(job.id, origin.place);
        this.#journals.own = job.id;
        void this.#journals.look();
        await this.#job.follow(job, {
          ...about,
          where: whereOf(identity),
          onEvent: ({ progress }) => follow?.(progress),
          beforeResume: () => sandbox?.renewSignIn(),
          onState: this.#host.onState,
        });
        report = await job.report;
      } catch (error) {
        failure = error;
      } finally {
        sandbox?.renewSignIn();
        if (sandbox) await this.#rehearsals.end(sandbox);
      }
    });
    // A job whose report is in sight needs no line of its own above.
    if (report) return this.#showReport(report, origin);
    this.#journals.own = undefined;
    void this.#journals.look();
    this.#showFailure(failure, origin, plan);
  }

  async #prepare(sandbox: Sandbox | undefined, plan: Plan | undefined, signal: AbortSignal) {
    try {
      return sandbox && (await this.#rehearsals.begin(sandbox, plan, signal));
    } catch (error) {
      throw new NotPrepared('the rehearsal could not be set up', { cause: error });
    }
  }

  #showReport(report: Report, origin: Origin): void {
    this.#origin = origin;
    this.#report.show(report, origin.names, origin.file !== undefined);
    this.#report.focus();
    const { created, adopted, failed, unknown } = report.counts;
    const bad = failed + unknown === 0 ? '' : ` ${failed} failed, ${unknown} unknown.`;
    announce(`The job has ended. ${counted(created + adopted, 'package')} created.${bad}`, 300);
  }

  /** The job could not begin, or not go on truthfully: the plan is as good as before. */
  #showFailure(error: unknown, origin: Origin, plan: Plan | undefined): void {
    if (plan) {
      this.#plan.show(plan, whereOf(origin.identity));
      this.#checkPlace();
    }
    if (!isJournalError(error)) {
      this.#showProblem(error, origin.identity, AbortSignal.abort());
      return;
    }
    const journal = explainJournal(error);
    const parts: Node[] = [paragraph(journal.text), steps(journal.next), technicalDetails(attemptsOf(error), error)];
    if (plan && journal.withoutHelps) {
      parts.push(
        button(
          'Start without a journal…',
          () => void this.#start({ concurrency: this.#plan.concurrency, journal: false }),
          'small',
        ),
      );
    }
    this.#tellProblem(journal.title, parts);
  }

  async #throwAway({ id, label, ended }: JournalInfo): Promise<void> {
    const answer = await ask(
      'Throw it away?',
      ended
        ? `The report of ${label} is forgotten by this browser. The packages stay.`
        : `How far ${label} was is forgotten by this browser: it cannot be resumed, and rows that were under way stay unknown.`,
      [
        { value: 'keep', label: 'Keep it', look: 'primary' },
        { value: 'away', label: 'Throw it away', look: 'danger' },
      ],
      'keep',
    );
    if (answer === 'keep') return;
    try {
      await this.#host.connect().deleteJournal(id);
      this.#places.forget(id);
      announce('Thrown away.');
    } catch (error) {
      if (!isJournalError(error)) throw error;
      const { title, text } = explainJournal(error);
      this.#tellProblem(title, [paragraph(text)]);
    }
  }

  async #lookAgain(row: ReportRow): Promise<void> {
    const origin = this.#origin;
    const { ticket } = row;
    if (!origin || !ticket) return;
    if (this.#host.identity().place !== origin.place) {
      this.#report.progress = `Choose again where it was sent to, ${whereOf(origin.identity)}: elsewhere a look proves nothing.`;
      return;
    }
    await this.#host.work.run(async (signal) => {
      this.#report.progress = `Looking for “${ticket.input.displayName}”. That can take a minute.`;
      announce(`Looking for ${ticket.input.displayName}.`);
      try {
        const found = await origin.client.recheck(ticket, { signal });
        const report = this.#report.report;
        if (!report) return;
        this.#report.update(settled(report, row, found));
        const text = found.accessPackage ? 'It was created.' : 'It was not created.';
        this.#report.progress = `“${ticket.input.displayName}”: ${text}`;
        announce(text);
      } catch (error) {
        const { title, text } = explainThrown(error, { identity: origin.identity.kind, doing: 'recheck' }, signal);
        this.#report.progress = `${title}. ${text}`;
        announce(`${title}.`);
      }
    });
  }

  async #undo(
    ...[items, told, cancelWith]: Parameters<ConstructorParameters<typeof ReportPanel>[0]['undo']>
  ): Promise<string> {
    const origin = this.#origin;
    if (!origin) return '';
    if (this.#host.identity().place !== origin.place) {
      return `Choose again where they were created, ${whereOf(origin.identity)}. Nothing was deleted.`;
    }
    let problem = '';
    await this.#host.work.run(async (signal) => {
      cancelWith(this.#host.work.cancel);
      const stay = askBeforeLeaving();
      try {
        for await (const result of origin.client.undo(items, { signal })) told(result);
      } catch (error) {
        const { title, text } = explainThrown(error, { identity: origin.identity.kind, doing: 'delete' }, signal);
        problem = signal.aborted ? 'Cancelled: the rest was left alone.' : `${title}. ${text}`;
      } finally {
        stay();
      }
    });
    return problem;
  }

  async #downloadReport(kind: 'csv' | 'json'): Promise<void> {
    const { report } = this.#report;
    if (!report) return;
    if (kind === 'csv') download(await reportToCsv(report), 'report.csv', 'text/csv');
    else download(JSON.stringify(report, undefined, 1), 'report.json', 'application/json');
  }
}

function isJournalError(error: unknown): error is JournalError {
  return isAccessPackageError(error) && error.code === 'ERR_JOURNAL';
}

function steps(next: readonly string[]): HTMLElement {
  return element('ol', {}, ...next.map((step) => element('li', {}, step)));
}

function whereOf({ kind }: Identity): string {
  return kind === 'sandbox' ? 'in the sandbox' : 'in your tenant';
}

/** What the job leaves alone. */
function restText(plan: Plan): string {
  const rest = plan.rows.length - plan.counts.create;
  return rest === 0 ? '' : `${counted(rest, 'other row')} ${rest === 1 ? 'is' : 'are'} passed over.`;
}
