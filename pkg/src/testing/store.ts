/**
 * The state of the service, and the one rule that it enforces: names within a catalog. Writes see every commit at
 * once; reads see it when replication has carried it to them.
 */
import type { Clock } from './clock.js';
import { GraphFailure } from './errors.js';
import { newGuid } from './guid.js';
import { createPackageIndex, type Narrowing, type PackageRow } from './package-index.js';
import { createReplication, type ReplicationLag } from './replication.js';
import type { Seed } from './seed.js';
import type { FakeAccessPackage, FakeCatalog, NameUniqueness } from './types.js';

/** What a caller decides about an access package. */
export type AccessPackageContent = Pick<FakeAccessPackage, 'displayName' | 'description' | 'isHidden'>;

/** An entity in its place; ranks never change and grow in the order of creation. */
export interface Row<T> {
  rank: number;
  entity: T;
}

/** What reads see. */
export interface Visible {
  catalogs(): Iterable<Row<FakeCatalog>>;
  /** The access packages, or of those only the ones in a catalog or with a name (compared without case). */
  accessPackages(narrow?: Narrowing): Iterable<Row<FakeAccessPackage>>;
  accessPackage(id: string): FakeAccessPackage | undefined;
}

export interface Store {
  /** What was committed, in the order of creation. */
  accessPackages(): FakeAccessPackage[];
  catalogs(): readonly FakeCatalog[];
  catalog(id: string): FakeCatalog | undefined;
  /** An access package as writes see it. */
  accessPackage(id: string): FakeAccessPackage | undefined;
  visible: Visible;
  /** Creates an access package, or throws `DuplicateAccessPackage`. */
  create(catalogId: string, content: AccessPackageContent): FakeAccessPackage;
  /** Changes an access package, or throws `DuplicateAccessPackage`. */
  update(id: string, change: Partial<AccessPackageContent>): void;
  remove(id: string): void;
  reset(): void;
}

export interface StoreRules {
  nameUniqueness: NameUniqueness;
  duplicateStatus: number;
  replicationLag: ReplicationLag;
}

/** How names are compared. */
export function nameKey(name: string, rule: NameUniqueness): string {
  return rule === 'caseInsensitive' ? name.toLowerCase() : name;
}

export function createStore(seed: Seed, rules: StoreRules, clock: Clock): Store {
  const replication = createReplication(rules.replicationLag, clock);
  const index = createPackageIndex();
  let catalogs: readonly FakeCatalog[] = [];

  function requireFreeName(catalogId: string, name: string, except?: PackageRow): void {
    if (rules.nameUniqueness === 'none') return;
    const key = nameKey(name, rules.nameUniqueness);
    for (const row of index.named(name)) {
      const { committed } = row;
      if (row === except || committed?.catalogId !== catalogId) continue;
      if (nameKey(committed.displayName, rules.nameUniqueness) !== key) continue;
      const message = 'An access package with this name already exists in the catalog.';
      throw new GraphFailure(rules.duplicateStatus, 'DuplicateAccessPackage', message);
    }
  }

  /** Commits a state of a row, or its end, and lets reads see it in time. */
  function commit(row: PackageRow, state: FakeAccessPackage | undefined, moment: number): void {
    const version = index.commit(row, state);
    replication.publish(moment, () => index.show(row, state, version));
  }

  function reset(): void {
    catalogs = seed.catalogs.map((each) => ({ ...each }));
    replication.reset();
    index.clear();
    for (const each of seed.accessPackages) commit(index.add(each), each, Number.NEGATIVE_INFINITY);
  }

  reset();
  const byId = (id: string) => index.get(id)?.committed;
  return {
    accessPackages: () => index.all().flatMap(({ committed }) => (committed ? [committed] : [])),
    catalogs: () => catalogs,
    catalog: (id) => catalogs.find((each) => each.id.toLowerCase() === id.toLowerCase()),
    accessPackage: byId,
    visible: {
      catalogs: () => catalogs.map((entity, rank) => ({ rank, entity })),
      *accessPackages(narrow = {}) {
        replication.catchUp();
        for (const { rank, shown } of index.candidates(narrow)) if (shown) yield { rank, entity: shown };
      },
      accessPackage(id) {
        replication.catchUp();
        return index.get(id)?.shown;
      },
    },
    create(catalogId, content) {
      requireFreeName(catalogId, content.displayName);
      const moment = replication.moment();
      const createdDateTime = clock.stamp();
      const made = { id: newGuid(), ...content, catalogId, createdDateTime, modifiedDateTime: createdDateTime };
      commit(index.add(made), made, moment);
      return made;
    },
    update(id, change) {
      const row = index.get(id);
      if (!row?.committed) return;
      if (change.displayName !== undefined) requireFreeName(row.committed.catalogId, change.displayName, row);
      const moment = replication.moment();
      commit(row, { ...row.committed, ...change, modifiedDateTime: clock.stamp() }, moment);
    },
    remove(id) {
      const row = index.get(id);
      if (row?.committed) commit(row, undefined, replication.moment());
    },
    reset,
  };
}
