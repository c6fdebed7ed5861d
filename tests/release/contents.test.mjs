/** What is said of the code inside the package: the bill of materials and the notices. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { keyOf, readContents } from '../../scripts/build/contents.mjs';
import { makeNotices, termsOf } from '../../scripts/build/notices.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { makeBom } from '../../scripts/release/bom.mjs';

const manifest = JSON.parse(readFileSync(inRoot('pkg', 'package.json'), 'utf8'));
const contents = await readContents();
const bom = makeBom(manifest, contents);
const parsed = JSON.parse(bom);
const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

test('the bill of materials is CycloneDX 1.6, by its own schema', async () => {
  assert.equal(await validator.validate(bom), null);
});

test('the schema refuses what is none', async () => {
  assert.notEqual(await validator.validate(bom.replace('"type": "library"', '"type": "libary"')), null);
  assert.notEqual(await validator.validate(bom.replace('"bomFormat"', '"bomForm"')), null);
});

test('it says the same every time', async () => {
  assert.equal(makeBom(manifest, await readContents()), bom);
});

test('another version of a part is another bill', () => {
  const parts = contents.parts.map((part) => (part.name === 'wasm-bindgen' ? { ...part, licence: 'ISC' } : part));
  const { serialNumber } = JSON.parse(makeBom(manifest, { ...contents, parts }));
  assert.notEqual(serialNumber, parsed.serialNumber);
});

test('it has what the manifests ask for at run time, at the versions of the locks, and none that only builds', () => {
  const names = parsed.components.map(({ name }) => name);
  const cargo = readFileSync(inRoot('Cargo.toml'), 'utf8');
  const sections = cargo.match(/^\[(?:target\..*\.)?dependencies\]\n(?:(?!\[).*\n)*/gm).join('');
  const named = [...sections.matchAll(/^([\w-]+) = /gm)].map(([, name]) => name);
  // A macro, of which nothing is inside.
  const direct = named.filter((name) => name !== 'maybe-async');
  assert.ok(direct.includes('serde') && direct.includes('wasm-bindgen'), `${direct}`);
  for (const name of [...direct, 'std']) assert.ok(names.includes(name), `${name} is missing`);
  for (const name of [
    'maybe-async',
    'serde_derive',
    'syn',
    'proc-macro2',
    'wasm-bindgen-macro',
    'esbuild',
    'pollster',
    'entra-access-packages',
  ]) {
    assert.ok(!names.includes(name), `${name} is not inside`);
  }
  const lock = readFileSync(inRoot('Cargo.lock'), 'utf8');
  for (const { name, version, purl, hashes } of parsed.components) {
    if (!direct.includes(name)) continue;
    assert.ok(lock.includes(`name = "${name}"\nversion = "${version}"\n`), `${name} ${version}`);
    assert.equal(purl, `pkg:cargo/${name}@${version}`);
    assert.ok(lock.includes(`checksum = "${hashes[0].content}"`), name);
  }
});

test('what is bundled into the JavaScript is found, and types are not taken for code', () => {
  const bundled = contents.parts.filter(({ from }) => from === 'npm').map(({ name }) => name);
  assert.deepEqual(bundled, []);
});

test('everything in it stands under something else, down from the package', () => {
  const uses = new Map(parsed.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
  const reached = new Set();
  const visit = (ref) => {
    if (reached.has(ref)) return;
    reached.add(ref);
    for (const each of uses.get(ref) ?? []) visit(each);
  };
  visit(parsed.metadata.component['bom-ref']);
  const unreached = parsed.components.map((each) => each['bom-ref']).filter((ref) => !reached.has(ref));
  assert.deepEqual(unreached, []);
});

test('the notices in the package are those of its contents, each part with a licence', () => {
  const notices = readFileSync(inRoot('pkg', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  assert.equal(notices, makeNotices(contents.parts));
  for (const { name, version } of contents.parts) {
    const head = new RegExp(`^${name} ${version.replaceAll('.', '\\.')} \\([^)]+\\), \\S`, 'm');
    assert.match(notices, head);
  }
  for (const section of notices.split(/^={100}$/m).slice(1)) {
    assert.match(section, /Permission is hereby granted|Permission to use, copy|Apache License/, section.slice(0, 200));
  }
  assert.doesNotMatch(notices, /\/(home|root|Users)\//);
});

test('a part without a licence is told', () => {
  const part = { from: 'npm', name: 'x', version: '1.0.0', licence: 'MIT', folders: [inRoot('src')], uses: [] };
  assert.throws(() => makeNotices([part]), new RegExp(`${keyOf(part)} is inside the package, and its licence MIT`));
});

for (const [expression, terms] of [
  ['MIT', ['MIT']],
  ['Apache-2.0 OR MIT', ['MIT']],
  ['Unlicense OR MIT', ['MIT']],
  ['Apache-2.0 OR BSD-3-Clause', ['Apache-2.0']],
  ['(MIT OR Apache-2.0) AND Unicode-3.0', ['MIT', 'Unicode-3.0']],
  ['MIT AND Apache-2.0 WITH LLVM-exception AND (MIT OR Apache-2.0)', ['MIT', 'Apache-2.0 WITH LLVM-exception']],
]) {
  test(`licence: ${expression}`, () => assert.deepEqual(termsOf(expression), terms));
}

for (const expression of ['', 'MIT OR', '(MIT', 'MIT Apache-2.0', 'AND MIT']) {
  test(`licence: ${expression || 'none'} cannot be read`, () =>
    assert.throws(() => termsOf(expression), /cannot be read/));
}
