/**
 * Journals: what a job has to remember to go on after a reload or a crash. A row is written down before it is sent, and
 * when it is decided. There is no token in it.
 */

import type { JournalErrorReason } from '../errors.js';
import type { Connection } from '../options.js';
import { Database, type Schema, type Stored } from './database.js';
import type { Kit } from './kit.js';
import { rootOf } from './root.js';
import { hold, isHeld } from './tab-lock.js';
import type { JournalInfo, Plan, PlanRow, Report, ReportRow } from './types.js';

/** How many rows of a plan are kept in one record. */
const CHUNK = 1000;

const LOCK = 'entra-access-packages journal ';

/** What was written down of a row: that it was to be sent, or what became of it. */
export interface Entry {
  /** When it was sent: ISO 8601 in UTC, by this machine's clock. */
  sentAt: string;
  report?: ReportRow;
}

/** What a journal says of a job that is to go on. */
interface Opened {
  journal: Journal;
  plan: Plan;
  entries: Map<number, Entry>;
  startedAt: string;
  /** With a job that has ended. */
  report?: Report | undefined;
}

/** A journal that is being written. */
export class Journal {
  readonly #kit: Kit;
  readonly #db: Database;
  readonly #release: () => void;
  #stored: Stored;

  /**
   * Begins one: the plan is written before anything is sent.
   *
   * @throws {@link JournalError} `ERR_JOURNAL`
   */
  static async begin(
    kit: Kit,
    meta: Pick<Stored, 'id' | 'label' | 'graphRoot' | 'startedAt' | 'total'>,
    { rows, ...plan }: Plan,
  ): Promise<Journal> {
    const release = await lock(kit, meta.id);
    try {
      return await told(kit, async () => {
        const db = await Database.open();
        const stored: Stored = { ...meta, version: 1, plan, changedAt: meta.startedAt, done: 0, ended: false };
        const plans: Schema['plans'][] = [];
        for (let at = 0; at < rows.length; at += CHUNK) {
          plans.push({ id: meta.id, at, rows: rows.slice(at, at + CHUNK) });
        }
        await db.write('strict', { journals: [stored], plans });
        return new Journal(kit, db, release, stored);
      });
    } catch (error) {
      release();
      throw error;
    }
  }

  /**
   * Opens one, to go on.
   *
   * @throws {@link JournalError} `ERR_JOURNAL`
   */
  static async open(kit: Kit, id: string, graphRoot: string): Promise<Opened> {
    const release = await lock(kit, id);
    try {
      return await told(kit, async () => {
        const db = await Database.open();
        const stored = await db.get('journals', id);
        if (!stored) throw problem(kit, 'notFound', 'there is no journal of that id');
        if (stored.version !== 1) throw problem(kit, 'foreign', 'it was kept by another version of this package');
        if (stored.graphRoot !== graphRoot) throw problem(kit, 'foreign', 'it was kept for another root of Graph');
        const rows: PlanRow[] = [];
        for (const chunk of await db.getAll('plans', id)) for (const row of chunk.rows) rows.push(row);
        const entries = new Map<number, Entry>();
        for (const { row, sentAt, report } of await db.getAll('rows', id)) {
          entries.set(row, { sentAt, ...(report && { report }) });
        }
        const report = stored.ended ? (await db.get('reports', id))?.report : undefined;
        const journal = new Journal(kit, db, release, stored);
        return { journal, plan: { ...stored.plan, rows }, entries, startedAt: stored.startedAt, report };
      });
    } catch (error) {
      release();
      throw error;
    }
  }

  private constructor(kit: Kit, db: Database, release: () => void, stored: Stored) {
    this.#kit = kit;
    this.#db = db;
    this.#release = release;
    this.#stored = stored;
  }

  /**
   * Writes down that a row is about to be sent, and when it was sent first.
   *
   * @throws {@link JournalError} `ERR_JOURNAL`: then it must not be sent.
   */
  async sending(row: number, sentAt: string): Promise<void> {
    await told(this.#kit, () => this.#db.write('strict', { rows: [{ id: this.#stored.id, row, sentAt }] }));
  }

  /**
   * Writes down what became of a row. Where that fails nothing is lost: who goes on finds it sent, and looks what became
   * of it.
   */
  settled(row: number, sentAt: string, report: ReportRow): void {
    const done = this.#stored.done + (isFinal(report) ? 1 : 0);
    this.#stored = { ...this.#stored, changedAt: new Date().toISOString(), done };
    void this.#note({ rows: [{ id: this.#stored.id, row, sentAt, report }] });
  }

  /**
   * Writes down the report. Only a job that is complete has nothing left to go on with. Where that fails the report
   * itself is not lost with it.
   */
  async end(report: Report): Promise<void> {
    this.#stored = { ...this.#stored, changedAt: report.endedAt, ended: report.ended === 'completed' };
    await this.#note({ reports: [{ id: this.#stored.id, report }] });
  }

  /** Writes a record and how far the job is. The database may be gone, as when somebody clears what a site has stored. */
  async #note(records: Parameters<Database['write']>[1]): Promise<void> {
    try {
      await this.#db.write('relaxed', { ...records, journals: [this.#stored] });
    } catch {
      // See above: nothing depends on it.
    }
  }

  /** Lets go of it. */
  async close(): Promise<void> {
    this.#db.close();
    this.#release();
  }
}

/** Whether a row needs no further turn. */
export function isFinal({ verdict }: ReportRow): boolean {
  return verdict === 'created' || verdict === 'adopted' || verdict === 'existing';
}

/** Lists the journals of a client's root. */
export async function listJournals(kit: Kit, connection: Connection): Promise<JournalInfo[]> {
  support(kit);
  const root = await rootOf(kit, connection);
  return told(kit, async () => {
    const db = await Database.open();
    try {
      const all = await db.getAll('journals');
      const own = all.filter(({ graphRoot, version }) => graphRoot === root && version === 1);
      const infos = own.map(async ({ id, label, graphRoot, startedAt, changedAt, total, done, ended }) => {
        const running = await isHeld(LOCK + id);
        return { id, label, graphRoot, startedAt, changedAt, total, done, ended, running };
      });
      return (await Promise.all(infos)).sort((one, other) => (one.startedAt < other.startedAt ? 1 : -1));
    } finally {
      db.close();
    }
  });
}

/** Throws a journal away. */
export async function deleteJournal(kit: Kit, id: string): Promise<void> {
  const release = await lock(kit, id);
  try {
    await told(kit, async () => {
      const db = await Database.open();
      try {
        await db.delete(id);
      } finally {
        db.close();
      }
    });
  } finally {
    release();
  }
}

/** Makes sure that journals can be kept here. */
function support(kit: Kit): void {
  if (!globalThis.navigator?.locks || !globalThis.indexedDB) {
    throw problem(kit, 'unsupported', 'there is no IndexedDB or no Web Locks here: a page needs https for both');
  }
}

/** Makes sure that nobody else is at it. */
async function lock(kit: Kit, id: string): Promise<() => void> {
  support(kit);
  const release = await told(kit, () => hold(LOCK + id));
  if (!release) throw problem(kit, 'inUse', 'the job is being carried out, here or in another tab');
  return release;
}

function problem(kit: Kit, reason: JournalErrorReason, why: string, cause?: unknown): Error {
  return new kit.errors.JournalError({ reason, message: `the journal cannot be used: ${why}`, cause });
}

/** Tells what IndexedDB throws. */
async function told<T>(kit: Kit, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (kit.errors.isAccessPackageError(cause)) throw cause;
    const { name } = (cause ?? {}) as { name?: unknown };
    if (name === 'QuotaExceededError') throw problem(kit, 'full', 'there is no room left', cause);
    if (name === 'SecurityError' || name === 'TimeoutError') {
      throw problem(kit, 'blocked', 'the browser does not let this page keep data', cause);
    }
    throw problem(kit, 'failed', 'IndexedDB failed', cause);
  }
}
