/** Makes a plan: reads, asks Graph what is there, and lets the core judge. */
import type { Connection } from '../options.js';
import { reword } from '../reword.js';
import type { AccessPackageCatalog, MessageOptions } from '../types.js';
import { JUDGE_ROWS, LIST_CATALOGS, LIST_PLANNED, PLAN_ROWS, WANT_CATALOGS } from './asks.js';
import { Breath } from './breath.js';
import { type Asking, type Found, tellCatalogs, tellPackages } from './graph.js';
import type { Kit } from './kit.js';
import type { Module } from './module.js';
import { readPlanOptions } from './options.js';
import { rootOf } from './root.js';
import { Rows, readRows } from './rows.js';
import type {
  BulkSource,
  Plan,
  PlanCatalog,
  PlanOptions,
  PlanProgress,
  PlanRow,
  PlanVerdict,
  ReadProgress,
  RowTable,
} from './types.js';

/** How many rows are made objects of at a time. */
const ROWS = 1000;

/** Makes a plan. */
export async function plan(
  kit: Kit,
  connection: Connection,
  source: BulkSource | RowTable,
  options: PlanOptions | undefined,
): Promise<Plan> {
  const { offline, timeoutMs, onProgress, how } = readPlanOptions(kit, options);
  let read: ReadProgress = { bytes: 0, rows: 0 };
  const progress = (phase: PlanProgress['phase'], catalogs = 0, totalCatalogs = 0) =>
    onProgress?.({ ...read, phase, catalogs, totalCatalogs });
  const message = how.message ?? connection.message;
  const rows = await rowsOf(kit, source, {
    ...how,
    message,
    onProgress: (now) => {
      read = now;
      progress('reading');
    },
  });
  read = { ...read, rows: rows.length };
  const { module } = rows;
  const graphRoot = await rootOf(kit, connection);
  const madeAt = new Date().toISOString();
  startPlan(module);
  let found: Found | undefined;
  if (!offline) {
    const asking = { kit, connection, module, signal: how.signal, timeoutMs };
    found = await ask(asking, (catalogs, total) => progress('asking', catalogs, total));
  }
  progress('judging');
  return {
    version: 1,
    graphRoot,
    madeAt,
    offline,
    source: rows.source,
    ...(await judge(module, found, message ?? rows.message)),
  };
}

async function rowsOf(kit: Kit, source: BulkSource | RowTable, how: Parameters<typeof readRows>[2]) {
  const isTable = typeof source === 'object' && source !== null && Rows.is(source);
  return isTable ? source : readRows(kit, source as BulkSource, how);
}

/** Plans the rows that were read. */
export function startPlan(module: Module): void {
  module.say(PLAN_ROWS, crypto.getRandomValues(new Uint32Array(1))[0]);
}

/** Asks Graph for whatever the planner wants to know, each catalog once. */
export async function ask(asking: Asking, tell: (catalogs: number, total: number) => void): Promise<Found> {
  const { module, signal } = asking;
  const found: Found = { existing: new Map(), named: new Map() };
  const want = () => module.ask<{ ids: string[]; names: boolean }>(WANT_CATALOGS);
  const known = new Map<string, AccessPackageCatalog>();
  if (want().names) {
    for (const catalog of (await tellCatalogs(asking)) ?? []) known.set(catalog.id.toLowerCase(), catalog);
  }
  const { ids } = want();
  for (const [at, id] of ids.entries()) {
    tell(at, ids.length);
    signal?.throwIfAborted();
    await tellPackages(asking, id, known.get(id.toLowerCase()), found);
  }
  tell(ids.length, ids.length);
  return found;
}

/** What becomes of the rows. */
export async function judge(
  module: Module,
  found: Found | undefined,
  message?: MessageOptions['message'],
): Promise<Pick<Plan, 'catalogs' | 'counts' | 'rows'>> {
  const counts = module.ask<Record<PlanVerdict, number>>(JUDGE_ROWS);
  const catalogs = module.ask<PlanCatalog[]>(LIST_CATALOGS);
  const rows: PlanRow[] = [];
  const breath = new Breath();
  for (;;) {
    const some = module.ask<PlanRow[]>(LIST_PLANNED, rows.length, ROWS);
    for (const row of some) {
      reword(row.problems ?? [], message);
      const existing = found?.existing.get(row.row);
      if (existing && (row.verdict === 'same' || row.verdict === 'different')) row.existing = existing;
      rows.push(row);
    }
    if (some.length < ROWS) return { catalogs, counts, rows };
    await breath.pause();
  }
}
