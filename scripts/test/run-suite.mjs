/** Runs one suite and says how it went. */
import { run } from '../lib/processes.mjs';
import { inWords, sum } from './counts.mjs';

/** No suite takes nearly as long; one that hangs must not hang `npm test`. */
const STEP_TIMEOUT_MS = 40 * 60_000;

const ENVIRONMENT = { CARGO_TERM_COLOR: 'never', NO_COLOR: '1', FORCE_COLOR: undefined };

/**
 * @param {import('./suites.mjs').Suite} suite
 * @param {import('../setup/browsers.mjs').Browsers} browsers
 * @returns {Promise<{ counts: import('./counts.mjs').Counts, problems: string }>} `problems`: the whole output
 *   of the steps that failed
 */
export async function runSuite(suite, browsers) {
  const all = [];
  let problems = '';
  for (const { command, args, env, count } of suite.steps(browsers)) {
    const { code, output, timedOut } = await run(command, args, {
      env: { ...ENVIRONMENT, ...env },
      timeoutMs: STEP_TIMEOUT_MS,
    });
    const counts = count(output, code);
    const remarks = [];
    if (timedOut) remarks.push(`ended after ${STEP_TIMEOUT_MS / 60_000} minutes`);
    if (counts.passed + counts.failed + counts.skipped === 0) remarks.push('no test ran');
    if (code !== 0 && counts.failed === 0) remarks.push(`exit code ${code}`);
    // What the counts do not tell is one more failure.
    if (remarks.length > 0) counts.failed += 1;
    if (counts.failed > 0) problems += [`$ ${command} ${args.join(' ')}`, output.trimEnd(), ...remarks, ''].join('\n');
    all.push(counts);
  }
  return { counts: sum(all), problems };
}

/** The summary line of a suite. */
export function summaryLine(name, counts, milliseconds) {
  const mark = counts.failed > 0 ? '✗' : '✓';
  return `${mark} ${name.padEnd(14)} ${inWords(counts)} (${(milliseconds / 1000).toFixed(1)} s)`;
}
