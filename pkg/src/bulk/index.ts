/** Bulk work: what a client fetches when it is used. */
import type { Connection } from '../options.js';
import type { JobHandle } from './handle.js';
import { carryOut, goOn } from './job.js';
import { deleteJournal, listJournals } from './journal.js';
import type { Kit } from './kit.js';
import { plan } from './plan.js';
import { toCsv } from './report.js';
import { readRows } from './rows.js';
import type {
  ApplyOptions,
  BulkSource,
  JournalInfo,
  Plan,
  PlanOptions,
  ReadRowsOptions,
  Report,
  RowTable,
  UndoItem,
  UndoOptions,
  UndoResult,
} from './types.js';
import { undo } from './undo.js';

/** Makes it, with what it takes from the client. */
export function makeBulk(kit: Kit) {
  return {
    readRows(source: BulkSource, options: ReadRowsOptions | undefined): Promise<RowTable> {
      return readRows(kit, source, options);
    },
    plan(connection: Connection, source: BulkSource | RowTable, options: PlanOptions | undefined): Promise<Plan> {
      return plan(kit, connection, source, options);
    },
    apply(connection: Connection, handle: JobHandle, plan: Plan, options: ApplyOptions | undefined): Promise<Report> {
      return carryOut(kit, connection, handle, plan, options);
    },
    resume(connection: Connection, handle: JobHandle, options: ApplyOptions | undefined): Promise<Report> {
      return goOn(kit, connection, handle, options);
    },
    listJournals(connection: Connection): Promise<JournalInfo[]> {
      return listJournals(kit, connection);
    },
    deleteJournal(id: string): Promise<void> {
      return deleteJournal(kit, id);
    },
    undo(
      connection: Connection,
      items: readonly UndoItem[],
      options: UndoOptions | undefined,
    ): AsyncGenerator<UndoResult, void, undefined> {
      return undo(kit, connection, items, options);
    },
    reportToCsv(report: Report): Promise<string> {
      return toCsv(report);
    },
  };
}
