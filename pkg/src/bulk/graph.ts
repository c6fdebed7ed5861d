/** What bulk work asks Graph for, by way of the client's own calls. */
import type { Connection } from '../options.js';
import type { AccessPackage, AccessPackageCatalog } from '../types.js';
import type { Kit } from './kit.js';
import type { Module } from './module.js';
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

/**
 * Tells the planner all catalogs that there are.
 *
 * @throws What stands in the way of everything: no token, no network, an abort.
 */
export async function tellCatalogs(asking: Asking): Promise<AccessPackageCatalog[] | undefined> {
  const catalogs: AccessPackageCatalog[] = [];
  try {
    for await (const page of pages<AccessPackageCatalog>(asking, 'listCatalogs')) catalogs.push(...page);
  } catch (error) {
    const told = { error: describe(asking.kit, error) };
    if (asking.module.enter((glue) => glue.tellCatalogs(told))) throw error;
    return undefined;
  }
  asking.module.enter((glue) => glue.tellCatalogs({ catalogs }));
  return catalogs;
}

/**
 * Tells the planner what is in a catalog. `known` is the catalog if it is known that it exists.
 *
 * @throws What stands in the way of everything: no token, no network, an abort.
 */
export async function tellPackages(asking: Asking, id: string, known: AccessPackageCatalog | undefined): Promise<void> {
  const { kit, connection, module, signal, timeoutMs } = asking;
  let catalog = known;
  try {
    if (!catalog) {
      const options = { signal, timeoutMs, onEvent: undefined };
      const operation = { operation: 'getCatalog', id } as const;
      catalog = (await kit.perform<AccessPackageCatalog>(connection, operation, options)).value;
    }
    for await (const page of pages<AccessPackage>(asking, 'list', id)) {
      module.enter((glue) => glue.tellPackages(id, page));
    }
    module.enter((glue) => glue.tellCatalog({ id, displayName: catalog?.displayName }));
  } catch (error) {
    const told = { id, displayName: catalog?.displayName, error: describe(kit, error) };
    if (module.enter((glue) => glue.tellCatalog(told))) throw error;
  }
}

/** An error as data. */
export function describe(kit: Kit, error: unknown): RowError {
  if (!kit.errors.isAccessPackageError(error)) {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    const { code = name } = (error ?? {}) as { code?: string };
    return { code: String(code), message };
  }
  const { code, message, reason, status, graphCode, requestId, clientRequestId } = error as typeof error & RowError;
  return {
    code,
    message,
    ...(reason !== undefined && { reason }),
    ...(status !== undefined && { status }),
    ...(graphCode !== undefined && { graphCode }),
    ...(requestId !== undefined && { requestId }),
    ...(clientRequestId !== undefined && { clientRequestId }),
  };
}
