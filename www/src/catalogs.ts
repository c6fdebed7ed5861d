/** Catalogs as the picker offers them: how they are named, searched and put in order. */
import type { AccessPackageCatalog } from 'entra-access-packages';

/** A catalog as one line of the picker. */
export interface CatalogChoice {
  readonly id: string;
  readonly name: string;
  /** What sets it apart: built in, not published, its description. */
  readonly detail: string;
  /** The name in lower case, to search in. */
  readonly searchText: string;
}

/** Makes the line for a catalog. Graph may leave out the name; then the id has to serve. */
export function toChoice(catalog: AccessPackageCatalog): CatalogChoice {
  const name = catalog.displayName || catalog.id;
  const marks = [];
  if (catalog.catalogType === 'serviceDefault') marks.push('built in');
  if (catalog.state === 'unpublished') marks.push('not published');
  if (catalog.description) marks.push(catalog.description);
  return {
    id: catalog.id,
    name,
    detail: marks.join(' · '),
    searchText: name.toLowerCase(),
  };
}

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** Puts choices into the order of their names. */
export function sortChoices(choices: CatalogChoice[]): CatalogChoice[] {
  return choices.sort((left, right) => collator.compare(left.name, right.name) || (left.id < right.id ? -1 : 1));
}

/** What a search found. */
export interface Matches {
  /** The first of them, those that begin with the query before the others. */
  shown: CatalogChoice[];
  /** How many there are in all. */
  total: number;
}

/** Finds the choices whose name holds every word of the query, or whose id begins with it. */
export function findChoices(choices: readonly CatalogChoice[], query: string, limit: number): Matches {
  const wanted = query.trim().toLowerCase();
  const words = wanted.split(/\s+/);
  const first: CatalogChoice[] = [];
  const others: CatalogChoice[] = [];
  for (const choice of choices) {
    const named = words.every((word) => choice.searchText.includes(word));
    if (!named && !choice.id.toLowerCase().startsWith(wanted)) continue;
    (choice.searchText.startsWith(wanted) ? first : others).push(choice);
  }
  return { shown: [...first, ...others].slice(0, limit), total: first.length + others.length };
}

/** Finds the one choice that a text names exactly, by id or by name. Two of the same name are not exact. */
export function findExact(choices: readonly CatalogChoice[], text: string): CatalogChoice | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return undefined;
  const byId = choices.find((choice) => choice.id.toLowerCase() === wanted);
  if (byId) return byId;
  const named = choices.filter((choice) => choice.name.toLowerCase() === wanted);
  return named.length === 1 ? named[0] : undefined;
}
