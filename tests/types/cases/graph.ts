/**
 * Conformance with Microsoft's own types, both ways. The exceptions are three, and each of them is a promise that ours
 * make and theirs do not: an `id` is always there, what Graph answers as `null` is absent, and a property that is given as
 * `undefined` is not sent.
 */
import type * as Graph from '@microsoft/microsoft-graph-types';
import type {
  AccessPackage,
  AccessPackageCatalog,
  AccessPackageChanges,
  AccessPackageInput,
} from 'entra-access-packages';

/** What is left of an input once it is JSON. */
type Sent<T> = { [Name in keyof T]: Exclude<T[Name], undefined> };

/** What is left of an answer once it is read: no `null`, and an id. */
type Read<T> = { [Name in Exclude<keyof T, 'id'>]?: Exclude<T[Name], null | undefined> } & { id: string };

export function whatWeSend(
  input: Sent<AccessPackageInput>,
  changes: Sent<AccessPackageChanges>,
): Graph.AccessPackage[] {
  return [input, changes];
}

export function whatTheyDescribe(
  accessPackage: Read<Graph.AccessPackage>,
  catalog: Read<Graph.AccessPackageCatalog>,
): [AccessPackage, AccessPackageCatalog] {
  return [accessPackage, catalog];
}

/** What was read can be handed to code that was written with their types. */
export function whatWeRead(accessPackage: AccessPackage): Graph.AccessPackage {
  return accessPackage;
}

/** They have every property that we have. */
export const names: Exclude<keyof AccessPackage | keyof AccessPackageInput, keyof Graph.AccessPackage>[] = [];
export const catalogNames: Exclude<keyof AccessPackageCatalog, keyof Graph.AccessPackageCatalog>[] = [];

/** The exceptions are needed, and a property that they do not have would be noticed. */
export const read: AccessPackage = {} as Graph.AccessPackage; // TS2322 TS2375
export const readCatalog: AccessPackageCatalog = {} as Graph.AccessPackageCatalog; // TS2322 TS2375
export const sent: Graph.AccessPackage = { ...({} as Sent<AccessPackageInput>), catalogId: 'x' }; // TS2322 TS2561 TS2375
export const odd: never[] = {} as Exclude<keyof AccessPackage | 'catalogId', keyof Graph.AccessPackage>[]; // TS2322
