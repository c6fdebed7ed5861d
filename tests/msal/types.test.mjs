/**
 * The types of `entra-access-packages/msal` beside those of each edition of MSAL.js and of its wrappers, as the packed
 * tarball has them: what is right compiles, what is wrong does not. Strict, and nothing of any declaration is skipped.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { makeConsumer } from '../package/consumer.mjs';
import { COMPILERS, compile } from '../types/compilers.mjs';
import { differences, expectedIn } from '../types/expectations.mjs';

/** The ways in which a file finds packages, by the file's ending. */
const WAYS = [
  { resolution: 'nodenext', module: 'nodenext', endings: ['.mts', '.cts'] },
  { resolution: 'bundler', module: 'esnext', endings: ['.ts'] },
];
const LIB = ['es2022', 'dom', 'dom.iterable'];

const NEWEST = '@azure/msal-browser';
/**
 * What is compiled with what: the folder of the edition of MSAL.js, and the packages beside it. `notWith` are the
 * compilers that do not take the others' own declarations: Angular 21 needs TypeScript 5.9, and the newest MSAL.js has
 * `.d.cts` files of `export * from` an ES module, which TypeScript 5.0 refuses.
 *
 * @type {{ edition: string, cases: string[], beside: string[], notWith?: Record<string, string[]> }[]}
 */
const PROJECTS = [
  { edition: 'msal-4-first', cases: ['application'], beside: [] },
  { edition: 'msal-4', cases: ['application'], beside: [] },
  { edition: 'msal-5-first', cases: ['application'], beside: [] },
  { edition: NEWEST, cases: ['application'], beside: [], notWith: { oldest: ['.cts'] } },
  {
    edition: NEWEST,
    cases: ['react'],
    beside: ['@azure/msal-react', 'react', '@types/react'],
    notWith: { oldest: ['.cts'] },
  },
  {
    edition: NEWEST,
    cases: ['angular'],
    beside: ['@azure/msal-angular', '@angular/core', 'rxjs'],
    notWith: { oldest: ['.mts', '.cts', '.ts'] },
  },
];

const installed = (name) => inRoot('node_modules', name);
const versionOf = (name) => JSON.parse(readFileSync(path.join(installed(name), 'package.json'), 'utf8')).version;
const sourceOf = (name) => readFileSync(inRoot('tests', 'msal', 'cases', `${name}.ts`), 'utf8');
const titleOf = ({ edition, beside: [wrapper] }) =>
  wrapper ? `${wrapper} ${versionOf(wrapper)}` : `MSAL.js ${versionOf(edition)}`;

/** Makes a project that has installed the tarball and these packages, and gives its folder. */
async function makeProject(tarballs, { edition, cases, beside }, number) {
  const folder = path.join(tarballs.folder, `project-${number}`);
  const put = async (name, work) => {
    const location = path.join(folder, 'node_modules', name);
    await mkdir(path.dirname(location), { recursive: true });
    await work(location);
  };
  await put('entra-access-packages', (location) => cp(tarballs.installed, location, { recursive: true }));
  await put(NEWEST, (location) => symlink(installed(edition), location, 'dir'));
  for (const name of beside) await put(name, (location) => symlink(installed(name), location, 'dir'));
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true }));
  for (const name of cases) {
    for (const ending of ['.mts', '.cts', '.ts']) await writeFile(path.join(folder, name + ending), sourceOf(name));
  }
  return folder;
}

/** @type {string[]} */
let folders;
before(async () => {
  const tarballs = await makeConsumer();
  folders = await Promise.all(PROJECTS.map((project, number) => makeProject(tarballs, project, number)));
});

// 5.0.1 cannot be loaded: its dependency was published without the files that it imports.
test('the first and the newest edition of both that the package says it works with are there', () => {
  const versions = PROJECTS.map(({ edition }) => versionOf(edition));
  assert.deepEqual([...new Set(versions)], ['4.0.1', '4.30.0', '5.0.2', '5.30.0']);
});

for (const [number, project] of PROJECTS.entries()) {
  for (const compiler of COMPILERS) {
    for (const { resolution, module, endings } of WAYS) {
      const taken = endings.filter((ending) => !project.notWith?.[compiler.name]?.includes(ending));
      if (taken.length === 0) continue;
      test(`${titleOf(project)}, TypeScript ${compiler.version}, ${resolution}`, async (t) => {
        const files = taken.flatMap((ending) => project.cases.map((name) => name + ending));
        const options = { module, moduleResolution: resolution, lib: LIB };
        const found = await compile(compiler, { folder: folders[number], files, options });
        const others = found.filter(({ file }) => !files.includes(file));
        assert.deepEqual(others, [], 'something else does not compile');
        for (const file of files) {
          await t.test(file, () => {
            const expected = expectedIn(sourceOf(path.parse(file).name));
            assert.ok(expected.size > 3);
            const here = found.filter((each) => each.file === file);
            assert.deepEqual(differences(expected, here), []);
          });
        }
      });
    }
  }
}
