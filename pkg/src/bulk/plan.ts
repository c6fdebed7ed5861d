/** Makes a plan: reads, asks Graph what is there, and lets the core judge. */
import type { Connection } from '../options.js';
import { reword } from '../reword.js';
import type { AccessPackageCatalog, MessageOptions } from '../types.js';
import { Breath } from './breath.js';
import { type Asking, tellCatalogs, tellPackages } from './graph.js';
import type { Kit } from './kit.js';
import type { Module } from './module.js';
import { readPlanOptions } from './options.js';
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
  const graphRoot = rootOf(kit, connection, module);
  const madeAt = new Date().toISOString();
  module.enter((glue) => glue.planRows());
  if (!offline) {
    const asking = { kit, connection, module, signal: how.signal, timeoutMs };
    await ask(asking, (catalogs, total) => progress('asking', catalogs, total));
  }
  progress('judging');
  return {
    version: 1,
    graphRoot,
    madeAt,
    offline,
    source: rows.source,
    ...(await judge(module, message ?? rows.message)),
  };
}

async function rowsOf(kit: Kit, source: BulkSource | RowTable, how: Parameters<typeof readRows>[2]) {
  const isTable = typeof source === 'object' && source !== null && Rows.is(source);
  return isTable ? source : readRows(kit, source as BulkSource, how);
}

/** Asks Graph for whatever the planner wants to know, each catalog once. */
export async function ask(asking: Asking, tell: (catalogs: number, total: number) => void): Promise<void> {
  const { module, signal } = asking;
  const want = () => module.ask<{ ids: string[]; names: boolean }>((glue) => glue.wantCatalogs());
  const known = new Map<string, AccessPackageCatalog>();
  if (want().names) {
    for (const catalog of (await tellCatalogs(asking)) ?? []) known.set(catalog.id.toLowerCase(), catalog);
  }
  const { ids } = want();
  for (const [at, id] of ids.entries()) {
    tell(at, ids.length);
    signal?.throwIfAborted();
    await tellPackages(asking, id, known.get(id.toLowerCase()));
  }
  tell(ids.length, ids.length);
}

/** What becomes of the rows. */
export async function judge(
  module: Module,
  message?: MessageOptions['message'],
): Promise<Pick<Plan, 'catalogs' | 'counts' | 'rows'>> {
  const counts = module.ask<Record<PlanVerdict, number>>((glue) => glue.judgeRows());
  const catalogs = module.ask<PlanCatalog[]>((glue) => glue.listCatalogs());
  const rows: PlanRow[] = [];
  const breath = new Breath();
  for (;;) {
    const some = module.ask<PlanRow[]>((glue) => glue.listPlanned(rows.length, ROWS));
    for (const row of some) {
      reword(row.problems ?? [], message);
      rows.push(row);
    }
    if (some.length < ROWS) return { catalogs, counts, rows };
    await breath.pause();
  }
}

/**
 * The root that the client's requests go to.
 *
 * @throws `TypeError` `ERR_INVALID_ARG_VALUE`
 */
export function rootOf(kit: Kit, { cloud, graphRoot }: Connection, module: Module): string {
  const { root, message } = module.ask<{ root: string | null; message: string }>((glue) =>
    glue.resolveRoot(cloud, graphRoot),
  );
  if (root === null) throw kit.argumentError('ERR_INVALID_ARG_VALUE', message);
  return root;
}
