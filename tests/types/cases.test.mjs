/**
 * The types of the packed tarball, as its users' compilers see them: what is right compiles, what is wrong does not, and
 * for the reason that it should. Under each compiler, for `import` and `require`, with and without exact optional properties.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { makeConsumer } from '../package/consumer.mjs';
import { COMPILERS, compile } from './compilers.mjs';
import { differences, expectedIn } from './expectations.mjs';

const CASES = readdirSync(inRoot('tests', 'types', 'cases'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => path.basename(name, '.ts'))
  .sort();
const sourceOf = (name) => readFileSync(inRoot('tests', 'types', 'cases', `${name}.ts`), 'utf8');

/** The way in which a file finds the package, by the file's ending. */
const WAYS = [
  { resolution: 'nodenext', module: 'nodenext', endings: ['.mts', '.cts'] },
  { resolution: 'bundler', module: 'esnext', endings: ['.ts'] },
  // Reads no `exports`; the native compiler does not have it any more.
  { resolution: 'node10', module: 'commonjs', endings: ['.ts'], compilers: ['oldest', 'current'] },
];
const LIB = ['es2022', 'dom', 'dom.iterable'];

/** Published types that the cases compare ours with. */
const OTHERS = {
  '@microsoft/microsoft-graph-types': inRoot('tests', 'types', 'node_modules', '@microsoft', 'microsoft-graph-types'),
  '@standard-schema/spec': inRoot('node_modules', '@standard-schema', 'spec'),
};

let folder;

before(async () => {
  ({ folder } = await makeConsumer());
  for (const [name, from] of Object.entries(OTHERS)) {
    await cp(from, path.join(folder, 'node_modules', name), { recursive: true });
  }
  await mkdir(path.join(folder, 'cases'));
  for (const name of CASES) {
    for (const ending of ['.mts', '.cts', '.ts']) {
      await writeFile(path.join(folder, 'cases', name + ending), sourceOf(name));
    }
  }
});

test('there are cases of both kinds in every file', () => {
  assert.ok(CASES.length > 5);
  for (const name of CASES) assert.ok(expectedIn(sourceOf(name)).size > 1, name);
});

for (const compiler of COMPILERS) {
  for (const { resolution, module, endings, compilers = [compiler.name] } of WAYS) {
    if (!compilers.includes(compiler.name)) continue;
    for (const exactOptionalPropertyTypes of [false, true]) {
      const exact = exactOptionalPropertyTypes ? ', exact optional properties' : '';
      test(`TypeScript ${compiler.version}, ${resolution}${exact}`, async (t) => {
        const files = endings.flatMap((ending) => CASES.map((name) => `cases/${name}${ending}`));
        const options = { module, moduleResolution: resolution, exactOptionalPropertyTypes, lib: LIB };
        const found = await compile(compiler, { folder, files, options });
        const others = found.filter(({ file }) => !files.includes(file));
        assert.deepEqual(others, [], 'something else does not compile');
        for (const file of files) {
          await t.test(file, () => {
            const expected = expectedIn(sourceOf(path.parse(file).name));
            const here = found.filter((each) => each.file === file);
            assert.deepEqual(differences(expected, here), []);
          });
        }
      });
    }
  }
}
