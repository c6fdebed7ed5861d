/**
 * The types say what the WebAssembly gives: each list of `shapes.ts` is checked by TypeScript to name every member of
 * its type, and here against the core's source and against what really comes out.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { transform } from 'esbuild';
import { EXAMPLE, ROOT, rejection } from './consumer.mjs';
import { scenarios } from './scenarios.mjs';
import { CATALOG, collect, lib, open } from './service.mjs';

let shapes;

before(async () => {
  const source = await readFile(path.join(ROOT, 'tests', 'package', 'shapes.ts'), 'utf8');
  const { code } = await transform(source, { loader: 'ts' });
  shapes = await import(`data:text/javascript,${encodeURIComponent(code)}`);
});

const keys = (object) => Object.keys(object).sort();
const sorted = (values) => [...new Set(values)].filter((value) => value !== undefined).sort();

/** A client whose every request is answered so. */
const answering = (body, init) =>
  lib.createAccessPackageClient({ token: 'x', fetch: async () => Response.json(body, init), settleMs: 0 });

/** An object with a value for each name, and some that Graph may add. */
const filled = (names, values) => ({
  ...Object.fromEntries(names.map((name) => [name, 'text'])),
  ...values,
  '@odata.etag': 'x',
  later: 1,
});

test('AccessPackage, AccessPackageCatalog', async () => {
  const client = answering(filled(shapes.accessPackage, { isHidden: true }));
  assert.deepEqual(keys(await client.get(CATALOG)), shapes.accessPackage);
  const { getCatalog } = answering(filled(shapes.catalog, { isExternallyVisible: false }));
  assert.deepEqual(keys(await getCatalog(CATALOG)), shapes.catalog);
});

test('what was null or of another type is absent', async () => {
  const body = { id: '1', displayName: null, description: 7, isHidden: 'yes', createdDateTime: {} };
  assert.deepEqual(await answering(body).get(CATALOG), { id: '1' });
});

test('AccessPackageInput, AccessPackageChanges, PreparedRequest, ValidationIssue', async () => {
  assert.deepEqual(keys(lib.validateAccessPackage(EXAMPLE).value), shapes.input);
  assert.deepEqual(keys(await answering({}).prepare(EXAMPLE)), shapes.preparedRequest);
  const changes = Object.fromEntries(shapes.changes.map((name) => [name, 7]));
  const { issues } = await rejection(answering({}).update(CATALOG, { ...changes, other: 1 }));
  assert.deepEqual(
    sorted(issues.filter(({ code }) => code === 'wrongType').map(({ path: at }) => at[0])),
    shapes.changes,
  );
  assert.ok(issues.some(({ path: at, code }) => at[0] === 'other' && code === 'unknownProperty'));
  assert.deepEqual(sorted(lib.validateAccessPackage({ catalogId: 1 }).issues.flatMap(keys)), shapes.issue);
});

test('GraphAnswer', async () => {
  const { fake, client } = open();
  const challenge = 'Bearer claims="eyJ4IjoxfQ=="';
  fake.fail({ answer: { status: 403, retryAfter: 1, headers: { 'WWW-Authenticate': challenge } } });
  const error = await rejection(client.create(EXAMPLE));
  const own = Object.getOwnPropertyNames(error).filter((name) => shapes.graphAnswer.includes(name));
  assert.deepEqual(own.sort(), shapes.graphAnswer);
});

test('Denial, Remedy', async () => {
  const { fake, client } = open();
  fake.fail({ answer: { status: 403 } });
  const { denial } = await rejection(client.create(EXAMPLE));
  assert.deepEqual(keys(denial), shapes.denial);
  assert.deepEqual(sorted(denial.remedies.flatMap(keys)), shapes.remedy);
});

test('CreateResult, RecheckResult, ChangeResult, DeleteResult, CreateTicket', async () => {
  const { results, tickets } = await scenarios();
  const of = (...operations) => results.filter(({ operation }) => operations.includes(operation));
  const allKeys = (found) => sorted(found.flatMap(({ value }) => keys(value)));
  assert.deepEqual(allKeys(of('create')), shapes.createResult);
  assert.deepEqual(allKeys(of('recheck')), shapes.recheckResult);
  assert.deepEqual(allKeys(of('update')), shapes.changeResult);
  assert.deepEqual(allKeys(of('delete')), shapes.deleteResult);
  assert.deepEqual(sorted(of('create').map(({ value }) => value.outcome)), shapes.createOutcomes);
  assert.deepEqual(sorted(of('recheck').map(({ value }) => value.outcome)), shapes.recheckOutcomes);
  assert.ok(tickets.length > 0);
  for (const ticket of tickets) assert.deepEqual(keys(ticket), shapes.ticket);
});

test('every step, request and reason that the types name really comes, and no other', async () => {
  const { events, attempts, asked, errors } = await scenarios();
  assert.deepEqual(sorted(events.map(({ type }) => type)), shapes.eventTypes);
  assert.deepEqual(sorted(events.flatMap(keys)), shapes.event);
  assert.deepEqual(sorted(events.map(({ operation }) => operation)), shapes.operations);
  const reasonsOf = (...types) => sorted(events.filter(({ type }) => types.includes(type)).map(({ reason }) => reason));
  assert.deepEqual(reasonsOf('waiting'), shapes.waitReasons);
  assert.deepEqual(reasonsOf('sending', 'reading', 'lookingUp'), shapes.attemptReasons);
  assert.ok(reasonsOf('ambiguous').every((reason) => shapes.doubts.includes(reason)));
  assert.deepEqual(sorted(attempts.flatMap(keys)), shapes.attempt);
  assert.deepEqual(sorted(attempts.map(({ purpose }) => purpose)), shapes.attemptPurposes);
  assert.deepEqual(sorted(attempts.map(({ reason }) => reason)), shapes.attemptReasons);
  assert.deepEqual(sorted(attempts.map(({ result }) => result)), shapes.attemptResults);
  assert.deepEqual(sorted(asked.flatMap(keys)), shapes.tokenRequest);
  assert.deepEqual(sorted(asked.map(({ reason }) => reason)), shapes.tokenRequestReasons);
  const unknown = errors.filter(({ code }) => code === 'ERR_OUTCOME_UNKNOWN');
  assert.deepEqual(sorted(unknown.map(({ reason }) => reason)), shapes.doubts);
  // Loading and traps have tests of their own.
  const codes = shapes.errorCodes.filter((code) => !OF_FACADE.includes(code));
  assert.deepEqual(sorted(errors.map(({ code }) => code)), codes);
});

test('Cloud, CloudEndpoints', () => {
  assert.deepEqual(keys(lib.clouds), shapes.clouds);
  for (const endpoints of Object.values(lib.clouds)) assert.deepEqual(keys(endpoints), shapes.cloudEndpoints);
});

/** The codes of errors that the core of a single call does not make. */
const OF_FACADE = ['ERR_LOAD', 'ERR_INTERNAL', 'ERR_SOURCE', 'ERR_JOURNAL'];

/** The variants of an enumeration of the core, in camelCase. */
function variants(source, enumeration) {
  const [, body] = source.match(new RegExp(`pub enum ${enumeration} \\{([^}]*)\\}`));
  return sorted([...body.matchAll(/^ {4}(\w)(\w*),/gm)].map(([, first, rest]) => first.toLowerCase() + rest));
}

/** The texts in a function of the core. */
function texts(source, from, to) {
  const start = source.indexOf(from);
  assert.ok(start >= 0, from);
  return sorted([...source.slice(start, source.indexOf(to, start)).matchAll(/"(\w+)"/g)].map(([, text]) => text));
}

test('the names in the core are those of the types', async () => {
  const read = async (file) => readFile(path.join(ROOT, 'src', file), 'utf8');
  const [error, attempt, denial, token, issue] = await Promise.all(
    ['error.rs', 'attempt.rs', 'denial.rs', 'token.rs', 'issue.rs'].map(read),
  );
  const end = '\n    }\n';
  assert.deepEqual(texts(error, 'pub fn reason(', end), shapes.problems);
  assert.deepEqual(texts(error, 'impl Doubt', end), shapes.doubts);
  assert.deepEqual(variants(error, 'Doubt'), shapes.doubts);
  assert.deepEqual(texts(attempt, 'impl Reason', end), shapes.attemptReasons);
  assert.deepEqual(variants(attempt, 'Reason'), shapes.attemptReasons);
  assert.deepEqual(variants(attempt, 'Purpose'), shapes.attemptPurposes);
  assert.deepEqual(variants(attempt, 'AttemptResult'), shapes.attemptResults);
  assert.deepEqual(variants(denial, 'DenialReason'), shapes.denialReasons);
  assert.deepEqual(variants(denial, 'CatalogAccess'), shapes.catalogAccess);
  const missing = [...denial.matchAll(/missing: "(\w+)"/g)].map(([, what]) => what);
  assert.deepEqual(sorted(missing), shapes.missing);
  assert.deepEqual(texts(token, 'pub fn as_str(', end), shapes.tokenRequestReasons);
  assert.deepEqual(variants(issue, 'IssueCode'), shapes.issueCodes);
  const codes = texts(error, 'pub fn code(', end).filter((code) => code !== 'ERR_INVALID_ARG_VALUE');
  assert.deepEqual(
    codes,
    shapes.errorCodes.filter((code) => !OF_FACADE.includes(code)),
  );
});

test('lists are of the documented properties too', async () => {
  const { client } = open();
  for (const each of await collect(client.listCatalogs()))
    assert.ok(keys(each).every((key) => shapes.catalog.includes(key)));
  for (const each of await collect(client.list())) {
    assert.ok(
      keys(each).every((key) => shapes.accessPackage.includes(key)),
      'no catalog in it',
    );
  }
});
