/**
 * Every code block of the README is true: programs compile, those marked `run` also run, commands exist, inputs
 * are valid, policies are those that are tested.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { extractBlocks, programsOf } from './blocks.mjs';
import { policiesIn, policyProblems } from './csp.mjs';
import { makeProject } from './project.mjs';
import { commandProblem, commandsOf } from './shell.mjs';
import { RESOLUTIONS, typeCheck } from './type-check.mjs';

const KNOWN = ['ts', 'js', 'json', 'sh', 'html', 'http'];

const blocks = extractBlocks(readFileSync(inRoot('README.md'), 'utf8'));
const programs = programsOf(blocks).map((program) => ({
  ...program,
  file: `line-${program.line}.${program.language}`,
}));
const ofLanguage = (...languages) => blocks.filter(({ language }) => languages.includes(language));
const place = ({ line }) => `README.md:${line}`;

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project;

before(async () => {
  // `export {}` makes a module of a block without imports.
  project = await makeProject(Object.fromEntries(programs.map(({ file, code }) => [file, `${code}\nexport {};\n`])));
});
after(() => project.remove());

test('there are programs, inputs and commands in the README', () => {
  assert.ok(programs.length > 0);
  assert.ok(ofLanguage('sh').length > 0);
  assert.ok(
    [...ofLanguage('html', 'http')].some(({ code }) => policiesIn(code).length > 0),
    'there is no CSP line',
  );
});

for (const block of blocks) {
  test(`${place(block)}: the language is one that is checked`, () => {
    assert.ok(KNOWN.includes(block.language), `"${block.language}" is none of ${KNOWN.join(', ')}`);
    assert.deepEqual(
      block.marks.filter((mark) => !['run', 'continues'].includes(mark)),
      [],
    );
  });
}

for (const resolution of /** @type {(keyof typeof RESOLUTIONS)[]} */ (Object.keys(RESOLUTIONS))) {
  test(`every program compiles with moduleResolution ${resolution}`, async (t) => {
    const problems = typeCheck(
      programs.map(({ file }) => path.join(project.folder, file)),
      resolution,
    );
    for (const program of programs) {
      await t.test(`${place(program)}: ${program.language}`, () => {
        const found = problems
          .get(program.file)
          .filter(({ line }) => line > program.precedingLines)
          .map(({ line, text }) => `README.md:${program.line + line - 1 - program.precedingLines}: ${text}`);
        assert.deepEqual(found, []);
      });
    }
  });
}

for (const program of programs.filter(({ marks }) => marks.includes('run'))) {
  test(`${place(program)}: runs against the fake`, async () => {
    assert.equal(program.language, 'js', 'only js blocks can be run');
    await copyFile(new URL('fake-network.mjs', import.meta.url), path.join(project.folder, 'fake-network.mjs'));
    const { code, output } = await run(process.execPath, ['--import', './fake-network.mjs', program.file], {
      cwd: project.folder,
      timeoutMs: 60_000,
    });
    assert.equal(code, 0, output);
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
    test(`${place(block)}: the policy is the tested one, or less`, () => assert.deepEqual(policyProblems(policy), []));
  }
}
