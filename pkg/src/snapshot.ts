/** Reads a caller's input once, before the first `await`, so that later changes and traps of a Proxy do not count. */

/** What {@link snapshot} found. */
export interface Snapshot {
  /**
   * Plain data. What has no place in JSON is a symbol whose description tells what it was: the core reports
   * it (`src/wasm/value.rs`).
   */
  value: unknown;
  /** The first value that was thrown while reading, if any was. */
  thrown?: { reason: unknown };
}

/** How deep an input goes: its properties, and those of `catalog`. What lies deeper is wrong whatever it is. */
const DEPTH = 2;

/** How much of a text, or of a name, is looked at: far more than any property takes, and not what a page can be brought to hold. */
const LONGEST = 65_536;

/** Copies an input to plain data: its own enumerable properties with text as names, which is what JSON would have. */
export function snapshot(input: unknown): Snapshot {
  const result: Snapshot = { value: undefined };
  result.value = copy(input, DEPTH, result);
  return result;
}

function copy(value: unknown, depth: number, result: Snapshot): unknown {
  try {
    if (typeof value === 'string') return isWellFormed(value) ? value.slice(0, LONGEST) : Symbol('illFormed');
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
      return Symbol(typeof value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return [];
    const plain: Record<string, unknown> = {};
    for (const key of depth > 0 ? Object.keys(value) : []) {
      // Not an assignment, for which `__proto__` would not be a name like others.
      const name = wellFormed(key.slice(0, LONGEST));
      // Two may be one when they are cut.
      Object.defineProperty(plain, name, {
        value: read(value, key, depth, result),
        enumerable: true,
        configurable: true,
      });
    }
    return plain;
  } catch (reason) {
    return unreadable(reason, result);
  }
}

function read(object: object, key: string, depth: number, result: Snapshot): unknown {
  try {
    return copy((object as Record<string, unknown>)[key], depth - 1, result);
  } catch (reason) {
    return unreadable(reason, result);
  }
}

function unreadable(reason: unknown, result: Snapshot): symbol {
  result.thrown ??= { reason };
  return Symbol('unreadable');
}

/** A name that the core can repeat: unpaired surrogates are written as in a JavaScript literal. */
function wellFormed(key: string): string {
  return key.replace(/\p{Surrogate}/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`);
}

/** Whether it has no unpaired surrogate. (`String.prototype.isWellFormed` is younger than the browsers we support.) */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
