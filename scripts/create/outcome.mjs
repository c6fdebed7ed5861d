/** The outcome of a create in words, with the exit code that goes with it. */

/** The exit codes of `npm run create`. */
export const EXIT = /** @type {const} */ ({ created: 0, failed: 1, usage: 2, unknown: 3 });

/** Lines of `label  value` for what is known. */
function table(entries) {
  const known = entries.filter(([, value]) => value !== undefined);
  const width = Math.max(0, ...known.map(([label]) => label.length));
  return known.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`);
}

/** What each outcome means; `created` is said where it was made. */
const OUTCOMES = {
  adopted: 'Created: the answer was lost, and a look found the package',
  existing: 'It was there before',
  notCreated: 'Not created: looks have shown that nothing came of it',
};

/**
 * @param {import('entra-access-packages').CreateResult | import('entra-access-packages').RecheckResult} result
 * @param {string} where
 * @returns {{ text: string, code: number }}
 */
export function describeResult({ outcome, accessPackage, duplicates = [], attempts }, where) {
  const attempt = attempts.findLast(({ purpose }) => purpose === 'create');
  const text = [
    `${OUTCOMES[outcome] ?? `Created on ${where}`}.`,
    ...table([
      ...Object.entries(accessPackage ?? {}),
      ['client-request-id', attempt?.clientRequestId],
      ['request-id', attempt?.requestId],
    ]),
    ...duplicates.map(({ id }) => `Beware: another package of that name has appeared in the catalog, ${id}.`),
  ].join('\n');
  return { text, code: accessPackage ? EXIT.created : EXIT.failed };
}

/**
 * What is going on, in a sentence, where there is something to say.
 *
 * @param {import('entra-access-packages').AccessPackageEvent} event
 */
export function describeEvent({ type, reason, status, waitMs = 0, until = '' }) {
  switch (type) {
    case 'waiting':
      return waitMs > 1_500 ? `Waiting until ${until.slice(11, 19)} UTC (${WAITS[reason] ?? reason}) …` : undefined;
    case 'sending':
      return reason === 'initial' ? 'Sending …' : 'Sending again …';
    case 'ambiguous':
      return `It is open whether it was done (${status ?? reason}): looking …`;
    default:
      return undefined;
  }
}

const WAITS = {
  throttled: 'Graph asked for it',
  failed: 'Graph failed',
  ambiguous: 'what was done may take a while to be seen',
  conflict: 'whose package has the name may take a while to be seen',
};

/** What each kind of error means for the package that was to be created. */
const HEADLINES = {
  ERR_VALIDATION: 'Not created, and nothing was sent',
  ERR_LOAD: 'Not created, and nothing was sent',
  ERR_CONFLICT: 'Not created: the name is taken',
  ERR_THROTTLED: 'Graph asks to wait',
  ERR_OUTCOME_UNKNOWN: 'It is not known whether it was created',
};

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
      ['the package that has it', error.existing?.id],
      ...(error.candidates ?? []).map(({ id }) => ['perhaps this one', id]),
    ]),
    ...(error.denial?.remedies ?? []).map(({ missing, fix }) => `  perhaps missing: ${missing}. ${fix}`),
    ...(error.ticket ? ['Keep this ticket in a file, and settle it by npm run create -- --recheck FILE:'] : []),
    ...(error.ticket ? [JSON.stringify(error.ticket)] : []),
  ].join('\n');
  if (error.code === 'ERR_VALIDATION') return { text, code: EXIT.usage };
  // With a ticket nobody has established whether this call made a package.
  return { text, code: error.ticket || error.code === 'ERR_OUTCOME_UNKNOWN' ? EXIT.unknown : EXIT.failed };
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
