/**
 * `$filter`, in the forms that are documented or seen to work: `displayName eq '…'`, `catalog/id eq '…'`,
 * `contains(displayName,'…')`, `contains(tolower(displayName),'…')`, joined by `and`. Which of them the service
 * supports is a matter of its rules; all else is unsupported.
 */
import { InvalidFilter } from './errors.js';
import { isGuid } from './guid.js';
import type { FilterRules } from './query-support.js';

/** A property that may stand in a filter. */
export interface FilterField<T> {
  read(entity: T): string;
  /** Whether `eq` finds the literal equal to the value. */
  equals(value: string, literal: string): boolean;
  /** The rule for `eq`. */
  form: 'nameEquals' | 'catalogEquals' | 'packageEquals';
  /** Whether the literal must be a GUID. */
  guid?: boolean;
  /** Whether `contains` is supported. */
  contains?: boolean;
}

export type FilterFields<T> = Readonly<Record<string, FilterField<T>>>;

/** A filter: the test, and the literals that properties must be equal to in any case, for an index to use. */
export interface Filter<T> {
  test(entity: T): boolean;
  equal: Readonly<Record<string, string>>;
}

/** Reads a filter; throws `InvalidFilter` where the service refuses it. */
export function readFilter<T>(source: string, fields: FilterFields<T>, rules: FilterRules): Filter<T> {
  try {
    return parseFilter(source, fields, rules);
  } catch (error) {
    if (error instanceof Unsupported && rules.others === 'ignored') return everything;
    throw error;
  }
}

/** A filter that the service has no meaning for, in contrast to one that it refuses by its rules. */
class Unsupported extends InvalidFilter {}

const everything: Filter<unknown> = { test: () => true, equal: {} };

type Token = { kind: 'text' | 'word' | 'sign'; value: string };

function parseFilter<T>(source: string, fields: FilterFields<T>, rules: FilterRules): Filter<T> {
  const tokens = tokenize(source);
  let position = 0;

  function unsupported(): never {
    throw new Unsupported(`Filter '${source}' is not supported.`);
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

  // A refusal waits until the whole is known to be a filter.
  const refusals: InvalidFilter[] = [];

  /** What the rules make of a condition. */
  function ruled(form: keyof FilterRules, filter: Filter<T>): Filter<T> {
    if (rules[form] === 'refused') refusals.push(new InvalidFilter(`Filter '${source}' is not supported.`));
    return rules[form] === 'honoured' ? filter : everything;
  }
  function field(): [string, FilterField<T>] {
    const name = next('word');
    return [name, (Object.hasOwn(fields, name) ? fields[name] : undefined) ?? unsupported()];
  }

  function contains(): Filter<T> {
    next('sign', '(');
    const lowered = accept('tolower');
    if (lowered) next('sign', '(');
    const [, of] = field();
    if (!of.contains) unsupported();
    if (lowered) next('sign', ')');
    next('sign', ',');
    const literal = next('text');
    next('sign', ')');
    const test = (entity: T) => (lowered ? of.read(entity).toLowerCase() : of.read(entity)).includes(literal);
    return ruled('nameContains', { test, equal: {} });
  }

  function condition(): Filter<T> {
    if (accept('(')) {
      const inner = conjunction();
      next('sign', ')');
      return inner;
    }
    if (accept('contains')) return contains();
    const [name, of] = field();
    next('word', 'eq');
    const literal = next('text');
    const filter = { test: (entity: T) => of.equals(of.read(entity), literal), equal: { [name]: literal } };
    const honoured = ruled(of.form, filter);
    if (honoured === filter && of.guid && !isGuid(literal))
      refusals.push(new InvalidFilter('Unrecognized Guid format'));
    return honoured;
  }

  function conjunction(): Filter<T> {
    const first = condition();
    const others: Filter<T>[] = [];
    while (accept('and')) others.push(condition());
    if (others.length === 0) return first;
    const all = [first, ...others];
    const equal = Object.assign({}, ...all.map((each) => each.equal));
    return ruled('and', { test: (entity) => all.every((each) => each.test(entity)), equal });
  }

  const whole = conjunction();
  if (position !== tokens.length) unsupported();
  const joined = tokens.some(({ kind, value }) => kind === 'word' && value === 'and');
  // A joined filter that is ignored as a whole is not looked into.
  if (joined && rules.and === 'ignored') return everything;
  if (refusals[0]) throw refusals[0];
  return whole;
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
    else throw new Unsupported(`Syntax error at position ${start} in '${source}'.`);
  }
  return tokens;
}
