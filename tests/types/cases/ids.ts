/** An id carries what it names. Plain text is welcome everywhere, and an id is text everywhere. */
import type {
  AccessPackage,
  AccessPackageCatalog,
  AccessPackageClient,
  AccessPackageId,
  CatalogId,
  CreateTicket,
  Job,
  JobId,
  JournalInfo,
  Plan,
  ReadRowsOptions,
  Report,
} from 'entra-access-packages';
import type {
  AccessPackageCatalog as SlimCatalog,
  AccessPackageClient as SlimClient,
} from 'entra-access-packages/slim';

declare const client: AccessPackageClient;
declare const accessPackage: AccessPackage;
declare const catalog: AccessPackageCatalog;
declare const journal: JournalInfo;
declare const job: Job;
declare const report: Report;
declare const ticket: CreateTicket;
declare const plan: Plan;
declare const text: string;

export function textIsWelcome() {
  client.get(text);
  client.get('66584aae-98bb-48cc-9458-7bee5d2a6577');
  client.getCatalog(`${text}-7bee5d2a6577`);
  client.list({ catalogId: text });
  client.update(text, { isHidden: true });
  client.delete(text);
  client.resume(text);
  client.deleteJournal(text);
  const read: ReadRowsOptions = { catalogId: text };
  const kept: CatalogId = text;
  const made: AccessPackage = { id: text };
  const fromJson: AccessPackage = JSON.parse(text);
  return [read, kept, made, fromJson];
}

export function idsOfTheRightKind() {
  client.get(accessPackage.id);
  client.getCatalog(catalog.id);
  client.list({ catalogId: catalog.id });
  client.resume(journal.id);
  client.resume(job.id);
  client.resume(report.jobId);
  client.deleteJournal(journal.id);
  for (const { accessPackageId, catalogId } of report.undo) {
    client.delete(accessPackageId);
    client.getCatalog(catalogId);
  }
  for (const { accessPackageId } of report.rows) if (accessPackageId !== undefined) client.get(accessPackageId);
  for (const known of ticket.knownIds ?? []) client.get(known);
  for (const { id } of plan.catalogs) if (id !== undefined) client.list({ catalogId: id });
}

export function idsAreText(map: Map<string, number>, record: Record<string, number>) {
  const plain: string = accessPackage.id;
  const list: string[] = [accessPackage.id, catalog.id, journal.id];
  const { length } = accessPackage.id;
  map.set(accessPackage.id, record[catalog.id] ?? length);
  record[accessPackage.id] = 1;
  const object = { [catalog.id]: 1 };
  const same = accessPackage.id === text || catalog.id === '66584aae-98bb-48cc-9458-7bee5d2a6577';
  const ids = [accessPackage].map(({ id }) => id);
  ids.push(text);
  const narrowed = typeof catalog.id === 'string' ? catalog.id.toUpperCase() : (catalog.id satisfies never);
  return [plain, list, object, same, ids.includes(text), narrowed, `${accessPackage.id}`, new URL(text, plain)];
}

/** The ids of one entry are as good as those of another, and of one's own types. */
export function acrossEntries(slim: SlimClient, other: SlimCatalog, own: { id: string; displayName: string }) {
  slim.getCatalog(catalog.id);
  client.getCatalog(other.id);
  const mine: { id: string } = accessPackage;
  const theirs: AccessPackage = own;
  return [mine, theirs];
}

export function idsOfTheWrongKind() {
  client.getCatalog(accessPackage.id); // TS2345 TS2379
  client.get(catalog.id); // TS2345 TS2379
  client.delete(catalog.id); // TS2345 TS2379
  client.list({ catalogId: accessPackage.id }); // TS2322 TS2375
  client.resume(accessPackage.id); // TS2345 TS2379
  client.delete(report.jobId); // TS2345 TS2379
  const kept: CatalogId = accessPackage.id; // TS2322 TS2375
  const ids: AccessPackageId[] = [catalog.id]; // TS2322 TS2375
  const one: JobId = catalog.id; // TS2322 TS2375
  const read: ReadRowsOptions = { catalogId: accessPackage.id }; // TS2322 TS2375
  const number: AccessPackageId = 7; // TS2322
  client.get(undefined); // TS2345
  return [kept, ids, one, read, number];
}
