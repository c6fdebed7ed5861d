/** Set-up cannot go on. The message says what is missing and what to do about it. */
export class SetupError extends Error {
  /** @param {string} message @param {string} [output] output of the command that failed */
  constructor(message, output) {
    super(output ? `${output.trimEnd()}\n\n${message}` : message);
    this.name = 'SetupError';
  }
}
