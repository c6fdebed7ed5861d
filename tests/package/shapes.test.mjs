/**
 * The types say what the WebAssembly gives: each list below is checked by TypeScript to name every member of
 * its type (`shapes.ts`), and here against what really comes out.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { transform } from 'esbuild';
import { EXAMPLE, importFrom, makeConsumer, ROOT, rejection } from './consumer.mjs';

let lib;
let shapes;

before(async () => {
  const { installed } = await makeConsumer();
  lib = await importFrom(installed, 'index.js');
  const source = await readFile(path.join(ROOT, 'tests', 'package', 'shapes.ts'), 'utf8');
  const { code } = await transform(source, { loader: 'ts' });
  shapes = await import(`data:text/javascript,${encodeURIComponent(code)}`);
});

const answering = (body, init) =>
  lib.createAccessPackageClient({ token: 'x', fetch: async () => Response.json(body, init) });
const keys = (object) => Object.keys(object).sort();

/** An object with a value for each name, and some that Graph may add. */
const filled = (names, values) => ({
  ...Object.fromEntries(names.map((name) => [name, 'text'])),
  ...values,
  '@odata.etag': 'x',
  later: 1,
});

test('AccessPackage', async () => {
  const body = filled(shapes.accessPackage, { isHidden: true });
  const { accessPackage, attempts } = await answering(body, { status: 201, headers: { 'request-id': 'r' } }).create(
    EXAMPLE,
  );
  assert.deepEqual(keys(accessPackage), shapes.accessPackage);
  assert.deepEqual(keys(attempts[0]), shapes.attempt);
});

test('AccessPackageCatalog', async () => {
  const body = { value: [filled(shapes.catalog, { isExternallyVisible: false })] };
  const { value } = await answering(body).listCatalogs()[Symbol.asyncIterator]().next();
  assert.deepEqual(keys(value), shapes.catalog);
});

test('AccessPackageInput, PreparedRequest', async () => {
  assert.deepEqual(keys(lib.validateAccessPackage(EXAMPLE).value), shapes.input);
  assert.deepEqual(keys(await answering({}).prepare(EXAMPLE)), shapes.preparedRequest);
});

test('what was null or of another type is absent', async () => {
  const body = { id: '1', displayName: null, description: 7, isHidden: 'yes', createdDateTime: {} };
  const { accessPackage } = await answering(body, { status: 201 }).create(EXAMPLE);
  assert.deepEqual(accessPackage, { id: '1' });
});

test('GraphAnswer', async () => {
  const innerError = { date: '2026-11-23T10:00:00', 'request-id': 'r' };
  const body = { error: { code: 'Refused', message: 'No.', innerError } };
  const error = await rejection(answering(body, { status: 400, headers: { 'Retry-After': '1' } }).create(EXAMPLE));
  const own = Object.getOwnPropertyNames(error).filter((name) => shapes.graphAnswer.includes(name));
  assert.deepEqual(own.sort(), shapes.graphAnswer);
});

test('the reasons and codes of the core are those of the types', async () => {
  const source = async (file) => readFile(path.join(ROOT, 'src', file), 'utf8');
  const error = await source('error.rs');
  const reasons = error.slice(error.indexOf('pub fn reason'), error.indexOf('pub fn message'));
  const inCore = [...reasons.matchAll(/"(\w+)"/g)].map(([, reason]) => reason);
  assert.deepEqual([...new Set(inCore)].sort(), shapes.coreReasons);
  for (const [file, enumeration, wanted] of [
    ['issue.rs', 'IssueCode', shapes.issueCodes],
    ['attempt.rs', 'AttemptResult', shapes.attemptResults],
  ]) {
    const [, body] = (await source(file)).match(new RegExp(`pub enum ${enumeration} \\{([^}]*)\\}`));
    const variants = [...body.matchAll(/^ {4}(\w)(\w*),/gm)].map(([, first, rest]) => first.toLowerCase() + rest);
    assert.deepEqual(variants.sort(), wanted);
  }
});
