/** How many tests passed, failed and were skipped, read from what the test runners print. */

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @returns {Counts} */
export const noCounts = () => ({ passed: 0, failed: 0, skipped: 0 });

/** Adds counts up. @param {Counts[]} all @returns {Counts} */
export function sum(all) {
  const total = noCounts();
  for (const counts of all) {
    for (const key of /** @type {(keyof Counts)[]} */ (Object.keys(total))) total[key] += counts[key];
  }
  return total;
}

/** The summary of `node --test --test-reporter=tap`. Cancelled tests have failed; todo tests were not done. */
export function fromTap(output) {
  const last = (name) => Number(output.match(new RegExp(`^# ${name} (\\d+)$(?![\\s\\S]*^# ${name} )`, 'm'))?.[1] ?? 0);
  return { passed: last('pass'), failed: last('fail') + last('cancelled'), skipped: last('skipped') + last('todo') };
}

/** The summary lines of `cargo test` and of wasm-bindgen's test runner: one for each test program. */
export function fromCargo(output) {
  const lines = output.matchAll(/^test result: \S+ (\d+) passed; (\d+) failed; (\d+) ignored/gm);
  return sum(
    [...lines].map(([, passed, failed, skipped]) => ({ passed: +passed, failed: +failed, skipped: +skipped })),
  );
}

/** A check that passes or fails as a whole. */
export const fromExitCode = (_output, code) => ({ ...noCounts(), [code === 0 ? 'passed' : 'failed']: 1 });

/** `3 passed, 1 failed` and, where there are any, `, 2 skipped`. @param {Counts} counts */
export function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
