/** The outcome of a create in words, with the exit code that goes with it. */

/** The exit codes of `npm run create`. */
export const EXIT = /** @type {const} */ ({ created: 0, failed: 1, usage: 2, unknown: 3 });

/** Lines of `label  value` for what is known. */
function table(entries) {
  const known = entries.filter(([, value]) => value !== undefined);
  const width = Math.max(0, ...known.map(([label]) => label.length));
  return known.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`);
}

/**
 * @param {import('entra-access-packages').CreateResult} result
 * @returns {string}
 */
export function describeResult({ accessPackage, attempts }, where) {
  const attempt = attempts.at(-1);
  return [
    `Created on ${where}.`,
    ...table([
      ...Object.entries(accessPackage),
      ['client-request-id', attempt?.clientRequestId],
      ['request-id', attempt?.requestId],
    ]),
  ].join('\n');
}

/** What each kind of error means for the package that was to be created. */
const HEADLINES = {
  ERR_VALIDATION: 'Not created, and nothing was sent',
  ERR_TOKEN: 'Not created, and nothing was sent',
  ERR_LOAD: 'Not created, and nothing was sent',
  // A browser or a gateway may have repeated the request, and then the package that is there is this one.
  ERR_CONFLICT: 'The name is taken: look whether the package that is there is the one of this call',
  ERR_OUTCOME_UNKNOWN: 'It is not known whether it was created: look at the catalog before trying again',
};

/** Codes after which nobody has established whether this call made a package. */
const UNSETTLED = ['ERR_CONFLICT', 'ERR_OUTCOME_UNKNOWN'];

/**
 * @param {unknown} error what `create` rejected with
 * @param {(value: unknown) => boolean} isAccessPackageError of the built package
 * @returns {{ text: string, code: number }}
 */
export function describeError(error, isAccessPackageError) {
  if (!isAccessPackageError(error)) return describeOther(error);
  const text = [
    `${HEADLINES[error.code] ?? 'Not created'}.`,
    `${error.name} (${error.code}): ${error.message}`,
    ...(error.issues ?? []).map(describeIssue),
    ...table([
      ['reason', error.reason],
      ['status', error.status],
      ['Graph’s code', error.graphCode],
      ['Graph’s message', error.graphMessage],
      ['client-request-id', error.clientRequestId ?? error.attempts.at(-1)?.clientRequestId],
      ['request-id', error.requestId],
      ['date', error.date],
      ['try again at', error.retryAt],
    ]),
  ].join('\n');
  if (error.code === 'ERR_VALIDATION') return { text, code: EXIT.usage };
  return { text, code: UNSETTLED.includes(error.code) ? EXIT.unknown : EXIT.failed };
}

function describeIssue({ path, code, message, hint }) {
  const place = path.length > 0 ? path.join('.') : 'the whole input';
  return `  ${place}: ${message} (${code})${hint ? `. ${hint}` : ''}`;
}

/** An argument of the wrong kind is a usage error; anything else here is the interruption before sending. */
function describeOther(error) {
  const code = error instanceof TypeError ? EXIT.usage : EXIT.failed;
  return {
    text: `Not created, and nothing was sent.\n${error instanceof Error ? error.message : String(error)}`,
    code,
  };
}
