/**
 * `npm run bench -- bulk-read`: measures the package beside what people use for the same work, in Chromium.
 *
 *   npm run bench -- bulk-read --rounds 30    so many rounds of each (default: 15)
 *
 * Exit code: 0 every bar is met · 1 one is not · 2 wrong usage.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runCommand } from './lib/entry.mjs';
import { inRoot } from './lib/paths.mjs';
import { reportWorkOnly, setUp } from './setup/index.mjs';

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: { rounds: { type: 'string', default: '15' } } });
  } catch (error) {
    return error.message;
  }
}

async function bench() {
  const read = readArguments();
  if (typeof read === 'string') {
    console.error(read);
    return 2;
  }
  const [name = ''] = read.positionals;
  const script = inRoot('tests', 'bench', name, 'run.mjs');
  if (!/^[a-z-]+$/.test(name) || !existsSync(script) || !/^[1-9]\d{0,3}$/.test(read.values.rounds)) {
    console.error('Usage: npm run bench -- bulk-read [--rounds 15]');
    return 2;
  }
  await setUp({ report: reportWorkOnly });
  const { run } = await import(script);
  return (await run({ rounds: Number(read.values.rounds) })) ? 0 : 1;
}

await runCommand(bench);
