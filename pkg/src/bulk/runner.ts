/** One job under way: does what the core says, and tells it what happened. */
import type { Connection } from '../options.js';
import type { AccessPackageEvent, AccessPackageInput, CreateResult, CreateTicket } from '../types.js';
import { Breath } from './breath.js';
import type { Asking } from './graph.js';
import type { JobHandle, Told } from './handle.js';
import { type Entry, isFinal, type Journal } from './journal.js';
import type { Kit } from './kit.js';
import type { Module } from './module.js';
import type { readApplyOptions } from './options.js';
import { failure, success } from './outcome.js';
import { ask, judge } from './plan.js';
import { addRows, type Decided, makeReport } from './report.js';
import type { JobProgress, JobReason, JobState, Plan, PlanRow, Report, ReportRow } from './types.js';

/** How old a plan may be before its catalogs are listed again, in milliseconds. */
const FRESH = 15_000;

/** How many rows are handed over at a time. */
const ROWS = 1000;

/** What the core says is to be done next. */
type Step =
  | { do: 'send'; row: number; prior: 'none' | 'throttled' | 'sent' }
  | { do: 'wait'; state: JobState; reason: JobReason | null; until: number | null }
  | { do: 'end'; ended: Report['ended']; reason: JobReason | null };

/** What a job works with. */
export interface Work {
  kit: Kit;
  connection: Connection;
  handle: JobHandle;
  plan: Plan;
  how: ReturnType<typeof readApplyOptions>;
  module: Module;
  journal: Journal | undefined;
  /** What an earlier page wrote down, by row. */
  entries: Map<number, Entry>;
  startedAt: string;
}

/** One job under way. */
export class Runner {
  readonly #work: Work;
  readonly #module: Module;
  readonly #planned = new Map<number, PlanRow>();
  /** The rows that need no turn, or no further one. */
  readonly #decided = new Map<number, Decided>();
  readonly #tickets = new Map<number, CreateTicket>();
  readonly #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #end: ((step: Step & { do: 'end' }) => void) | undefined;
  #fail: ((error: unknown) => void) | undefined;
  #state: JobState | undefined;
  #reason: JobReason | undefined;
  /** What stands in the way. */
  #error: unknown;
  #journalFailed = false;
  /** Whether the core has the job. Until then these two are what its owner wants. */
  #isOpen = false;
  #pauses = false;
  /** Tries once more what stood in the way of the beginning. */
  #again: (() => void) | undefined;

  constructor(work: Work) {
    this.#work = work;
    this.#module = work.module;
  }

  async run(): Promise<Report> {
    const { handle, how, plan, startedAt } = this.#work;
    const cancel = () => handle.cancel();
    how.signal?.addEventListener('abort', cancel);
    try {
      await this.#prepare();
      const step = await this.#carryOut();
      const verified = how.verify && (await this.#verify());
      const { ended, reason } = step;
      const facts = {
        jobId: handle.id,
        graphRoot: plan.graphRoot,
        startedAt,
        ended,
        verified,
        ...(reason && { reason }),
      };
      const report = await makeReport(this.#module, facts, this.#progress());
      await this.#work.journal?.end(report);
      this.#tell({ type: 'state', state: 'ended', ...(reason && { reason }) });
      return report;
    } finally {
      clearTimeout(this.#timer);
      how.signal?.removeEventListener('abort', cancel);
    }
  }

  /** Finds out what is still to be done, and hands it to the core. */
  async #prepare(): Promise<void> {
    const { plan, entries, how, handle } = this.#work;
    for (const [row, { report }] of entries) {
      if (report && isFinal(report)) this.#decided.set(row, report);
      else if (report?.ticket) this.#tickets.set(row, report.ticket);
    }
    const open = plan.rows.filter(({ row, verdict }) => verdict === 'create' && !this.#decided.has(row));
    for (const row of open) this.#planned.set(row.row, row);
    handle.attach({
      pause: () => this.#pause(),
      resume: () => this.#resume(),
      cancel: () => this.#cancel(),
    });
    if (how.signal?.aborted) handle.cancel();
    const isFresh = entries.size === 0 && Math.abs(Date.now() - Date.parse(plan.madeAt)) < FRESH;
    if (!isFresh && open.length > 0) await this.#checkAgain(open);
    await addRows(this.#module, plan.rows, this.#decided, (row) => this.#wasSent(row));
    this.#module.enter((glue) => glue.openJob(how.concurrency, how.stopAfter, now()));
    this.#isOpen = true;
    if (this.#abort.signal.aborted) this.#module.enter((glue) => glue.cancelJob());
    else if (this.#pauses) this.#module.enter((glue) => glue.pauseJob());
  }

  /** Whether an earlier page sent it, and nobody knows what became of it. */
  #wasSent(row: number): boolean {
    const entry = this.#work.entries.get(row);
    return entry !== undefined && (entry.report === undefined || entry.report.verdict === 'unknown');
  }

  /** Lists the catalogs once more, and takes out what is there by now. Rows that were sent before are settled instead. */
  async #checkAgain(open: PlanRow[]): Promise<void> {
    this.#change('checking');
    while (!this.#abort.signal.aborted) {
      try {
        const { catalogs, rows } = await this.#planAgain(open);
        const failed = catalogs.find(({ state }) => state === 'unchecked');
        if (failed) throw new Error(failed.message);
        for (const { row, verdict, existing } of rows) {
          if (!existing || (verdict !== 'same' && verdict !== 'different') || this.#wasSent(row)) continue;
          this.#decided.set(row, { verdict: 'existing', accessPackageId: existing.id });
        }
        return;
      } catch (error) {
        if (this.#abort.signal.aborted) return;
        const { kit, connection } = this.#work;
        const { error: { code } = { code: '' }, cause = [] } = failure(kit, connection, error);
        const signIn = this.#module.enter((glue) => glue.needsSignIn(cause));
        const tokenReason = signIn ? 'interactionRequired' : 'tokenFailed';
        this.#change('paused', code === 'ERR_TOKEN' ? tokenReason : 'checkFailed', undefined, error);
        await new Promise<void>((resolve) => {
          this.#again = resolve;
        });
        this.#change('checking');
      }
    }
  }

  /** Lists the catalogs of these rows, and judges them. */
  async #planAgain(rows: PlanRow[]) {
    const { kit, connection, how } = this.#work;
    const breath = new Breath();
    this.#module.enter((glue) => glue.planAgain());
    for (let at = 0; at < rows.length; at += ROWS) {
      const some = rows.slice(at, at + ROWS).map(({ row, verdict, input }) => ({
        row,
        verdict,
        input: kit.snapshot(input).value,
      }));
      this.#module.enter((glue) => glue.addPlanned(some));
      await breath.pause();
    }
    const signal = this.#abort.signal;
    const asking: Asking = { kit, connection, module: this.#module, signal, timeoutMs: how.timeoutMs };
    await ask(asking, () => {});
    return judge(this.#module);
  }

  /** Does what the core says, until it says that this is the end. */
  #carryOut(): Promise<Step & { do: 'end' }> {
    const online = () => this.#do((glue) => glue.backOnline());
    globalThis.addEventListener?.('online', online);
    return new Promise<Step & { do: 'end' }>((resolve, reject) => {
      this.#end = resolve;
      this.#fail = reject;
      this.#goOn();
    }).finally(() => globalThis.removeEventListener?.('online', online));
  }

  /** Tells the core something, and does what it says then. */
  #do(tell: (glue: Parameters<Parameters<Module['enter']>[0]>[0]) => void): void {
    try {
      this.#module.enter(tell);
      this.#goOn();
    } catch (error) {
      this.#fail?.(error);
    }
  }

  #goOn(): void {
    clearTimeout(this.#timer);
    for (;;) {
      const step = this.#module.ask<Step>((glue) => glue.nextStep(now()));
      if (step.do === 'send') {
        this.#error = undefined;
        this.#change('running');
        void this.#send(step.row, step.prior).catch((error: unknown) => this.#fail?.(error));
        continue;
      }
      if (step.do === 'end') {
        this.#end?.(step);
        return;
      }
      const wait = step.until === null ? undefined : Math.max(step.until - now(), 0);
      const reason = step.reason === 'requested' && this.#journalFailed ? 'journalFailed' : (step.reason ?? undefined);
      this.#change(step.state, reason, wait, this.#error);
      if (wait !== undefined) this.#timer = setTimeout(() => this.#do(() => {}), wait);
      return;
    }
  }

  /** Tells of another state. */
  #change(state: JobState, reason?: JobReason, waitMs?: number, error?: unknown): void {
    if (state === this.#state && reason === this.#reason) return;
    this.#state = state;
    this.#reason = reason;
    this.#tell({
      type: 'state',
      state,
      ...(reason !== undefined && { reason }),
      ...(state === 'waiting' &&
        waitMs !== undefined && { waitMs, until: new Date(Date.now() + waitMs).toISOString() }),
      ...(error !== undefined && { error }),
    });
  }

  /** Creates a row. */
  async #send(row: number, prior: 'none' | 'throttled' | 'sent'): Promise<void> {
    const { kit, connection, how, journal, entries } = this.#work;
    const input = kit.snapshot(this.#planned.get(row)?.input).value as AccessPackageInput;
    const sentAt = entries.get(row)?.sentAt ?? new Date().toISOString();
    entries.set(row, { ...entries.get(row), sentAt });
    try {
      // What is not written down is not sent.
      await journal?.sending(row, sentAt);
    } catch (error) {
      this.#error = error;
      this.#journalFailed = true;
      return this.#do((glue) => {
        glue.rowUnsent(row);
        glue.pauseJob();
      });
    }
    const { graphRoot } = this.#work.plan;
    const ticket = this.#tickets.get(row) ?? { version: 1, graphRoot, input, sentAt, knownIds: [] };
    const { settleMs } = connection;
    const operation = {
      ...({ operation: 'create', input, bulk: true } as const),
      ...(prior !== 'none' && { prior: ticket, priorMs: prior === 'sent' ? settleMs : 0 }),
    };
    const timeoutMs = (how.timeoutMs ?? connection.timeoutMs) + (prior === 'sent' ? settleMs : 0);
    const onEvent = ({ type }: AccessPackageEvent) => {
      // Not before: a token, and the end of another create of that name, may have been waited for.
      if (type === 'sending') this.#module.enter((glue) => glue.rowSent(row, now()));
      if (type === 'ambiguous') this.#do((glue) => glue.rowAmbiguous(row));
      if (type === 'throttled') this.#tell({ type: 'throttled', row });
    };
    const outcome = await kit
      .perform<Omit<CreateResult, 'attempts'>>(connection, operation, { signal: undefined, timeoutMs, onEvent })
      .then(
        ({ value, attempts }) => success(connection, { ...value, attempts }),
        (error: unknown) => failure(kit, connection, error),
      );
    if (outcome.ticket !== undefined) this.#tickets.set(row, JSON.parse(outcome.ticket));
    if (outcome.error?.code === 'ERR_TOKEN') this.#error = outcome.error;
    this.#do((glue) => {
      const ended = glue.rowEnded(row, outcome, now());
      if (ended === undefined) return;
      const report: ReportRow = JSON.parse(ended);
      this.#decided.set(row, report);
      journal?.settled(row, sentAt, report);
      this.#tell({ type: 'row', row: report });
    });
  }

  #pause(): void {
    this.#pauses = true;
    if (this.#isOpen) this.#do((glue) => glue.pauseJob());
  }

  #cancel(): void {
    this.#abort.abort();
    this.#again?.();
    if (this.#isOpen) this.#do((glue) => glue.cancelJob());
  }

  /** Goes on; where the token callback has failed, only when it gives a token now. */
  #resume(): void {
    this.#pauses = false;
    this.#journalFailed = false;
    const goOn = () => {
      this.#again?.();
      if (this.#isOpen) this.#do((glue) => glue.resumeJob());
    };
    if (this.#reason !== 'interactionRequired' && this.#reason !== 'tokenFailed') {
      goOn();
      return;
    }
    // At once, so that a browser still counts a popup as opened by the click. Without a token it stays paused.
    this.#work.connection.tokens.askAgain(this.#abort.signal).then(goOn, () => {});
  }

  /** Looks for packages that have appeared twice. Tells whether that could be done. */
  async #verify(): Promise<boolean> {
    const made = [...this.#decided].filter(([, { verdict }]) => verdict === 'created' || verdict === 'adopted');
    const rows = new Set(made.map(([row]) => row));
    const planned = this.#work.plan.rows.filter(({ row }) => rows.has(row));
    if (planned.length === 0) return true;
    if (this.#abort.signal.aborted) return false;
    this.#change('checking');
    try {
      const { catalogs } = await this.#planAgain(planned);
      if (catalogs.some(({ state }) => state !== 'listed')) return false;
    } catch {
      // What was created was created.
      return false;
    }
    const ids = made.map(([row, { accessPackageId }]) => [row, accessPackageId]);
    const doubled = this.#module.ask<[number, string[]][]>((glue) => glue.listOthers(ids));
    for (const [row, others] of doubled) this.#module.enter((glue) => glue.rowDoubled(row, others));
    return true;
  }

  #progress(): JobProgress {
    if (!this.#isOpen) return this.#work.handle.progress;
    return this.#module.ask<JobProgress>((glue) => glue.jobProgress(now()));
  }

  #tell(event: Told): void {
    this.#work.handle.tell(event, this.#progress());
  }
}

function now(): number {
  return performance.now();
}
