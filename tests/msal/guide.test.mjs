/** What the guide to MSAL.js says, beside what is so; its code is run with that of the other guides. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import ts from 'typescript';
import { inRoot } from '../../scripts/lib/paths.mjs';

const guide = readFileSync(inRoot('docs', 'msal.md'), 'utf8');

test('the guide explains every reason, and no other', () => {
  const file = inRoot('pkg', 'dist', 'msal.d.ts');
  const program = ts.createProgram([file], { types: [], lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'] });
  const checker = program.getTypeChecker();
  const exports = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)));
  const union = checker.getDeclaredTypeOfSymbol(exports.find(({ name }) => name === 'InteractionRequiredReason'));
  const reasons = union.types.map(({ value }) => value);
  const section = guide.slice(guide.indexOf('| `reason` |'), guide.indexOf('With `interaction:'));
  const told = [...section.matchAll(/^\| `(\w+)` \|/gm)]
    .map(([, reason]) => reason)
    .filter((each) => each !== 'reason');
  assert.deepEqual(told.sort(), reasons.sort());
});

test('the guide names the versions that it was tried with', () => {
  const versionOf = (name) => JSON.parse(readFileSync(inRoot('node_modules', name, 'package.json'), 'utf8')).version;
  const tried = guide.slice(guide.indexOf('## What this was tried with'));
  const names = [
    'msal-4-first',
    'msal-4',
    'msal-5-first',
    '@azure/msal-browser',
    '@azure/msal-react',
    '@azure/msal-angular',
  ];
  for (const name of names) assert.ok(tried.includes(versionOf(name)), name);
});
