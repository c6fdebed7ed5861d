/** Which requests a fault strikes. */
import type { ServiceRequest } from './answer.js';
import { requireKeys, requireThat } from './checks.js';
import type { FaultMatch } from './fault-types.js';
import { createPathTest, createTextTest } from './paths.js';

/** A request with what tests look for in it, worked out once however many faults are waiting. */
export interface Candidate {
  method: string;
  path: string;
  /** The query string, decoded. */
  query(): string;
  body: string;
  /** The `displayName` in the body, if it has one. */
  name(): unknown;
}

export type Strikes = (candidate: Candidate) => boolean;

export function createCandidate({ method, url, body }: ServiceRequest): Candidate {
  return {
    method,
    path: url.pathname,
    body,
    query: once(() => [...url.searchParams].map(([name, value]) => `${name}=${value}`).join('&')),
    name: once(() => readName(body)),
  };
}

/** Makes a test of a match; throws a `TypeError` where it is none. */
export function createMatch(match: FaultMatch = { method: 'POST', path: 'accessPackages' }): Strikes {
  requireKeys(match, 'Not a fault: "match"', ['method', 'path', 'query', 'body', 'name']);
  const { method, path, query, body, name } = match;
  for (const part of ['method', 'name'] as const) {
    const isText = match[part] === undefined || typeof match[part] === 'string';
    requireThat(isText, `Not a fault: "match.${part}" must be a string.`);
  }
  const pathFits = createPathTest(path);
  const queryFits = createSearch('query', query);
  const bodyFits = createSearch('body', body);
  const wanted = method?.toUpperCase();
  return (candidate) =>
    (wanted === undefined ? candidate.method !== 'OPTIONS' : candidate.method === wanted) &&
    pathFits(candidate.path) &&
    (query === undefined || queryFits(candidate.query())) &&
    bodyFits(candidate.body) &&
    (name === undefined || candidate.name() === name);
}

function createSearch(part: string, wanted: string | RegExp | undefined): (text: string) => boolean {
  if (wanted === undefined) return () => true;
  if (typeof wanted === 'string') return (text) => text.includes(wanted);
  requireThat(wanted instanceof RegExp, `Not a fault: "match.${part}" must be a string or a RegExp.`);
  return createTextTest(wanted);
}

function readName(body: string): unknown {
  try {
    return JSON.parse(body)?.displayName;
  } catch {
    return undefined;
  }
}

function once<T>(work: () => T): () => T {
  let done: { value: T } | undefined;
  return () => {
    done ??= { value: work() };
    return done.value;
  };
}
