/** Checks of what comes from JavaScript or through the control surface, where no compiler has looked. */

/** Throws a `TypeError` with this message unless the condition holds. */
export function requireThat(condition: unknown, message: string): asserts condition {
  if (!condition) throw new TypeError(message);
}

/** Checks that a value is an object with no other properties than these: a misspelt one would silently do nothing. */
export function requireKeys(value: unknown, what: string, known: readonly string[]): asserts value is object {
  requireThat(typeof value === 'object' && value !== null && !Array.isArray(value), `${what} must be an object.`);
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  requireThat(unknown === undefined, `${what} has no property "${unknown}" (it has ${known.join(', ')}).`);
}

/** Checks that a value is one of these texts. */
export function requireOneOf<T extends string>(value: unknown, what: string, known: readonly T[]): asserts value is T {
  requireThat((known as readonly unknown[]).includes(value), `${what} must be one of ${known.join(', ')}.`);
}

/** Checks that a value is a whole number from `least` on. */
export function requireCount(value: unknown, what: string, least = 1): asserts value is number {
  const fits = Number.isSafeInteger(value) && (value as number) >= least;
  requireThat(fits, `${what} must be a ${least === 1 ? 'positive integer' : `whole number from ${least} on`}.`);
}

/** Checks that a value is a number of milliseconds that timers can wait. */
export function requireDuration(value: unknown, what: string): asserts value is number {
  // The upper bound is that of setTimeout, which would fire at once beyond it.
  const fits = typeof value === 'number' && value >= 0 && value <= 2_147_483_647;
  requireThat(fits, `${what} must be milliseconds from 0 to 2147483647.`);
}

/** Checks header lines as both `Response` and Node's server take them, so that a bad one is told where it is given. */
export function requireHeader(name: string, value: string | readonly string[]): void {
  const lines: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const line of lines) {
    const isPlain = typeof line === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(line);
    requireThat(isPlain, `The header "${name}" must have strings without control characters.`);
    new Headers([[name, line]]);
  }
  requireThat(name.toLowerCase() !== 'transfer-encoding', 'The header "transfer-encoding" is the connection’s own.');
}
