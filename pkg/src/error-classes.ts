/** The classes of the errors, each with its code. */

/** Makes an error of what the core tells of it, or of what the facade knows. */
type ErrorClass = new (init: never) => Error;

const CLASSES = new Map<unknown, ErrorClass>();

/**
 * Gives a class and its errors their code and, as the built-in ones have them, their name: that of the class, which minifiers
 * rename. `ERR_OUTCOME_UNKNOWN` is of `OutcomeUnknownError`. Each class calls it with `this`: by its name the package would be larger.
 */
export function register(target: ErrorClass, code: string): void {
  const words = code.slice(3).toLowerCase();
  const name = `${words.replace(/_./g, ([, letter = '']) => letter.toUpperCase())}Error`;
  CLASSES.set(code, target);
  hide(target, 'name', name);
  hide(target.prototype, 'name', name);
  hide(target.prototype, 'code', code);
}

/** The class whose errors have that code. */
export function classOf(code: unknown): ErrorClass | undefined {
  return CLASSES.get(code);
}

/** Sets what logs that enumerate leave out. */
export function hide(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, configurable: true, writable: true });
}
