/** Somebody who has never seen the package: `npm init`, `npm install`, the README's first example that needs no tenant, pasted. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { launchBrowser } from '../e2e/harness.mjs';
import { extractBlocks } from '../readme/blocks.mjs';
import { readPage } from './drive.mjs';
import { listEntries } from './entries.mjs';
import { pack } from './prepare.mjs';
import { serveFolder } from './serve.mjs';

/** Nothing is asked: the example's Graph is in the page. */
const NOWHERE = 'http://127.0.0.1:9';

/** @type {string} */
let folder;
/** @type {string} */
let example;

async function must(command, args) {
  const { code, output } = await run(command, args, {
    cwd: folder,
    env: {
      NODE_TEST_CONTEXT: undefined,
      PATH: `${path.join(folder, 'node_modules', '.bin')}${path.delimiter}${process.env.PATH}`,
    },
    timeoutMs: 180_000,
  });
  assert.equal(code, 0, `${command} ${args.join(' ')}\n${output}`);
}

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cold-'));
  const blocks = extractBlocks(await readFile(inRoot('README.md'), 'utf8'));
  const found = blocks.find(({ language, marks }) => language === 'js' && marks.includes('run'));
  assert.ok(found, 'the README has an example that can be run');
  example = found.code;
  await must('npm', ['init', '-y']);
  await must('npm', ['install', '--no-audit', '--no-fund', await pack()]);
});

after(() => folder && rmSync(folder, { recursive: true, force: true }));

test('in Node', async () => {
  await writeFile(path.join(folder, 'example.mjs'), example);
  await must('node', ['example.mjs']);
});

test('in Vite', async (t) => {
  const vite = listEntries().find(({ name }) => name === 'vite-8')?.versions.vite;
  await must('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--save-dev', `vite@${vite}`]);
  await writeFile(path.join(folder, 'example.js'), example);
  // The page says that the example, which throws where something is wrong, has come to its end.
  await writeFile(
    path.join(folder, 'main.js'),
    `await import('./example.js');\ndocument.querySelector('#result').textContent = '{"ended":true}';\n`,
  );
  const script = '<script type="module" src="./main.js"></script>';
  await writeFile(path.join(folder, 'index.html'), `<!doctype html><output id="result"></output>${script}`);
  await must('vite', ['build']);
  const server = await serveFolder(path.join(folder, 'dist'), { graphRoot: NOWHERE });
  t.after(() => server.close());
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const result = await readPage(browser, server.origin, '/', { graphRoot: NOWHERE, token: 'none' });
  assert.deepEqual(result, { ended: true });
});
