/** OData's query options: what a caller asks for, one page at a time, in the shape that was asked for. */
import { badRequest } from './errors.js';
import { type FilterFields, parseFilter } from './filter.js';

/** How an entity type shows itself. */
export interface EntityView<T> {
  /** The type's name in messages. */
  type: string;
  /** The path behind `$metadata#` of its set. */
  set: string;
  /** The properties that are shown unless `$select` says otherwise. */
  properties: readonly string[];
  /** What `$expand` may add. */
  expansions: Readonly<Record<string, (entity: T) => unknown>>;
  filters: FilterFields<T>;
}

type Shape<T> = (entity: T) => Record<string, unknown>;

/** One entity. */
export function renderEntity<T extends object>(entity: T, url: URL, view: EntityView<T>): Record<string, unknown> {
  const options = readOptions(url, ['$select', '$expand']);
  return { '@odata.context': `${context(url, view, options)}/$entity`, ...createShape(options, view)(entity) };
}

/** A page of a list. Entities must come in an order that does not change while somebody turns the pages. */
export function renderPage<T extends { id: string }>(
  entities: readonly T[],
  url: URL,
  view: EntityView<T>,
  pageSize: number,
): Record<string, unknown> {
  const options = readOptions(url, ['$filter', '$select', '$expand', '$top', '$skiptoken']);
  const filter = options.get('$filter');
  const found = filter === undefined ? entities : entities.filter(parseFilter(filter, view.filters));
  const size = Math.min(pageSize, readTop(options.get('$top')) ?? pageSize);
  const start = readSkipToken(options.get('$skiptoken'));
  const page = found.slice(start, start + size);
  const end = start + page.length;
  return {
    '@odata.context': context(url, view, options),
    ...(page.length > 0 && end < found.length && { '@odata.nextLink': nextLink(url, end) }),
    value: page.map(createShape(options, view)),
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

function createShape<T extends object>(options: Map<string, string>, view: EntityView<T>): Shape<T> {
  const selected = options.has('$select') ? names(options.get('$select')) : view.properties;
  const expanded = names(options.get('$expand'));
  const missing =
    selected.find((name) => !view.properties.includes(name)) ??
    expanded.find((name) => !Object.hasOwn(view.expansions, name));
  if (missing !== undefined) throw badRequest(`Could not find a property named '${missing}' on type '${view.type}'.`);
  return (entity) => {
    const shown = Object.entries(entity).filter(([name]) => selected.includes(name));
    return Object.fromEntries([...shown, ...expanded.map((name) => [name, view.expansions[name]?.(entity)])]);
  };
}

function context<T>(url: URL, view: EntityView<T>, options: Map<string, string>): string {
  const shape = [...names(options.get('$select')), ...names(options.get('$expand')).map((name) => `${name}()`)];
  const suffix = shape.length > 0 ? `(${shape.join(',')})` : '';
  return `${url.origin}/v1.0/$metadata#${view.set}${suffix}`;
}

function readTop(top: string | undefined): number | undefined {
  if (top === undefined) return undefined;
  if (!/^\d{1,9}$/.test(top)) throw badRequest(`Invalid value '${top}' for $top query option found.`);
  return Number(top);
}

const tokenPrefix = 'RFAKE';

function readSkipToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const position = new RegExp(`^${tokenPrefix}([0-9a-z]{1,6})$`).exec(token)?.[1];
  if (position === undefined) throw badRequest('The skip token is not valid.');
  return Number.parseInt(position, 36);
}

function nextLink(url: URL, position: number): string {
  const query = [...url.searchParams].filter(([name]) => name !== '$skiptoken');
  query.push(['$skiptoken', `${tokenPrefix}${position.toString(36)}`]);
  const text = query.map(
    ([name, value]) => `${encodeURIComponent(name).replace('%24', '$')}=${encodeURIComponent(value)}`,
  );
  return `${url.origin}${url.pathname}?${text.join('&')}`;
}
