/**
 * `$filter`, in the forms that are documented or seen to work: `displayName eq '…'`, `catalog/id eq '…'`,
 * `contains(displayName,'…')`, `contains(tolower(displayName),'…')`, joined by `and`. All else is `InvalidFilter`.
 */
import { invalidFilter } from './errors.js';
import { isGuid } from './guid.js';

/** A property that may stand in a filter. */
export interface FilterField<T> {
  read(entity: T): string;
  /** Whether `eq` finds the literal equal to the value. */
  equals(value: string, literal: string): boolean;
  /** Whether the literal must be a GUID. */
  guid?: boolean;
  /** Whether `contains` is supported. */
  contains?: boolean;
}

export type FilterFields<T> = Readonly<Record<string, FilterField<T>>>;

type Test<T> = (entity: T) => boolean;
type Token = { kind: 'text' | 'word' | 'sign'; value: string };

export function parseFilter<T>(source: string, fields: FilterFields<T>): Test<T> {
  const tokens = tokenize(source);
  let position = 0;

  function unsupported(): never {
    throw invalidFilter(`Filter '${source}' is not supported.`);
  }

  function next(kind: Token['kind'], value?: string): string {
    const token = tokens[position];
    position += 1;
    if (token?.kind !== kind || (value !== undefined && token.value !== value)) return unsupported();
    return token.value;
  }

  function accept(value: string): boolean {
    const token = tokens[position];
    const found = token?.kind !== 'text' && token?.value === value;
    if (found) position += 1;
    return found;
  }

  function field(): FilterField<T> {
    const name = next('word');
    return (Object.hasOwn(fields, name) ? fields[name] : undefined) ?? unsupported();
  }

  function contains(): Test<T> {
    next('sign', '(');
    const lowered = accept('tolower');
    if (lowered) next('sign', '(');
    const of = field();
    if (!of.contains) unsupported();
    if (lowered) next('sign', ')');
    next('sign', ',');
    const literal = next('text');
    next('sign', ')');
    return (entity) => (lowered ? of.read(entity).toLowerCase() : of.read(entity)).includes(literal);
  }

  function condition(): Test<T> {
    if (accept('(')) {
      const inner = conjunction();
      next('sign', ')');
      return inner;
    }
    if (accept('contains')) return contains();
    const of = field();
    next('word', 'eq');
    const literal = next('text');
    if (of.guid && !isGuid(literal)) throw invalidFilter('Unrecognized Guid format');
    return (entity) => of.equals(of.read(entity), literal);
  }

  function conjunction(): Test<T> {
    const tests = [condition()];
    while (accept('and')) tests.push(condition());
    return (entity) => tests.every((test) => test(entity));
  }

  const whole = conjunction();
  return position === tokens.length ? whole : unsupported();
}

function tokenize(source: string): Token[] {
  const pattern = /\s*(?:'((?:[^']|'')*)'|([A-Za-z_][\w/]*)|([(),]))\s*/y;
  const tokens: Token[] = [];
  while (pattern.lastIndex < source.length) {
    const start = pattern.lastIndex;
    const [, text, word, sign] = pattern.exec(source) ?? [];
    if (text !== undefined) tokens.push({ kind: 'text', value: text.replaceAll("''", "'") });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign });
    else throw invalidFilter(`Syntax error at position ${start} in '${source}'.`);
  }
  return tokens;
}
