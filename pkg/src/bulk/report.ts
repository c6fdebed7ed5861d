/** Hands the rows of a plan to a job, and puts its report together. */
import { Breath } from './breath.js';
import type { Module } from './module.js';
import type { JobProgress, PlanRow, Report, ReportRow, RowError, RowVerdict, UndoItem } from './types.js';

/** How many rows are handed over at a time. */
const ROWS = 1000;

/** What is known of a row that is decided. */
export type Decided = Pick<ReportRow, 'verdict'> & Partial<ReportRow>;

/** Hands over all rows of a plan: those that are decided, those that were sent before, and the others. */
export async function addRows(
  module: Module,
  rows: readonly PlanRow[],
  decided: ReadonlyMap<number, Decided>,
  wasSent: (row: number) => boolean,
): Promise<void> {
  const breath = new Breath();
  for (let at = 0; at < rows.length; at += ROWS) {
    const some = rows.slice(at, at + ROWS).map((planned) => {
      const { row, verdict, input, displayName = input?.displayName, catalog = input?.catalog } = planned;
      const facts = {
        row,
        displayName,
        catalogId: catalog && 'id' in catalog ? catalog.id : undefined,
        planned: verdict,
      };
      const outcome = decided.get(row);
      if (outcome) return { ...facts, start: 'done', outcome: { ...outcome, ticket: undefined } };
      return wasSent(row) ? { ...facts, start: 'sent' } : facts;
    });
    module.enter((glue) => glue.addJobRows(some));
    await breath.pause();
  }
}

/** The report of the job. */
export async function makeReport(
  module: Module,
  facts: Pick<Report, 'jobId' | 'graphRoot' | 'startedAt' | 'ended' | 'reason' | 'verified'>,
  { counts, requests, throttled }: JobProgress,
): Promise<Report> {
  const breath = new Breath();
  const rows: ReportRow[] = [];
  const undo: UndoItem[] = [];
  for (;;) {
    const from = rows.length;
    const some = module.ask<ReportRow[]>((glue) => glue.reportRows(from, ROWS));
    for (const row of some) rows.push(row);
    for (const item of module.ask<UndoItem[]>((glue) => glue.reportUndo(from, ROWS))) undo.push(item);
    if (some.length < ROWS) break;
    await breath.pause();
  }
  const error = module.enter((glue) => glue.jobError());
  return {
    version: 1,
    ...facts,
    endedAt: new Date().toISOString(),
    ...(error !== undefined && { error: JSON.parse(error) as RowError }),
    counts: counts as Record<RowVerdict, number>,
    requests,
    throttled,
    rows,
    undo,
  };
}

/** The CSV of a report. */
export async function toCsv(module: Module, { rows }: Report): Promise<string> {
  const breath = new Breath();
  for (let at = 0; at < rows.length; at += ROWS) {
    const some = rows.slice(at, at + ROWS).map((row) => ({
      ...row,
      start: row.verdict === 'skipped' ? undefined : 'done',
      outcome: { ...row, ticket: undefined },
    }));
    module.enter((glue) => glue.addJobRows(some));
    await breath.pause();
  }
  module.enter((glue) => glue.openJob(1, 1, 0));
  let csv = '';
  for (let at = 0; at === 0 || at < rows.length; at += ROWS) {
    csv += module.enter((glue) => glue.reportCsv(at, ROWS));
    await breath.pause();
  }
  return csv;
}
