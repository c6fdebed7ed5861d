/**
 * The tests of a page of Markdown: every code block in it is true. Programs compile under both ways in which TypeScript
 * finds packages, those marked `run` also run in Node, those marked `page` in a browser under the strict policy; commands
 * exist, inputs are valid, policies are those that are tested.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { extractBlocks, programsOf } from './blocks.mjs';
import { runInPage } from './browser.mjs';
import { policiesIn, policyProblems } from './csp.mjs';
import { makeProject } from './project.mjs';
import { commandProblem, commandsOf } from './shell.mjs';
import { RESOLUTIONS, typeCheck } from './type-check.mjs';

const KNOWN = ['ts', 'tsx', 'js', 'json', 'sh', 'html', 'http', 'csv', 'text'];

/**
 * - `run`: runs in Node, on a fake Graph in place of the network.
 * - `page`: runs in a page of Chromium, on the same, under the policy of the portal.
 * - `node`: is meant for Node, whose types it may use.
 * - `continues`: is the program before it, carried on.
 *
 * A mark with a slash in it is the path of a file from the root, whose text the block is; another suite runs it.
 */
const MARKS = ['run', 'page', 'node', 'continues'];

const isFile = (mark) => mark.includes('/');

/**
 * Declares the tests of a page.
 *
 * @param {string} name where it is, from the root
 * @returns {{ blocks: import('./blocks.mjs').Block[], programs: ReturnType<typeof programsOf> }}
 */
export function checkPage(name) {
  const blocks = extractBlocks(readFileSync(inRoot(name), 'utf8'));
  const programs = programsOf(blocks.filter(({ marks }) => !marks.some(isFile))).map((program) => ({
    ...program,
    file: `line-${program.line}.${program.language}`,
  }));
  const ofLanguage = (...languages) => blocks.filter(({ language }) => languages.includes(language));
  const place = ({ line }) => `${name}:${line}`;

  /** @type {Awaited<ReturnType<typeof makeProject>>} */
  let project;
  before(async () => {
    // `export {}` makes a module of a block without imports.
    project = await makeProject(Object.fromEntries(programs.map(({ file, code }) => [file, `${code}\nexport {};\n`])));
    await copyFile(new URL('fake-network.mjs', import.meta.url), path.join(project.folder, 'fake-network.mjs'));
  });
  after(() => project.remove());

  for (const block of blocks) {
    test(`${place(block)}: the language is one that is checked`, () => {
      assert.ok(KNOWN.includes(block.language), `"${block.language}" is none of ${KNOWN.join(', ')}`);
      assert.deepEqual(
        block.marks.filter((mark) => !MARKS.includes(mark) && !isFile(mark)),
        [],
      );
      for (const file of block.marks.filter(isFile)) {
        assert.equal(`${block.code}\n`, readFileSync(inRoot(file), 'utf8'), `it is not the text of ${file}`);
      }
      // A program that could be run and is not is an example that nobody has seen working.
      if (block.language === 'js') {
        assert.ok(
          block.marks.some((mark) => mark === 'run' || mark === 'page' || isFile(mark)),
          'js that nothing runs: mark it `run` or `page`, or make it ts',
        );
      }
    });
  }

  for (const resolution of /** @type {(keyof typeof RESOLUTIONS)[]} */ (Object.keys(RESOLUTIONS))) {
    if (programs.length === 0) break;
    test(`${name}: every program compiles with moduleResolution ${resolution}`, async (t) => {
      const compile = (chosen, types) =>
        typeCheck(
          chosen.map(({ file }) => path.join(project.folder, file)),
          resolution,
          types,
        );
      const isForNode = ({ marks }) => marks.includes('node');
      const problems = new Map([
        ...compile(
          programs.filter((program) => !isForNode(program)),
          [],
        ),
        ...compile(programs.filter(isForNode), ['node']),
      ]);
      for (const program of programs) {
        await t.test(`${place(program)}: ${program.language}`, () => {
          const found = problems
            .get(program.file)
            .filter(({ line }) => line > program.precedingLines)
            .map(({ line, text }) => `${name}:${program.line + line - 1 - program.precedingLines}: ${text}`);
          assert.deepEqual(found, []);
        });
      }
    });
  }

  for (const program of programs.filter(({ marks }) => marks.includes('run'))) {
    test(`${place(program)}: runs against the fake`, async () => {
      assert.equal(program.language, 'js', 'only js blocks can be run');
      const { code, output } = await run(process.execPath, ['--import', './fake-network.mjs', program.file], {
        cwd: project.folder,
        timeoutMs: 60_000,
        // Without this a program of tests reports to the run that it is part of.
        env: { NODE_TEST_CONTEXT: undefined },
      });
      assert.equal(code, 0, output);
    });
  }

  for (const program of programs.filter(({ marks }) => marks.includes('page'))) {
    test(`${place(program)}: runs in a page`, async () => {
      assert.equal(program.language, 'js', 'only js blocks can be run');
      await runInPage(project.folder, program.file);
    });
  }

  for (const block of ofLanguage('json')) {
    test(`${place(block)}: the JSON is readable, and valid where it is an input`, async () => {
      const value = JSON.parse(block.code);
      if (!Object.hasOwn(value, 'catalog')) return;
      const { init, validateAccessPackage } = await import('entra-access-packages');
      await init();
      assert.deepEqual(validateAccessPackage(value), { ok: true, value });
    });
  }

  for (const block of ofLanguage('sh')) {
    for (const command of commandsOf(block.code)) {
      test(`${place(block)}: ${command}`, () => assert.equal(commandProblem(command), undefined));
    }
  }

  for (const block of ofLanguage('html', 'http')) {
    for (const policy of policiesIn(block.code)) {
      test(`${place(block)}: the policy is the tested one, or less`, () =>
        assert.deepEqual(policyProblems(policy), []));
    }
  }

  return { blocks, programs };
}
