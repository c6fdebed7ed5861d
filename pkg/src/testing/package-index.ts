/**
 * The access packages in the order of creation, each as writes and as reads see it, and found by id, by name and by
 * catalog without going through all of them.
 */
import type { FakeAccessPackage } from './types.js';

/** A place for an access package. It stays while anybody can see something in it. */
export interface PackageRow {
  readonly rank: number;
  readonly id: string;
  readonly catalogId: string;
  /** What writes see; nothing once it was deleted. */
  committed: FakeAccessPackage | undefined;
  /** What reads see; nothing before the creation and after the deletion became visible. */
  shown: FakeAccessPackage | undefined;
  /** The commits so far, the one that is shown, and how many are still on their way. */
  version: number;
  shownVersion: number;
  underWay: number;
  /** The names under which it may be found, lower-case. More than it has now do no harm. */
  readonly names: Set<string>;
}

/** What is known of the packages that are looked for. */
export interface Narrowing {
  catalogId?: string | undefined;
  displayName?: string | undefined;
}

export interface PackageIndex {
  /** A new row at the end, without a state. */
  add(identity: { id: string; catalogId: string }): PackageRow;
  get(id: string): PackageRow | undefined;
  all(): readonly PackageRow[];
  /** The rows that may have this name, compared without regard to case, in no particular order. */
  named(displayName: string): Iterable<PackageRow>;
  /** The rows that may fit, by rank. */
  candidates(narrow: Narrowing): Iterable<PackageRow>;
  /** Sets what writes see, and gives the version for `show`. */
  commit(row: PackageRow, state: FakeAccessPackage | undefined): number;
  /** Sets what reads see, unless they see a newer version already. */
  show(row: PackageRow, state: FakeAccessPackage | undefined, version: number): void;
  clear(): void;
}

export function createPackageIndex(): PackageIndex {
  const byId = new Map<string, PackageRow>();
  const byName = new Map<string, Set<PackageRow>>();
  const byCatalog = new Map<string, Set<PackageRow>>();
  let nextRank = 0;

  function link(map: Map<string, Set<PackageRow>>, key: string, row: PackageRow): void {
    const rows = map.get(key);
    if (rows) rows.add(row);
    else map.set(key, new Set([row]));
  }

  function unlink(map: Map<string, Set<PackageRow>>, key: string, row: PackageRow): void {
    const rows = map.get(key);
    if (rows?.delete(row) && rows.size === 0) map.delete(key);
  }

  /** Forgets old names, and the row itself when nobody can see anything in it any more. */
  function tidy(row: PackageRow): void {
    if (row.underWay > 0) return;
    const kept = row.shown?.displayName.toLowerCase();
    for (const name of row.names) {
      if (name === kept) continue;
      row.names.delete(name);
      unlink(byName, name, row);
    }
    if (row.shown) return;
    byId.delete(row.id.toLowerCase());
    unlink(byCatalog, row.catalogId.toLowerCase(), row);
  }

  const named = (displayName: string) => byName.get(displayName.toLowerCase()) ?? [];
  return {
    add({ id, catalogId }) {
      const states = { committed: undefined, shown: undefined, version: 0, shownVersion: 0, underWay: 0 };
      const row: PackageRow = { rank: nextRank, id, catalogId, ...states, names: new Set() };
      nextRank += 1;
      byId.set(id.toLowerCase(), row);
      link(byCatalog, catalogId.toLowerCase(), row);
      return row;
    },
    get: (id) => byId.get(id.toLowerCase()),
    all: () => [...byId.values()],
    named,
    candidates({ catalogId, displayName }) {
      // A rename puts a row at the end of its new name's set, so these have to be brought in order.
      if (displayName !== undefined) return [...named(displayName)].sort((a, b) => a.rank - b.rank);
      if (catalogId !== undefined) return byCatalog.get(catalogId.toLowerCase()) ?? [];
      return byId.values();
    },
    commit(row, state) {
      row.committed = state;
      row.version += 1;
      row.underWay += 1;
      if (state) {
        row.names.add(state.displayName.toLowerCase());
        link(byName, state.displayName.toLowerCase(), row);
      }
      return row.version;
    },
    show(row, state, version) {
      row.underWay -= 1;
      if (version > row.shownVersion) {
        row.shownVersion = version;
        row.shown = state;
      }
      tidy(row);
    },
    clear() {
      for (const map of [byId, byName, byCatalog]) map.clear();
      nextRank = 0;
    },
  };
}
