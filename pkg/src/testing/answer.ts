/** What the service says to a request, before it becomes a `Response` or bytes on a socket. */

/** Header lines in order. A name may repeat. */
export type HeaderLines = [name: string, value: string][];

export interface Answer {
  status: number;
  headers: HeaderLines;
  /** Text, or `null` where there is no body. */
  body: string | null;
  /** For the record: the id of the access package that was made, if one was. */
  created?: string;
}

/** A request as the service sees it, whatever carried it. */
export interface ServiceRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: string;
  /** What carried it, where that was a socket. */
  carrier?: Carrier;
}

/** The connection that a request came on. */
export interface Carrier {
  /** Counted from 1. */
  connection: number;
  /** Whether another request had come on it before. */
  reused: boolean;
  httpVersion: string;
}

/** How an answer reaches the caller: whole, broken off at half of its body (`stall` leaves the connection open), or not at all. */
export type Delivery =
  | { kind: 'whole' | 'cut' | 'stall'; answer: Answer }
  | { kind: 'reset' | 'streamReset' | 'hang'; answer?: undefined };

/** The content type of Graph's answers. */
export const graphJson =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** Sets a header in place of all lines of that name; `null` removes them. */
export function setHeader(lines: HeaderLines, name: string, value: string | readonly string[] | null): void {
  const kept = lines.filter(([other]) => other.toLowerCase() !== name.toLowerCase());
  const values = value === null ? [] : typeof value === 'string' ? [value] : value;
  lines.splice(0, lines.length, ...kept, ...values.map((each): [string, string] => [name, each]));
}

/** Whether there is a line of that name. */
export function hasHeader(lines: HeaderLines, name: string): boolean {
  return lines.some(([other]) => other.toLowerCase() === name.toLowerCase());
}
