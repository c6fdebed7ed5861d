/**
 * `npm run matrix [-- NAME…]`: the packed tarball in bundlers, workers, and on servers. `--write` puts the table of
 * what was seen to work into the README, `--list` names the entries.
 *
 * Exit code: 0 all works · 1 something does not · 2 no such entry.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { listEntries } from '../tests/matrix/entries.mjs';
import { buildPackage } from './lib/build-all.mjs';
import { runCommand } from './lib/entry.mjs';
import { inRoot } from './lib/paths.mjs';
import { setUp } from './setup/index.mjs';

async function matrix() {
  const options = process.argv.slice(2);
  const names = options.filter((option) => !option.startsWith('--'));
  const entries = listEntries();
  if (options.includes('--list')) {
    for (const { name, title } of entries) console.log(`${name.padEnd(18)} ${title}`);
    return 0;
  }
  const unknown = names.filter((name) => !entries.some((entry) => entry.name === name));
  if (unknown.length > 0) {
    console.error(`There is no entry ${unknown.join(', ')}; npm run matrix -- --list names them.`);
    return 2;
  }
  await setUp({ engines: ['chromium'] });
  await buildPackage((line) => console.log(`[build] ${line}`));
  const env = { ...process.env, MATRIX: names.join(' '), MATRIX_WRITE: options.includes('--write') ? '1' : '' };
  const child = spawn('node', ['--test', '--test-reporter=spec', inRoot('tests', 'matrix', 'matrix.test.mjs')], {
    env,
    stdio: 'inherit',
  });
  const [code] = await once(child, 'close');
  return code === 0 ? 0 : 1;
}

await runCommand(matrix);
