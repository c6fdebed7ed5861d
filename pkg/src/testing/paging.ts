/** Pages: how much of a list comes at once, and the link to what follows. */
import { badRequest } from './errors.js';
import type { Row } from './store.js';

export interface Paging {
  /** How many items a page holds at most. */
  size: number;
  /** The `$skiptoken` of the request, if it has one. */
  token?: string | undefined;
}

export interface Paged<T> {
  items: T[];
  /** Where there is more. */
  nextLink: string | undefined;
}

const tokenPrefix = 'RFAKE';

/**
 * Takes a page of the rows that pass the test. A page begins behind the last row of the one before it, not at a
 * count of rows, so that turning pages misses nothing and shows nothing twice while others create and delete.
 */
export function readPage<T>(
  rows: Iterable<Row<T>>,
  test: ((entity: T) => boolean) | undefined,
  { size, token }: Paging,
  url: URL,
): Paged<T> {
  const after = readToken(token);
  const items: T[] = [];
  let last = after;
  for (const { rank, entity } of rows) {
    if (rank <= after || (test && !test(entity))) continue;
    // A page of nothing has no link: whoever asks for `$top=0` would follow it for ever.
    if (items.length === size) return { items, nextLink: size > 0 ? writeLink(url, last) : undefined };
    items.push(entity);
    last = rank;
  }
  return { items, nextLink: undefined };
}

function readToken(token: string | undefined): number {
  if (token === undefined) return -1;
  const rank = new RegExp(`^${tokenPrefix}([0-9a-z]{1,8})$`).exec(token)?.[1];
  if (rank === undefined) throw badRequest('The skip token is not valid.');
  return Number.parseInt(rank, 36);
}

function writeLink(url: URL, rank: number): string {
  const query = [...url.searchParams].filter(([name]) => name !== '$skiptoken');
  query.push(['$skiptoken', `${tokenPrefix}${rank.toString(36)}`]);
  const text = query.map(
    ([name, value]) => `${encodeURIComponent(name).replace('%24', '$')}=${encodeURIComponent(value)}`,
  );
  return `${url.origin}${url.pathname}?${text.join('&')}`;
}
