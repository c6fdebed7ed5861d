/** The rows of a report, and how it is written as CSV. */
import { Breath } from './breath.js';
import type { PlanRow, Report, ReportRow, RowVerdict, UndoItem } from './types.js';

/** What is known of a row: what its creates came to. */
export type Known = Pick<ReportRow, 'accessPackageId' | 'error' | 'ticket' | 'duplicateIds' | 'attempts'> & {
  throttled?: number;
};

/** A row of the report. */
export function reportRow(
  { row, verdict: planned, input, displayName = input?.displayName, catalog = input?.catalog }: PlanRow,
  verdict: RowVerdict,
  { accessPackageId, error, ticket, duplicateIds, attempts }: Known = { attempts: 0 },
): ReportRow {
  const isUnknown = verdict === 'unknown';
  return present({
    row,
    displayName,
    catalogId: catalog && 'id' in catalog ? catalog.id : undefined,
    verdict,
    planned,
    accessPackageId,
    attempts,
    error: isUnknown || verdict === 'failed' ? error : undefined,
    // What failed otherwise has no use for a ticket.
    ticket: isUnknown ? ticket : undefined,
    duplicateIds: duplicateIds?.length ? duplicateIds : undefined,
  });
}

/** The same without what is `undefined`. */
export function present<T extends object>(facts: { [Name in keyof T]: T[Name] | undefined }): T {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as T;
}

/** What undoes these rows: the packages that were made. */
export function undoItems(rows: readonly ReportRow[]): UndoItem[] {
  return rows.flatMap(({ row, accessPackageId, displayName, catalogId, verdict }) => {
    const isMade = verdict === 'created' || verdict === 'adopted';
    return isMade && accessPackageId !== undefined && displayName !== undefined && catalogId !== undefined
      ? [{ row, accessPackageId, displayName, catalogId, verdict }]
      : [];
  });
}

const COLUMNS = [
  ...['row', 'displayName', 'catalogId', 'verdict', 'planned', 'accessPackageId', 'attempts'],
  ...['errorCode', 'status', 'graphCode', 'message', 'requestId', 'clientRequestId', 'duplicateIds'],
];

/**
 * The CSV of a report, which opens in Excel: UTF-8 with a byte order mark, commas, CRLF, quoted as RFC 4180 says, and safe
 * from formula injection.
 */
export async function toCsv({ rows }: Report): Promise<string> {
  const breath = new Breath();
  let csv = `\ufeff${COLUMNS.join(',')}\r\n`;
  for (const { error, duplicateIds = [], ...row } of rows) {
    const all: Record<string, unknown> = {
      ...error,
      ...row,
      errorCode: error?.code,
      duplicateIds: duplicateIds.join(' '),
    };
    csv += `${COLUMNS.map((name) => cell(String(all[name] ?? ''))).join(',')}\r\n`;
    await breath.pause();
  }
  return csv;
}

function cell(text: string): string {
  // Spreadsheets take what begins so for a formula, also behind a quote; some take the wide forms for the same, and some
  // pass over spaces before it.
  const isFormula = /^[ \u00a0\u3000\ufeff]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text);
  if (!isFormula && !/[,;"\r\n\t]/.test(text) && text.trim() === text) return text;
  return `"${isFormula ? "'" : ''}${text.replaceAll('"', '""')}"`;
}
