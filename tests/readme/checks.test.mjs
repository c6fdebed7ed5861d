/** The checks of the README can fail. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { extractBlocks, programsOf } from './blocks.mjs';
import { policiesIn, policyProblems } from './csp.mjs';
import { makeProject } from './project.mjs';
import { commandProblem, commandsOf } from './shell.mjs';
import { typeCheck } from './type-check.mjs';

test('blocks are found with language, marks and line, also when indented or nested', () => {
  const markdown = [
    'text',
    '```js run',
    'a;',
    '```',
    '',
    '  ~~~~sh',
    '  npm test',
    '    x',
    '  ~~~~',
    '````md',
    '```',
    '````',
  ];
  assert.deepEqual(extractBlocks(markdown.join('\n')), [
    { language: 'js', marks: ['run'], code: 'a;', line: 3 },
    { language: 'sh', marks: [], code: 'npm test\n  x', line: 7 },
    { language: 'md', marks: [], code: '```', line: 11 },
  ]);
});

test('a block without a language has none', () => {
  assert.equal(extractBlocks('```\nx\n```')[0].language, '');
});

test('a block that is not closed is told', () => {
  assert.throws(() => extractBlocks('```js\na;'), /line 1 is not closed/);
});

test('a block that continues is compiled behind the one before it', () => {
  const [first, second] = programsOf(extractBlocks('```js\nconst a = 1;\n```\n```js continues\na;\n```'));
  assert.equal(first.code, 'const a = 1;');
  assert.equal(second.code, 'const a = 1;\na;');
  assert.equal(second.precedingLines, 1);
  assert.throws(() => programsOf(extractBlocks('```sh\nx\n```\n```js continues\na;\n```')), /another language/);
});

test('modules inside HTML are programs with their own line', () => {
  const [program] = programsOf(extractBlocks('```html\n<p>\n<script type="module">\na;\n</script>\n```'));
  assert.equal(program.code.trim(), 'a;');
  assert.equal(program.line, 4);
});

test('a program that does not compile is told with its line', async (t) => {
  const { folder, remove } = await makeProject({
    'good.ts': 'export const n: number = 1;',
    'bad.ts': '\nexport const n: number = "one";',
  });
  t.after(remove);
  const problems = typeCheck([path.join(folder, 'good.ts'), path.join(folder, 'bad.ts')], 'nodenext');
  assert.deepEqual(problems.get('good.ts'), []);
  assert.deepEqual(
    problems.get('bad.ts').map(({ line }) => line),
    [2],
  );
});

test('commands are read without comments, prompts and line breaks', () => {
  const code = '# set up\n$ npm start   # serves\n\nA=1 npm run create -- \\\n  file.json && npm test';
  assert.deepEqual(commandsOf(code), ['npm start', 'A=1 npm run create -- file.json', 'npm test']);
});

for (const [command, problem] of [
  ['npm start', undefined],
  ['npm run build', undefined],
  ['GRAPH_TOKEN=… npm run create -- tests/fixtures/sales-reps.json', undefined],
  ['npm test -- format --list', undefined],
  ['npm install entra-access-packages @azure/msal-browser', undefined],
  ['npm run nothing', /no script "nothing"/],
  ['npm run create tests/fixtures/sales-reps.json', /"--" is missing/],
  ['npm run create -- none.json', /no file none\.json/],
  ['npm test -- nonsense', /no suite nonsense/],
  ['npm install left-pad-of-nobody', /left-pad-of-nobody/],
  ['curl example.com', /"curl" is not a command/],
]) {
  test(`command: ${command}`, () => {
    if (problem) assert.match(commandProblem(command) ?? '', problem);
    else assert.equal(commandProblem(command), undefined);
  });
}

test('policies are found in headers and in HTML', () => {
  assert.deepEqual(policiesIn("Content-Security-Policy: script-src 'self'"), ["script-src 'self'"]);
  assert.deepEqual(policiesIn(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`), [
    "default-src 'none'",
  ]);
});

test('a policy is compared with the tested one', () => {
  const good = "script-src 'self' 'wasm-unsafe-eval'; connect-src https://graph.microsoft.com";
  assert.deepEqual(policyProblems(good), []);
  assert.deepEqual(policyProblems(`${good} https://evil.example`), [
    'connect-src https://evil.example is not in the tested policy',
  ]);
  assert.deepEqual(policyProblems("script-src 'self'"), [
    "script-src lacks 'wasm-unsafe-eval'",
    'connect-src lacks https://graph.microsoft.com',
  ]);
});
