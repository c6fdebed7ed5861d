/** The database of the journals. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { JournalInfo, Plan, PlanRow, Report, ReportRow } from './types.js';

const NAME = 'entra-access-packages';

/** How long to wait for the database, in milliseconds: some browsers never answer where it is not allowed. */
const PATIENCE = 10_000;

/** A journal as it is kept. */
export interface Stored extends Omit<JournalInfo, 'running'> {
  /** The form of this record. */
  version: 1;
  plan: Omit<Plan, 'rows'>;
}

/** What is kept in which store. */
export interface Schema extends DBSchema {
  journals: { key: string; value: Stored };
  plans: { key: [string, number]; value: { id: string; at: number; rows: PlanRow[] } };
  rows: { key: [string, number]; value: { id: string; row: number; sentAt: string; report?: ReportRow } };
  reports: { key: string; value: { id: string; report: Report } };
}

/** The database. */
export type Database = IDBPDatabase<Schema>;

/** Opens it. */
export async function openDatabase(): Promise<Database> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException('IndexedDB does not answer.', 'TimeoutError')), PATIENCE);
  });
  const opening = openDB<Schema>(NAME, 1, {
    upgrade(db) {
      db.createObjectStore('journals', { keyPath: 'id' });
      db.createObjectStore('plans', { keyPath: ['id', 'at'] });
      db.createObjectStore('rows', { keyPath: ['id', 'row'] });
      db.createObjectStore('reports', { keyPath: 'id' });
    },
  });
  try {
    return await Promise.race([opening, late]);
  } catch (error) {
    // It may still open, and nobody would close it.
    opening.then(
      (db) => db.close(),
      () => {},
    );
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
