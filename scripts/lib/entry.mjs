/** What every command does around its work: signals end it with its children, a known problem is one sentence. */
import { SetupError } from '../setup/problem.mjs';
import { endChildren } from './processes.mjs';

/** Signals that are nearer to each other than this, in milliseconds, are one. */
const TWICE_MS = 500;

/**
 * Runs a command's main function.
 *
 * @param {() => Promise<number | undefined>} main gives the exit code; `undefined` lets the process live on
 * @param {{ onSignal?: () => Promise<number> }} [options] what to do on SIGINT and SIGTERM; gives the exit code.
 *   Default: nothing, with the shell's code for that signal.
 */
export async function runCommand(main, { onSignal } = {}) {
  let endingSince = 0;
  for (const [signal, code] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])) {
    process.on(signal, async () => {
      if (endingSince > 0) {
        // Ctrl-C arrives twice, from the terminal and from npm. A later one means "now".
        if (performance.now() - endingSince > TWICE_MS) process.exit(code);
        return;
      }
      endingSince = performance.now();
      await endChildren();
      process.exit(onSignal ? await onSignal() : code);
    });
  }
  try {
    const code = await main();
    // Not process.exit(): output to a pipe may still be under way.
    if (code !== undefined) process.exitCode = code;
  } catch (error) {
    if (endingSince > 0) return;
    console.error(error instanceof SetupError ? error.message : error);
    process.exit(1);
  }
}
