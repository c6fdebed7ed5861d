/** What a look found out about a row, put into its report. */
import type { RecheckResult, Report, ReportRow } from 'entra-access-packages';

/** A report in which one row has become known. */
export function settled(
  report: Report,
  row: ReportRow,
  { accessPackage, existing, duplicates }: RecheckResult,
): Report {
  const { error: _error, ticket, duplicateIds: _ids, ...rest } = row;
  const found = accessPackage ?? existing;
  const known: ReportRow = {
    ...rest,
    verdict: accessPackage ? 'adopted' : existing ? 'existing' : 'notStarted',
    ...(found ? { accessPackageId: found.id } : {}),
    ...(duplicates && duplicates.length > 0 ? { duplicateIds: duplicates.map(({ id }) => id) } : {}),
  };
  const counts = { ...report.counts };
  counts[row.verdict] -= 1;
  counts[known.verdict] += 1;
  const undo = [...report.undo];
  if (accessPackage && ticket) {
    undo.push({
      row: row.row,
      accessPackageId: accessPackage.id,
      displayName: accessPackage.displayName ?? ticket.input.displayName,
      catalogId: ticket.input.catalog.id,
      verdict: 'adopted',
    });
  }
  return { ...report, counts, undo, rows: report.rows.map((each) => (each.row === row.row ? known : each)) };
}
