/** OData's query options: what a caller asks for, one page at a time, in the shape that was asked for. */
import { badRequest } from './errors.js';
import { type FilterFields, readFilter } from './filter.js';
import { type Paged, type Paging, readPage } from './paging.js';
import type { FilterRules, QuerySupport } from './query-support.js';
import type { Row } from './store.js';

/** What `$expand` adds for one entity: members of its JSON. */
export type Expand<T> = (entity: T, url: URL) => Record<string, unknown>;

/** How an entity type shows itself. */
export interface EntityView<T> {
  /** The type's name in messages. */
  type: string;
  /** The path behind `$metadata#` of its set. */
  set: string;
  /** The properties that are shown unless `$select` says otherwise. */
  properties: readonly string[];
  /** What `$expand` may add, and whether the service supports it on one entity and on a list. */
  expansions: Readonly<Record<string, { expand: Expand<T>; one: QuerySupport; list: QuerySupport }>>;
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

function createShape<T extends object>(
  options: Map<string, string>,
  url: URL,
  view: EntityView<T>,
  on: 'one' | 'list',
): Shape<T> {
  const selected = options.has('$select') ? names(options.get('$select')) : view.properties;
  const expanded = names(options.get('$expand'));
  const missing =
    selected.find((name) => !view.properties.includes(name)) ??
    expanded.find((name) => !Object.hasOwn(view.expansions, name));
  if (missing !== undefined) throw badRequest(`Could not find a property named '${missing}' on type '${view.type}'.`);
  const refused = expanded.find((name) => view.expansions[name]?.[on] === 'refused');
  if (refused !== undefined) throw badRequest(`OData query is invalid: Expanding '${refused}' is not supported.`);
  const honoured = expanded.filter((name) => view.expansions[name]?.[on] === 'honoured');
  const parts = [...names(options.get('$select')), ...honoured.map((name) => `${name}()`)];
  return {
    suffix: parts.length > 0 ? `(${parts.join(',')})` : '',
    render(entity) {
      const shown = Object.entries(entity).filter(([name]) => selected.includes(name));
      return Object.assign(
        Object.fromEntries(shown),
        ...honoured.map((name) => view.expansions[name]?.expand(entity, url)),
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
