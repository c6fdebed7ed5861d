/** The state of the service, and the one rule that it enforces: names within a catalog. */
import type { Clock } from './clock.js';
import { GraphFailure } from './errors.js';
import { newGuid } from './guid.js';
import type { Seed } from './seed.js';
import type { FakeAccessPackage, FakeCatalog, NameUniqueness } from './types.js';

/** What a caller decides about an access package. */
export type AccessPackageContent = Pick<FakeAccessPackage, 'displayName' | 'description' | 'isHidden'>;

export interface Store {
  catalogs(): readonly FakeCatalog[];
  accessPackages(): readonly FakeAccessPackage[];
  catalog(id: string): FakeCatalog | undefined;
  accessPackage(id: string): FakeAccessPackage | undefined;
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
}

/** How names are compared, which the filter `eq` follows too. */
export function nameKey(name: string, rule: NameUniqueness): string {
  return rule === 'caseInsensitive' ? name.toLowerCase() : name;
}

export function createStore(seed: Seed, rules: StoreRules, clock: Clock): Store {
  const copy = <T extends object>(entities: readonly T[]): T[] => entities.map((each) => ({ ...each }));
  let catalogs = copy(seed.catalogs);
  let packages = copy(seed.accessPackages);
  const byId = <T extends { id: string }>(entities: T[], id: string) =>
    entities.find((each) => each.id.toLowerCase() === id.toLowerCase());

  function requireFreeName(catalogId: string, name: string, exceptId?: string): void {
    if (rules.nameUniqueness === 'none') return;
    const key = nameKey(name, rules.nameUniqueness);
    const taken = packages.some(
      (each) =>
        each.catalogId === catalogId && each.id !== exceptId && nameKey(each.displayName, rules.nameUniqueness) === key,
    );
    if (!taken) return;
    const message = 'An access package with this name already exists in the catalog.';
    throw new GraphFailure(rules.duplicateStatus, 'DuplicateAccessPackage', message);
  }

  return {
    catalogs: () => copy(catalogs),
    accessPackages: () => copy(packages),
    catalog: (id) => byId(catalogs, id),
    accessPackage: (id) => byId(packages, id),
    create(catalogId, content) {
      requireFreeName(catalogId, content.displayName);
      const createdDateTime = clock.stamp();
      const made = { id: newGuid(), ...content, catalogId, createdDateTime, modifiedDateTime: createdDateTime };
      packages.push(made);
      return made;
    },
    update(id, change) {
      const found = byId(packages, id);
      if (!found) return;
      if (change.displayName !== undefined) requireFreeName(found.catalogId, change.displayName, found.id);
      Object.assign(found, change, { modifiedDateTime: clock.stamp() });
    },
    remove(id) {
      packages = packages.filter((each) => each.id.toLowerCase() !== id.toLowerCase());
    },
    reset() {
      catalogs = copy(seed.catalogs);
      packages = copy(seed.accessPackages);
    },
  };
}
