/** Puts the report of a job together. */
import type { JobProgress, Plan, PlanRow, Report, ReportRow, RowVerdict, UndoItem } from './types.js';

/** What is known of a row without it having had its turn. */
export function factsOf({ row, verdict, input, displayName, catalog }: PlanRow): ReportRow {
  const name = input?.displayName ?? displayName;
  const catalogId = input?.catalog.id ?? (catalog && 'id' in catalog ? catalog.id : undefined);
  return {
    row,
    ...(name !== undefined && { displayName: name }),
    ...(catalogId !== undefined && { catalogId }),
    verdict: verdict === 'create' ? 'notStarted' : 'skipped',
    planned: verdict,
    attempts: 0,
  };
}

/** The report of a plan whose rows ended like that. */
export function makeReport(
  plan: Plan,
  decided: ReadonlyMap<number, ReportRow>,
  { requests, throttled }: JobProgress,
  facts: Pick<Report, 'jobId' | 'startedAt' | 'ended' | 'reason' | 'error' | 'verified'>,
): Report {
  const rows = plan.rows.map((planned) => decided.get(planned.row) ?? factsOf(planned));
  const endedAt = new Date().toISOString();
  const { graphRoot } = plan;
  const undo = rows.flatMap(undoItem);
  return { version: 1, graphRoot, endedAt, ...facts, counts: count(rows), requests, throttled, rows, undo };
}

function undoItem({ row, verdict, accessPackageId, displayName, catalogId }: ReportRow): UndoItem[] {
  const isMade = verdict === 'created' || verdict === 'adopted';
  if (!isMade || !accessPackageId || !displayName || !catalogId) return [];
  return [{ row, accessPackageId, displayName, catalogId, verdict }];
}

/** How many rows there are of each verdict. */
export function count(rows: Iterable<ReportRow>): Record<RowVerdict, number> {
  const counts = { created: 0, adopted: 0, existing: 0, failed: 0, unknown: 0, notStarted: 0, skipped: 0 };
  for (const { verdict } of rows) counts[verdict] += 1;
  return counts;
}
