/** Carries a plan out, or goes on with it. */
import type { Connection } from '../options.js';
import type { JobHandle } from './handle.js';
import { Journal } from './journal.js';
import type { Kit } from './kit.js';
import { Module } from './module.js';
import { readApplyOptions } from './options.js';
import { rootOf } from './root.js';
import { Runner, type Work } from './runner.js';
import type { ApplyOptions, Plan, Report } from './types.js';

/** Carries out a plan. */
export async function carryOut(
  kit: Kit,
  connection: Connection,
  handle: JobHandle,
  plan: Plan,
  options: ApplyOptions | undefined,
): Promise<Report> {
  const how = readApplyOptions(kit, options);
  const module = await Module.start(kit);
  checkPlan(kit, plan, await rootOf(kit, connection));
  const label = typeof how.journal === 'string' ? how.journal : (plan.source.name ?? '');
  const startedAt = new Date().toISOString();
  const total = plan.rows.filter(({ verdict }) => verdict === 'create').length;
  const meta = { id: handle.id, label, graphRoot: plan.graphRoot, startedAt, total };
  const journal = how.journal === false ? undefined : await Journal.begin(kit, meta, plan);
  return run({ kit, connection, handle, plan, how, module, journal, entries: new Map(), startedAt });
}

/** Goes on with a job whose page was left. */
export async function goOn(
  kit: Kit,
  connection: Connection,
  handle: JobHandle,
  options: ApplyOptions | undefined,
): Promise<Report> {
  const how = readApplyOptions(kit, options);
  const module = await Module.start(kit);
  const root = await rootOf(kit, connection);
  const { journal, plan, entries, startedAt, report } = await Journal.open(kit, handle.id, root);
  if (!report) return run({ kit, connection, handle, plan, how, module, journal, entries, startedAt });
  await journal.close();
  return report;
}

function checkPlan(kit: Kit, plan: Plan, root: string): void {
  // Somebody may have left rows out.
  const numbers = new Set(Array.isArray(plan?.rows) ? plan.rows.map((each) => each?.row) : []);
  const isPlan = plan?.version === 1 && numbers.size === plan.rows?.length && [...numbers].every(isRowNumber);
  if (!isPlan) {
    throw kit.argumentError('ERR_INVALID_ARG_TYPE', '"plan" must be a plan that plan() gave');
  }
  if (plan.graphRoot !== root) {
    throw kit.argumentError('ERR_INVALID_ARG_VALUE', '"plan" must be of this client\'s Graph root');
  }
  if (plan.offline) {
    throw kit.argumentError('ERR_INVALID_ARG_VALUE', '"plan" must not be an offline one: nobody has asked Graph');
  }
}

async function run(work: Work): Promise<Report> {
  const runner = new Runner(work);
  try {
    return await runner.run();
  } finally {
    await work.journal?.close();
  }
}

function isRowNumber(row: unknown): boolean {
  return typeof row === 'number' && Number.isInteger(row) && row >= 1 && row < 2 ** 32;
}
