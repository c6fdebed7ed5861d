/** The database of the journals. */
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
export interface Schema {
  journals: Stored;
  plans: { id: string; at: number; rows: PlanRow[] };
  rows: { id: string; row: number; sentAt: string; report?: ReportRow };
  reports: { id: string; report: Report };
}

type Store = keyof Schema;

/** The keys of the records. */
const KEYS: Record<Store, string | string[]> = {
  journals: 'id',
  plans: ['id', 'at'],
  rows: ['id', 'row'],
  reports: 'id',
};

/** The database. Whatever fails rejects with what IndexedDB says. */
export class Database {
  readonly #db: IDBDatabase;

  /** Opens it. */
  static async open(): Promise<Database> {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(KEYS)) request.result.createObjectStore(store, { keyPath });
    };
    const opening = answer(request);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new DOMException('IndexedDB does not answer.', 'TimeoutError')), PATIENCE);
    });
    try {
      return new Database(await Promise.race([opening, late]));
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

  private constructor(db: IDBDatabase) {
    this.#db = db;
  }

  /** The record of that key. */
  get<Name extends Store>(store: Name, id: string): Promise<Schema[Name] | undefined> {
    return answer(this.#db.transaction(store).objectStore(store).get(id));
  }

  /** All records, or those of a journal. */
  getAll<Name extends Store>(store: Name, id?: string): Promise<Schema[Name][]> {
    return answer(
      this.#db
        .transaction(store)
        .objectStore(store)
        .getAll(id && of(id)),
    );
  }

  /** Writes records: all of them or none. */
  write(durability: IDBTransactionDurability, records: { [Name in Store]?: readonly Schema[Name][] }): Promise<void> {
    const transaction = this.#db.transaction(Object.keys(records), 'readwrite', { durability });
    const done = end(transaction);
    for (const [store, some] of Object.entries(records)) {
      for (const record of some) transaction.objectStore(store).put(record);
    }
    return done;
  }

  /** Deletes all that there is of a journal. */
  delete(id: string): Promise<void> {
    const stores = Object.keys(KEYS) as Store[];
    const transaction = this.#db.transaction(stores, 'readwrite');
    const done = end(transaction);
    for (const store of stores) transaction.objectStore(store).delete(Array.isArray(KEYS[store]) ? of(id) : id);
    return done;
  }

  close(): void {
    this.#db.close();
  }
}

/** The keys of the records of a journal that have more than its id. */
function of(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id], [id, []]);
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Resolves once all of a transaction is written; otherwise none of it is. */
function end(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
