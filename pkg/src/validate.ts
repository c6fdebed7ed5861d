/** Checks an input without sending anything. */
import { toBytes } from './border.js';
import { encode } from './encode.js';
import { InternalError, ValidationError } from './errors.js';
import { type Instance, isTrap } from './instance.js';
import { ready } from './load.js';
import { readMessage } from './options.js';
import { reword } from './reword.js';
import { settle } from './settle.js';
import { type Snapshot, snapshot } from './snapshot.js';
import type { AccessPackageInput, MessageOptions, ValidationIssue, ValidationResult } from './types.js';

/**
 * Checks an input as `create` does, without sending anything, and tells every problem at once. It is
 * synchronous, for forms that check as one types, and so the WebAssembly has to be loaded: await `init()`
 * first.
 *
 * @param input - What a form has, or a file, or anybody.
 * @param options - Texts of one's own for the issues. Default: English.
 * @throws {@link LoadError} `ERR_LOAD` with the reason `notLoaded`.
 * @throws {@link InternalError} `ERR_INTERNAL`: a defect of this package.
 * @throws `TypeError` `ERR_INVALID_ARG_TYPE`: an option is of the wrong kind.
 */
export function validateAccessPackage(input: unknown, options?: MessageOptions): ValidationResult {
  const { value, issues } = judge(snapshot(input), readMessage(options));
  return issues ? { ok: false, issues } : { ok: true, value };
}

/** What an input is: what would be sent, or everything that is wrong with it. */
export type Judgement =
  | { value: AccessPackageInput; issues?: undefined }
  | { value?: undefined; issues: ValidationIssue[] };

/** Judges the copy of an input. The WebAssembly has to be loaded. */
export function judge(copy: Snapshot, message: MessageOptions['message']): Judgement {
  try {
    return { value: enter<AccessPackageInput>(ready(), { operation: 'validate' }, copy, message) };
  } catch (error) {
    if (isInvalid(error)) return { issues: error.issues };
    throw error;
  }
}

/** Carries out an operation that asks nobody, on an input, and gives its value, or throws the error that it settled with. */
export function enter<T>(
  instance: Instance,
  operation: { operation: 'validate' | 'prepare'; cloud?: string | undefined; graphRoot?: string | undefined },
  copy: Snapshot,
  message?: MessageOptions['message'],
): T {
  try {
    return settle<T>(instance.enter(toBytes(encode({ ...operation, input: copy.value })))).value;
  } catch (error) {
    if (isTrap(error)) throw new InternalError({ message: error.message, cause: error.cause });
    return blame(copy, message)(error);
  }
}

/** Gives a validation error the caller's texts, and the value that reading the input threw, if it threw one. */
export function blame({ thrown }: Snapshot, message: MessageOptions['message']): (error: unknown) => never {
  return (error) => {
    if (isInvalid(error)) {
      if (thrown) Object.defineProperty(error, 'cause', { value: thrown.reason, configurable: true, writable: true });
      reword(error.issues, message);
    }
    throw error;
  };
}

/** Whether the input was wrong. What is thrown may also be a caller's own: a Proxy may throw at any question. */
function isInvalid(error: unknown): error is ValidationError {
  try {
    return error instanceof ValidationError;
  } catch {
    return false;
  }
}
