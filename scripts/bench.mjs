/**
 * `npm run bench [-- SECTION…]`: measures the package beside what people use for the same work, in Chromium.
 *
 *   npm run bench                            everything, some fifteen minutes
 *   npm run bench -- bulk-read --rounds 30   one section, so many rounds of it (default: the section's own)
 *   npm run bench -- --write                 everything, and the figures into docs/benchmarks.md, its chart and the README
 *
 * Exit code: 0 every bar is met · 1 one is not · 2 wrong usage.
 */
import { parseArgs } from 'node:util';
import { NAMES } from '../tests/bench/sections/names.mjs';
import { buildPackage } from './lib/build-all.mjs';
import { runCommand } from './lib/entry.mjs';
import { reportWorkOnly, setUp } from './setup/index.mjs';

const USAGE = `Usage: npm run bench -- [SECTION…] [--rounds 15] [--write]\nSections: ${NAMES.join(', ')}`;

/** @returns {{ names: string[], rounds?: number, isWritten: boolean } | string} what to do, or what is wrong */
function readArguments() {
  const options = /** @type {const} */ ({ rounds: { type: 'string' }, write: { type: 'boolean', default: false } });
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options });
    const unknown = positionals.filter((name) => !NAMES.includes(name));
    if (unknown.length > 0) return `There is no section ${unknown.join(', ')}.\n${USAGE}`;
    if (values.rounds !== undefined && !/^[1-9]\d{0,3}$/.test(values.rounds))
      return `--rounds takes 1 to 9999.\n${USAGE}`;
    // What is shown comes from one run, so that it can be compared.
    if (values.write && positionals.length > 0) return `--write needs a run of all sections.\n${USAGE}`;
    return {
      names: positionals.length > 0 ? positionals : NAMES,
      rounds: values.rounds === undefined ? undefined : Number(values.rounds),
      isWritten: values.write,
    };
  } catch (error) {
    return `${error.message}\n${USAGE}`;
  }
}

async function bench() {
  const asked = readArguments();
  if (typeof asked === 'string') {
    console.error(asked);
    return 2;
  }
  await setUp({ engines: ['chromium'], report: reportWorkOnly });
  await buildPackage((line) => console.error(`[build] ${line}`));
  const { run } = await import('../tests/bench/run.mjs');
  return (await run(asked)) ? 0 : 1;
}

await runCommand(bench);
