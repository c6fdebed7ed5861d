/** The guides: their code is true, their links lead somewhere, and every code of an error is explained. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import Slugger from 'github-slugger';
import ts from 'typescript';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { checkPage } from '../readme/check-page.mjs';

const guides = readdirSync(inRoot('docs')).filter((name) => name.endsWith('.md'));
const checked = [...guides.map((name) => `docs/${name}`), 'SECURITY.md', 'CONTRIBUTING.md'];
for (const page of checked) checkPage(page);

/** A page without its code. */
const proseOf = (page) => readFileSync(inRoot(page), 'utf8').replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, '');

/** The anchors of a page's headings. */
function anchorsOf(page) {
  const slugger = new Slugger();
  return [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    slugger.slug(heading.replace(/[`*]|\b_|_\b/g, '')),
  );
}

for (const page of [...checked, 'README.md']) {
  test(`${page}: every link inside the repository leads somewhere`, () => {
    for (const [, target] of proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [file, anchor] = target.split('#');
      const found = file ? path.join(path.dirname(page), file) : page;
      assert.ok(existsSync(inRoot(found)), `there is no ${target}`);
      if (anchor) assert.ok(anchorsOf(found).includes(anchor), `there is no ${target}`);
    }
  });
}

test('every guide is named in the README', () => {
  const readme = proseOf('README.md');
  for (const name of guides) assert.ok(readme.includes(`](docs/${name})`), name);
});

/** The members of the unions of texts that the package exports. */
function unions() {
  const file = inRoot('pkg', 'dist', 'index.d.ts');
  const program = ts.createProgram([file], { types: [], lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'] });
  const checker = program.getTypeChecker();
  const exports = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)));
  const codes = exports.filter(({ name }) => /(ErrorCode|ErrorReason|UnknownReason|IssueCode|ProblemCode)$/.test(name));
  return codes.map((symbol) => {
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    return { name: symbol.name, members: type.isUnion() ? type.types.map((each) => each.value) : [] };
  });
}

const documented = proseOf('docs/errors.md');
const found = unions();

test('the unions of codes are found', () => assert.ok(found.length >= 9, `${found.map(({ name }) => name)}`));

for (const { name, members } of found) {
  test(`docs/errors.md explains every ${name}`, () => {
    assert.ok(members.length > 1);
    for (const member of members) assert.ok(documented.includes(`\`${member}\``), `${name}: ${member}`);
  });
}

test('docs/bulk.md names every column that a file may have', () => {
  const header = readFileSync(inRoot('src', 'bulk', 'header.rs'), 'utf8');
  const known = [...header.matchAll(/^ {4}\("(\w+)", Slot::\w+\),$|^const CATALOG: .* \("(\w+)",/gm)];
  assert.equal(known.length, 12);
  const [, section] = readFileSync(inRoot('docs', 'bulk.md'), 'utf8').split('## The file');
  const told = [...section.split('## ')[0].matchAll(/`(\w+)`/g)].map(([, name]) => name.toLowerCase());
  for (const [, name = 'catalog'] of known) assert.ok(told.includes(name), name);
});

test('docs/clouds.md tells where every cloud is', async () => {
  const { clouds } = await import('entra-access-packages');
  const guide = proseOf('docs/clouds.md');
  for (const [name, { graphRoot, authority }] of Object.entries(clouds)) {
    assert.ok(guide.includes(`| \`${name}\` |`) && guide.includes(graphRoot) && guide.includes(authority), name);
  }
});
