/** Mistakes in how a function was called. */

/** An argument of the wrong kind, or with a value that it cannot have: a `TypeError` with a `code`. */
export function argumentError(code: 'ERR_INVALID_ARG_TYPE' | 'ERR_INVALID_ARG_VALUE', message: string): TypeError {
  return Object.assign(new TypeError(message), { code });
}
