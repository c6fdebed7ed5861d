/** `npm test` itself: its counts, its summary lines, its table of suites. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { fromCargo, fromExitCode, fromTap, inWords, sum } from '../../scripts/test/counts.mjs';
import { runSuite, summaryLine } from '../../scripts/test/run-suite.mjs';
import { capabilities, SUITES } from '../../scripts/test/suites.mjs';
import { temporaryFolder } from './support.mjs';

test('counts of node:test, also when a test printed something like a summary', () => {
  const output =
    '# pass 99\nok 1 - a\n1..4\n# tests 4\n# suites 0\n# pass 1\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n';
  assert.deepEqual(fromTap(output), { passed: 1, failed: 2, skipped: 1 });
});

test('counts of cargo, over all its test programs', () => {
  const line = (result, passed, failed, ignored) =>
    `test result: ${result}. ${passed} passed; ${failed} failed; ${ignored} ignored; 0 measured; 0 filtered out; finished in 0.01s\n`;
  const output = `running 3 tests\n${line('ok', 3, 0, 0)}\nDoc-tests\n${line('FAILED', 1, 2, 1)}`;
  assert.deepEqual(fromCargo(output), { passed: 4, failed: 2, skipped: 1 });
  assert.deepEqual(fromCargo('error: could not compile'), { passed: 0, failed: 0, skipped: 0 });
});

test('counts in words', () => {
  assert.equal(inWords(sum([fromExitCode('', 0), fromExitCode('', 3)])), '1 passed, 1 failed');
  assert.equal(inWords({ passed: 2, failed: 0, skipped: 1 }), '2 passed, 0 failed, 1 skipped');
});

test('a summary line has the name, the counts and the seconds', () => {
  assert.equal(
    summaryLine('fake', { passed: 2, failed: 0, skipped: 0 }, 1540),
    '✓ fake           2 passed, 0 failed (1.5 s)',
  );
  assert.match(summaryLine('fake', { passed: 2, failed: 1, skipped: 0 }, 0), /^✗/);
});

/** Runs a suite of one step. */
const runStep = (step) => runSuite({ name: 's', about: '', engines: [], steps: () => [step] }, {});

const node = (script, count) => ({ command: process.execPath, args: ['-e', script], count });

test('a step that fails without counting a failure is one failure, shown with its output', async () => {
  const script =
    'console.log("test result: ok. 2 passed; 0 failed; 0 ignored"); console.error("lost"); process.exit(9)';
  const { counts, problems } = await runStep(node(script, fromCargo));
  assert.deepEqual(counts, { passed: 2, failed: 1, skipped: 0 });
  assert.match(problems, /lost/);
  assert.match(problems, /exit code 9/);
});

test('a step in which no test ran is a failure', async () => {
  const { counts, problems } = await runStep(node('', fromTap));
  assert.deepEqual(counts, { passed: 0, failed: 1, skipped: 0 });
  assert.match(problems, /no test ran/);
});

test('a command that does not exist is a failure', async () => {
  const { counts, problems } = await runStep({ command: 'no-such-command', args: [], count: fromExitCode });
  assert.equal(counts.failed, 1);
  assert.match(problems, /no-such-command/);
});

test('a step that passes is quiet', async () => {
  const { counts, problems } = await runStep(node('console.log("chatter")', fromExitCode));
  assert.deepEqual(counts, { passed: 1, failed: 0, skipped: 0 });
  assert.equal(problems, '');
});

test('node:test counts inside a run of node:test', async (t) => {
  const file = path.join(await temporaryFolder(t), 'inner.test.mjs');
  await writeFile(
    file,
    `import { test } from 'node:test'; test('a', () => {}); test('b', () => { throw new Error('inner') });`,
  );
  const args = ['--test', '--test-reporter=tap', file];
  const env = SUITES.find(({ name }) => name === 'commands').steps({})[0].env;
  const { counts, problems } = await runStep({ command: process.execPath, args, env, count: fromTap });
  assert.deepEqual(counts, { passed: 1, failed: 1, skipped: 0 });
  assert.match(problems, /inner/);
});

test('what a command started and left behind ends with it', async () => {
  const script = `const { spawn } = require('node:child_process');
    const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
    console.log(left.pid); left.unref(); process.exit(0);`;
  const { stdout } = await run(process.execPath, ['-e', script]);
  const isAlive = () => {
    try {
      return process.kill(Number(stdout), 0);
    } catch {
      return false;
    }
  };
  for (let i = 0; i < 100 && isAlive(); i += 1) await sleep(20);
  assert.equal(isAlive(), false);
});

test('capabilities name the browser to its own driver and to no other', () => {
  const browser = { browser: '/b', driver: '/d' };
  assert.deepEqual(capabilities('firefox', browser), { 'moz:firefoxOptions': { binary: '/b' } });
  assert.deepEqual(Object.keys(capabilities('chromium', browser)), ['goog:chromeOptions']);
  assert.deepEqual(capabilities('webkit', { driver: '/d' }), {});
});

test('--list names every suite and runs none', async () => {
  const { code, stdout } = await run('node', [inRoot('scripts/test.mjs'), '--list']);
  assert.equal(code, 0);
  assert.deepEqual(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]),
    SUITES.map(({ name }) => name),
  );
});

test('a name that is no suite is refused before any work', async () => {
  const { code, output } = await run('node', [inRoot('scripts/test.mjs'), 'fake', 'nonsense']);
  assert.equal(code, 2);
  assert.equal(output.trim(), 'There is no suite nonsense; npm test -- --list names them.');
});
