/** The version: one place says it, and changing it changes all. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { inRoot, ROOT } from '../../scripts/lib/paths.mjs';
import { checkVersion, compareVersions, setVersion, tagProblems } from '../../scripts/release/places.mjs';

const FILES = ['Cargo.toml', 'Cargo.lock', 'package.json', 'package-lock.json', 'pkg/package.json', 'www/package.json'];

/** A copy of the files that have a version, with a CHANGELOG of its own. */
async function copyOfRepository(t) {
  const folder = await mkdtemp(path.join(tmpdir(), 'version-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  for (const file of FILES) await cp(inRoot(file), path.join(folder, file), { recursive: true });
  await writeFile(path.join(folder, 'CHANGELOG.md'), '# Changelog\n\n## Unreleased\n\n- News.\n');
  const text = (file) => readFile(path.join(folder, file), 'utf8');
  const edit = async (file, change) => {
    const before = await text(file);
    const after = change(before);
    assert.notEqual(after, before, `${file} was to be changed`);
    await writeFile(path.join(folder, file), after);
  };
  return { folder, text, edit };
}

test('everything agrees on the version', async () => {
  assert.deepEqual((await checkVersion(ROOT)).problems, []);
});

for (const [file, change] of [
  ['pkg/package.json', (text) => text.replace(/"version": "[^"]+"/, '"version": "9.9.9"')],
  ['www/package.json', (text) => text.replace(/("entra-access-packages": )"[^"]+"/, '$1"9.9.9"')],
  ['Cargo.lock', (text) => text.replace(/(name = "entra-access-packages"\nversion = )"[^"]+"/, '$1"9.9.9"')],
  ['package-lock.json', (text) => text.replace(/("name": "entra-access-packages",\s+"version": )"[^"]+"/, '$1"9.9.9"')],
]) {
  test(`another version in ${file} is noticed`, async (t) => {
    const { folder, edit } = await copyOfRepository(t);
    await edit(file, change);
    const { problems } = await checkVersion(folder);
    assert.deepEqual(
      problems.map((problem) => problem.split(' has version 9.9.9')[0]),
      [file],
    );
  });
}

test('setting it changes every place, and no other byte of them', async (t) => {
  const { folder, text } = await copyOfRepository(t);
  const { version: before } = await checkVersion(folder);
  const old = Object.fromEntries(await Promise.all(FILES.map(async (file) => [file, await text(file)])));
  await setVersion(folder, '7.8.9-rc.1', '2030-01-02');
  assert.deepEqual(await checkVersion(folder), { version: '7.8.9-rc.1', problems: [] });
  for (const file of FILES) {
    const changed = (await text(file)).replaceAll('7.8.9-rc.1', before);
    assert.equal(changed, old[file], file);
  }
  assert.equal(await text('CHANGELOG.md'), '# Changelog\n\n## Unreleased\n\n## 7.8.9-rc.1 (2030-01-02)\n\n- News.\n');
});

test('it is not set to what is no version, to an earlier one, or to one that is out', async (t) => {
  const { folder, edit } = await copyOfRepository(t);
  await setVersion(folder, '2.0.0', '2030-01-02');
  for (const [version, problem] of [
    ['2', /is no version/],
    ['v3.0.0', /is no version/],
    ['2.0.0-rc.1', /not later/],
    ['1.9.9', /not later/],
    ['2.0.0', /not later/],
  ]) {
    await assert.rejects(setVersion(folder, version, '2030-01-03'), problem);
  }
  await edit('CHANGELOG.md', (text) => text.replace('## Unreleased\n\n', ''));
  await assert.rejects(setVersion(folder, '2.0.1', '2030-01-03'), /no heading "## Unreleased"/);
});

test('the CHANGELOG has a place for what is not released', async () => {
  assert.match(await readFile(inRoot('CHANGELOG.md'), 'utf8'), /^## Unreleased\n/m);
});

test('a tag is published only when it is the version, dated, and from the repository that it names', async (t) => {
  const { folder, edit } = await copyOfRepository(t);
  await setVersion(folder, '3.2.1', '2030-01-02');
  const { version, ...others } = JSON.parse(await readFile(path.join(folder, 'pkg/package.json'), 'utf8'));
  const url = 'git+https://example.org/someone/something.git';
  await edit('pkg/package.json', () => JSON.stringify({ version, ...others, repository: { type: 'git', url } }));
  const home = 'https://example.org/someone/something';
  assert.deepEqual(await tagProblems(folder, 'v3.2.1', home), []);
  assert.deepEqual(await tagProblems(folder, 'v3.2.1'), []);
  assert.match((await tagProblems(folder, 'v3.2.0', home)).join(), /The tag is v3\.2\.0, and the version is 3\.2\.1/);
  assert.match((await tagProblems(folder, '3.2.1', home)).join(), /The tag is 3\.2\.1/);
  assert.match((await tagProblems(folder, 'v3.2.1', 'https://example.org/else')).join(), /says that the repository/);
  await edit('pkg/package.json', () => JSON.stringify({ version, ...others }));
  assert.match((await tagProblems(folder, 'v3.2.1', home)).join(), /no "repository"/);
  await edit('CHANGELOG.md', (text) => text.replace('## 3.2.1 (', '## 3.2.0 ('));
  assert.match((await tagProblems(folder, 'v3.2.1', home)).join(), /no heading for 3\.2\.1/);
});

test('versions are compared by precedence', () => {
  const sorted = ['0.9.10', '1.0.0-alpha.2', '1.0.0-alpha.10', '1.0.0-beta', '1.0.0', '1.0.1', '1.10.0'];
  assert.deepEqual([...sorted].reverse().sort(compareVersions), sorted);
  assert.equal(compareVersions('1.2.3', '1.2.3'), 0);
});
