/** OData's query options: what a caller asks for, one page at a time, in the shape that was asked for. */
import { badRequest } from './errors.js';
import { type FilterFields, readFilter } from './filter.js';
import { type Paged, type Paging, readPage } from './paging.js';
import type { FilterRules, QuerySupport } from './query-support.js';
import type { Row } from './store.js';

/** What `$expand` adds for one entity: members of its JSON. `nested` is what to expand in what is added. */
export type Expand<T> = (entity: T, url: URL, nested: readonly string[]) => Record<string, unknown>;

/** A relationship that `$expand` may add, and whether the service supports it on one entity and on a list. */
export interface Expansion<T> {
  expand: Expand<T>;
  one: QuerySupport;
  list: QuerySupport;
  /** The relationships that may be expanded in it: `role($expand=resource)`. */
  nested?: readonly string[];
}

/** How an entity type shows itself. */
export interface EntityView<T> {
  /** The type's name in messages. */
  type: string;
  /** The path behind `$metadata#` of its set. */
  set: string;
  /** The properties that are shown unless `$select` says otherwise. */
  properties: readonly string[];
  /** What `$expand` may add. */
  expansions: Readonly<Record<string, Expansion<T>>>;
  /** What becomes of more than one at once. */
  several: QuerySupport;
  filters: FilterFields<T>;
}

/** The entities that a list may show, or of those only the ones with properties equal to these literals. */
export type Source<T> = (equal: Readonly<Record<string, string>>) => Iterable<Row<T>>;

/** What a caller wants to see of each entity. */
interface Shape<T> {
  render(entity: T): Record<string, unknown>;
  /** As it stands in the context, e.g. `(id,catalog())`. */
  suffix: string;
}

/** One entity. */
export function renderEntity<T extends object>(entity: T, url: URL, view: EntityView<T>): Record<string, unknown> {
  const shape = createShape(readOptions(url, ['$select', '$expand']), url, view, 'one');
  return { '@odata.context': `${context(url, view, shape)}/$entity`, ...shape.render(entity) };
}

/** A page of a list. */
export function renderPage<T extends object>(
  source: Source<T>,
  url: URL,
  view: EntityView<T>,
  rules: { filters: FilterRules; pageSize: number },
): Record<string, unknown> {
  const options = readOptions(url, ['$filter', '$select', '$expand', '$top', '$skiptoken']);
  const text = options.get('$filter');
  const filter = text === undefined ? undefined : readFilter(text, view.filters, rules.filters);
  const shape = createShape(options, url, view, 'list');
  const paging: Paging = {
    size: Math.min(rules.pageSize, readTop(options.get('$top')) ?? rules.pageSize),
    token: options.get('$skiptoken'),
  };
  const { items, nextLink }: Paged<T> = readPage(source(filter?.equal ?? {}), filter?.test, paging, url);
  return {
    '@odata.context': context(url, view, shape),
    ...(nextLink !== undefined && { '@odata.nextLink': nextLink }),
    value: items.map(shape.render),
  };
}

function readOptions(url: URL, supported: readonly string[]): Map<string, string> {
  const options = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    // Names without `$` are the caller's own business.
    if (!name.startsWith('$')) continue;
    if (!supported.includes(name)) throw badRequest(`The query option '${name}' is not supported.`);
    if (options.has(name)) throw badRequest(`Query option '${name}' was specified more than once.`);
    options.set(name, value);
  }
  return options;
}

function names(list: string | undefined): string[] {
  return list === undefined ? [] : list.split(',').map((name) => name.trim());
}

/** The relationships of an `$expand`, each with those that are to be expanded in it. */
function readExpand(text: string | undefined): Map<string, string[]> {
  const found = new Map<string, string[]>();
  if (text === undefined) return found;
  const item = /\s*(\w+)\s*(?:\(\s*\$expand=([\w\s,]*)\))?\s*(,|$)/y;
  for (let more = true; more; ) {
    const [, name, nested, comma] = item.exec(text) ?? [];
    if (name === undefined) throw badRequest(`Could not understand the $expand '${text}'.`);
    found.set(name, names(nested));
    more = comma === ',';
  }
  return found;
}

function createShape<T extends object>(
  options: Map<string, string>,
  url: URL,
  view: EntityView<T>,
  on: 'one' | 'list',
): Shape<T> {
  const selected = options.has('$select') ? names(options.get('$select')) : view.properties;
  const expanded = readExpand(options.get('$expand'));
  const missing =
    selected.find((name) => !view.properties.includes(name)) ??
    [...expanded.keys()].find((name) => !Object.hasOwn(view.expansions, name)) ??
    [...expanded].flatMap(([name, nested]) =>
      nested.filter((each) => !view.expansions[name]?.nested?.includes(each)),
    )[0];
  if (missing !== undefined) throw badRequest(`Could not find a property named '${missing}' on type '${view.type}'.`);
  const isSeveral = expanded.size > 1;
  const refused = [...expanded.keys()].find((name) => view.expansions[name]?.[on] === 'refused');
  if (refused !== undefined) throw badRequest(`OData query is invalid: Expanding '${refused}' is not supported.`);
  if (isSeveral && view.several === 'refused') {
    throw badRequest('OData query is invalid: Expanding more than one property is not supported.');
  }
  const isHonoured = ([name]: [string, string[]]) =>
    view.expansions[name]?.[on] === 'honoured' && !(isSeveral && view.several === 'ignored');
  const honoured = [...expanded].filter(isHonoured);
  const parts = [...names(options.get('$select')), ...honoured.map(([name]) => `${name}()`)];
  return {
    suffix: parts.length > 0 ? `(${parts.join(',')})` : '',
    render(entity) {
      const shown = Object.entries(entity).filter(([name]) => selected.includes(name));
      return Object.assign(
        Object.fromEntries(shown),
        ...honoured.map(([name, nested]) => view.expansions[name]?.expand(entity, url, nested)),
      );
    },
  };
}

function context<T>(url: URL, view: EntityView<T>, shape: Shape<T>): string {
  return `${url.origin}/v1.0/$metadata#${view.set}${shape.suffix}`;
}

function readTop(top: string | undefined): number | undefined {
  if (top === undefined) return undefined;
  if (!/^\d{1,9}$/.test(top)) throw badRequest(`Invalid value '${top}' for $top query option found.`);
  return Number(top);
}
