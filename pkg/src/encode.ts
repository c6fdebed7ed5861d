/** Plain data as text for the core: JSON, with `?` and a letter for what JavaScript has and JSON has not (`src/json.rs`). */

/** How deep it is followed. Nothing that the core reads lies deeper. */
const DEPTH = 64;

/** Writes what {@link snapshot} or `JSON.parse` gave. */
export function encode(value: unknown, depth = DEPTH): string {
  switch (typeof value) {
    case 'undefined':
      return '?d';
    case 'symbol':
      return `?${value.description?.[0]}`;
    case 'number':
      return Number.isFinite(value) ? `${value}` : '?n';
    case 'object': {
      if (value === null || depth === 0) return 'null';
      if (Array.isArray(value)) return `[${value.map((element) => encode(element, depth - 1))}]`;
      const properties = Object.entries(value);
      return `{${properties.map(([name, each]) => `${JSON.stringify(name)}:${encode(each, depth - 1)}`)}}`;
    }
    default:
      return JSON.stringify(value);
  }
}
