/** One job under way: does what the core says, and tells it what happened. */
import { iso } from '../iso.js';
import type { Connection } from '../options.js';
import type { AccessPackageEvent, AccessPackageInput, CreateResult, CreateTicket } from '../types.js';
import {
  ADD_JOB_ROW,
  BACK_ONLINE,
  CANCEL_JOB,
  JOB_ERROR,
  JOB_PROGRESS,
  NEEDS_SIGN_IN,
  NEXT_STEP,
  OPEN_JOB,
  PAUSE_JOB,
  RESUME_JOB,
  ROW_AMBIGUOUS,
  ROW_ENDED,
  ROW_SENT,
  ROW_UNSENT,
  ROW_VERDICT,
} from './asks.js';
import { Breath } from './breath.js';
import type { Asking } from './graph.js';
import type { JobHandle, Told } from './handle.js';
import { type Entry, isFinal, type Journal } from './journal.js';
import type { Kit } from './kit.js';
import type { Module } from './module.js';
import type { readApplyOptions } from './options.js';
import { failure, type RowOutcome, success } from './outcome.js';
import { ask, judge, startPlan } from './plan.js';
import { type Known, reportRow, undoItems } from './report.js';
import { feed } from './rows.js';
import { sliceInputs } from './slices.js';
import type { JobProgress, JobReason, JobState, Plan, PlanRow, Report, ReportRow, RowVerdict } from './types.js';

/** Timers take no more. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** How old a plan may be before its catalogs are listed again, in milliseconds. */
const FRESH = 15_000;

/** What the core says is to be done next. */
type Step =
  | { do: 'send'; row: number; prior: 'none' | 'throttled' | 'sent' }
  | { do: 'wait'; state: JobState; reason?: JobReason; until?: number }
  | { do: 'end'; ended: Report['ended']; reason?: JobReason };

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
  /** The rows of the plan by their numbers. */
  #rows: PlanRow[] = [];
  readonly #planned = new Map<number, PlanRow>();
  /** The rows that need no turn, or no further one. */
  readonly #decided = new Map<number, RowVerdict>();
  readonly #known = new Map<number, Known>();
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
      const report = await this.#report(facts);
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
      if (report && isFinal(report)) this.#decide(row, report.verdict, report);
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
    const breath = new Breath();
    this.#rows = [...plan.rows].sort((one, other) => one.row - other.row);
    for (const { row, verdict } of this.#rows) {
      const { attempts, throttled } = this.#known.get(row) ?? {};
      const start = this.#decided.get(row) ?? (this.#wasSent(row) ? 'sent' : verdict === 'create' ? 'fresh' : '');
      this.#module.say(ADD_JOB_ROW, row, start, attempts, throttled);
      await breath.pause();
    }
    this.#module.say(OPEN_JOB, how.concurrency, how.stopAfter);
    this.#isOpen = true;
    if (this.#abort.signal.aborted) this.#module.say(CANCEL_JOB);
    else if (this.#pauses) this.#module.say(PAUSE_JOB);
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
          this.#decide(row, 'existing', { accessPackageId: existing.id, attempts: 0 });
        }
        return;
      } catch (error) {
        if (this.#abort.signal.aborted) return;
        const { kit, connection } = this.#work;
        const { error: { code } = { code: '' }, cause = [] } = failure(kit, connection, error);
        const signIn = this.#module.say(NEEDS_SIGN_IN, ...cause);
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
    const module = this.#module;
    const breath = new Breath();
    const inputs = sliceInputs(
      kit,
      rows.map(({ input }) => input),
    );
    await feed(kit, module, { inputs: true, slices: inputs }, {}, () => breath.pause());
    startPlan(module);
    const signal = this.#abort.signal;
    const asking: Asking = { kit, connection, module, signal, timeoutMs: how.timeoutMs };
    const found = await ask(asking, () => {});
    const judged = await judge(module, found);
    // The core counts them anew.
    for (const [at, { row }] of rows.entries()) Object.assign(judged.rows[at] ?? {}, { row });
    return { ...judged, named: found.named };
  }

  /** Does what the core says, until it says that this is the end. */
  #carryOut(): Promise<Step & { do: 'end' }> {
    const online = () => this.#do(BACK_ONLINE);
    globalThis.addEventListener?.('online', online);
    return new Promise<Step & { do: 'end' }>((resolve, reject) => {
      this.#end = resolve;
      this.#fail = reject;
      this.#goOn();
    }).finally(() => globalThis.removeEventListener?.('online', online));
  }

  /** Tells the core something, and does what it says then. */
  #do(...told: Parameters<Module['say']>): void {
    this.#after(() => this.#module.say(...told));
  }

  /** Does what the core says behind something that it was told. */
  #after(tell: () => void): void {
    try {
      tell();
      this.#goOn();
    } catch (error) {
      this.#fail?.(error);
    }
  }

  #goOn(): void {
    clearTimeout(this.#timer);
    for (;;) {
      const step = this.#module.ask<Step>(NEXT_STEP);
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
      const wait = step.until === undefined ? undefined : Math.max(step.until - performance.now(), 0);
      const reason = step.reason === 'requested' && this.#journalFailed ? 'journalFailed' : step.reason;
      this.#change(step.state, reason, wait, this.#error);
      // Whoever is woken too early asks how long again.
      if (wait !== undefined) this.#timer = setTimeout(() => this.#after(() => {}), Math.min(wait, LONGEST_WAIT_MS));
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
      ...(state === 'waiting' && waitMs !== undefined && { waitMs, until: iso(Date.now() + waitMs) }),
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
      this.#after(() => {
        this.#module.say(ROW_UNSENT, row);
        this.#module.say(PAUSE_JOB);
      });
      return;
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
      if (type === 'sending') this.#module.say(ROW_SENT, row);
      if (type === 'ambiguous') this.#do(ROW_AMBIGUOUS, row);
      if (type === 'throttled') this.#tell({ type: 'throttled', row });
    };
    const outcome = await kit
      .perform<Omit<CreateResult, 'attempts'>>(connection, operation, { signal: undefined, timeoutMs, onEvent })
      .then(
        ({ value, attempts }) => success(connection, { ...value, attempts }),
        (error: unknown) => failure(kit, connection, error),
      );
    if (outcome.ticket) this.#tickets.set(row, outcome.ticket);
    if (outcome.error?.code === 'ERR_TOKEN') this.#error = outcome.error;
    this.#after(() => {
      const verdict = this.#judge(row, outcome);
      if (!verdict) return;
      const report = this.#row(row, verdict);
      journal?.settled(row, sentAt, report);
      this.#tell({ type: 'row', row: report });
    });
  }

  /** Tells the core how the create of a row ended. Gives its verdict, if it is decided now. */
  #judge(row: number, outcome: RowOutcome): RowVerdict | undefined {
    const { error, accessPackageId, ticket, attempts, throttled, closedUntil, retryAfterMs, cause = [] } = outcome;
    const verdict = this.#module.say(
      ROW_ENDED,
      row,
      outcome.outcome,
      error?.code,
      error?.reason,
      error?.status,
      accessPackageId !== undefined,
      ticket !== undefined,
      attempts,
      throttled,
      closedUntil,
      retryAfterMs,
      this.#module.say(NEEDS_SIGN_IN, ...cause) !== '',
      error?.graphCode,
    ) as RowVerdict | 'noted' | '';
    if (!verdict) return undefined;
    // What was sent for it before counts too.
    const before = this.#known.get(row)?.attempts ?? 0;
    this.#known.set(row, { ...outcome, attempts: attempts + before });
    if (verdict === 'noted') return undefined;
    this.#decided.set(row, verdict);
    return verdict;
  }

  #decide(row: number, verdict: RowVerdict, known: Known): void {
    this.#decided.set(row, verdict);
    this.#known.set(row, known);
  }

  #pause(): void {
    this.#pauses = true;
    if (this.#isOpen) this.#do(PAUSE_JOB);
  }

  #cancel(): void {
    this.#abort.abort();
    this.#again?.();
    if (this.#isOpen) this.#do(CANCEL_JOB);
  }

  /** Goes on; where the token callback has failed, only when it gives a token now. */
  #resume(): void {
    this.#pauses = false;
    this.#journalFailed = false;
    const goOn = () => {
      this.#again?.();
      if (this.#isOpen) this.#do(RESUME_JOB);
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
    const made = this.#work.plan.rows.filter(({ row }) => {
      const verdict = this.#decided.get(row);
      return verdict === 'created' || verdict === 'adopted';
    });
    if (made.length === 0) return true;
    if (this.#abort.signal.aborted) return false;
    this.#change('checking');
    try {
      const { catalogs, named } = await this.#planAgain(made);
      if (catalogs.some(({ state }) => state !== 'listed')) return false;
      for (const [at, { row }] of made.entries()) {
        const known = this.#known.get(row) as Known;
        const own = known.accessPackageId?.toLowerCase();
        const others = (named.get(at + 1) ?? []).filter((id) => id.toLowerCase() !== own);
        known.duplicateIds = [...new Set([...(known.duplicateIds ?? []), ...others])].sort();
      }
      return true;
    } catch {
      // What was created was created.
      return false;
    }
  }

  /** A row as the report has it. */
  #row(row: PlanRow | number, verdict: RowVerdict): ReportRow {
    const planned = typeof row === 'number' ? (this.#planned.get(row) as PlanRow) : row;
    return reportRow(planned, verdict, this.#known.get(planned.row));
  }

  /** The report of the job. */
  async #report(
    facts: Pick<Report, 'jobId' | 'graphRoot' | 'startedAt' | 'ended' | 'reason' | 'verified'>,
  ): Promise<Report> {
    const breath = new Breath();
    const rows: ReportRow[] = [];
    for (const planned of this.#rows) {
      rows.push(this.#row(planned, this.#module.say(ROW_VERDICT, planned.row) as RowVerdict));
      await breath.pause();
    }
    const { error } = this.#known.get(Number(this.#module.say(JOB_ERROR))) ?? {};
    const { counts, requests, throttled } = this.#progress();
    return {
      version: 1,
      ...facts,
      endedAt: new Date().toISOString(),
      ...(error && { error }),
      counts,
      requests,
      throttled,
      rows,
      undo: undoItems(rows),
    };
  }

  #progress(): JobProgress {
    if (!this.#isOpen) return this.#work.handle.progress;
    return this.#module.ask<JobProgress>(JOB_PROGRESS);
  }

  #tell(event: Told): void {
    this.#work.handle.tell(event, this.#progress());
  }
}
