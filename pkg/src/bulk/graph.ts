/** What bulk work asks Graph for, by way of the client's own calls. */
import type { Connection } from '../options.js';
import type { AccessPackage, AccessPackageCatalog } from '../types.js';
import { KNOW_CATALOG, TELL_CATALOG, TELL_CATALOGS, TELL_PACKAGE } from './asks.js';
import type { Kit } from './kit.js';
import type { Module } from './module.js';
import { present } from './report.js';
import type { RowError } from './types.js';

/** Who asks, and how long it may take. */
export interface Asking {
  kit: Kit;
  connection: Connection;
  module: Module;
  signal: AbortSignal | undefined;
  timeoutMs: number | undefined;
}

interface Page<T> {
  value: T[];
  nextLink: string | null;
}

/** All pages of a list. */
async function* pages<T>(asking: Asking, operation: 'list' | 'listCatalogs', id?: string): AsyncGenerator<T[]> {
  const { kit, connection, signal, timeoutMs } = asking;
  let nextLink: string | undefined;
  do {
    const options = { signal, timeoutMs, onEvent: undefined };
    const { value: page } = await kit.perform<Page<T>>(connection, { operation, id, nextLink }, options);
    yield page.value;
    nextLink = page.nextLink ?? undefined;
  } while (nextLink !== undefined);
}

/** What was found in the catalogs, by the numbers of the rows that have the names, from 1. */
export interface Found {
  /** The package that is nearest to what the row wants. */
  existing: Map<number, AccessPackage>;
  /** The ids of all packages of exactly the name. */
  named: Map<number, string[]>;
}

/**
 * Tells the planner all catalogs that there are.
 *
 * @throws What stands in the way of everything: no token, no network, an abort.
 */
export async function tellCatalogs(asking: Asking): Promise<AccessPackageCatalog[] | undefined> {
  const { kit, module } = asking;
  const catalogs: AccessPackageCatalog[] = [];
  try {
    for await (const page of pages<AccessPackageCatalog>(asking, 'listCatalogs')) catalogs.push(...page);
  } catch (error) {
    const { code, status, message } = describe(kit, error);
    if (module.say(TELL_CATALOGS, code, status, message)) throw error;
    return undefined;
  }
  for (const { id, displayName } of catalogs) if (displayName) module.say(KNOW_CATALOG, id, displayName);
  module.say(TELL_CATALOGS);
  return catalogs;
}

/**
 * Tells the planner what is in a catalog. `known` is the catalog if it is known that it exists.
 *
 * @throws What stands in the way of everything: no token, no network, an abort.
 */
export async function tellPackages(
  asking: Asking,
  id: string,
  known: AccessPackageCatalog | undefined,
  { existing, named }: Found,
): Promise<void> {
  const { kit, connection, module, signal, timeoutMs } = asking;
  let catalog = known;
  try {
    if (!catalog) {
      const options = { signal, timeoutMs, onEvent: undefined };
      const operation = { operation: 'getCatalog', id } as const;
      catalog = (await kit.perform<AccessPackageCatalog>(connection, operation, options)).value;
    }
    for await (const page of pages<AccessPackage>(asking, 'list', id)) {
      for (const each of page) {
        const found = Number(module.say(TELL_PACKAGE, id, each.isHidden, each.displayName, each.description));
        const row = found >> 2;
        if (found & 2) existing.set(row, each);
        if (found & 1) named.set(row, [...(named.get(row) ?? []), each.id]);
      }
    }
    module.say(TELL_CATALOG, id, '', '', '', catalog.displayName);
  } catch (error) {
    const { code, status, message } = describe(kit, error);
    if (module.say(TELL_CATALOG, id, code, status, message, catalog?.displayName)) throw error;
  }
}

/** An error as data. */
export function describe(kit: Kit, error: unknown): RowError {
  if (!kit.errors.isAccessPackageError(error)) return describeForeign(error);
  const { code, message, reason, status, graphCode, requestId, clientRequestId } = error as typeof error & RowError;
  return present<RowError>({ code, message, reason, status, graphCode, requestId, clientRequestId });
}

/** What is none of this package's: a caller's, of any kind. */
function describeForeign(error: unknown): RowError {
  try {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    const { code } = (error ?? {}) as { code?: unknown };
    // An empty one would be told as success.
    return { code: String(code || name || 'Error'), message };
  } catch {
    return { code: 'Error', message: 'a value that cannot be read' };
  }
}
