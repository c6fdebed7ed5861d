/** The input as Standard Schema and as JSON Schema, and texts in other words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { EXAMPLE, makeConsumer, rejection, runScript } from './consumer.mjs';
import { lib, open } from './service.mjs';

const { catalog } = EXAMPLE;
const standard = lib.accessPackageSchema['~standard'];

test('the schema answers with a promise until the WebAssembly is there, and at once afterwards', async () => {
  const source = `
    import { accessPackageSchema } from 'entra-access-packages';
    const { validate, version, vendor } = accessPackageSchema['~standard'];
    const first = validate({ catalog: { id: '' } });
    const { issues } = await first;
    const paths = issues.map(({ path, code, message }) => [path.join('.'), code, message.length > 0].join(' '));
    const second = validate({ displayName: 'n', catalog: { id: '${catalog.id}' } });
    console.log(JSON.stringify([first instanceof Promise, paths, second, version, vendor]));`;
  const consumer = await makeConsumer();
  const told = JSON.parse(await runScript(consumer.folder, 'schema.mjs', source));
  assert.deepEqual(told, [
    true,
    ['displayName required true', 'catalog.id notAGuid true'],
    { value: { displayName: 'n', catalog } },
    ...[1, 'entra-access-packages'],
  ]);
});

test('JSON Schema says what the validator says', async () => {
  await lib.init();
  const check = new Ajv().compile(lib.accessPackageJsonSchema);
  const all = [];
  const of = (displayName) => all.push({ displayName, catalog });
  for (const name of [
    '',
    ' ',
    'a',
    ' a',
    'a ',
    'a\nb',
    'x'.repeat(1_024),
    'x'.repeat(1_025),
    7,
    null,
    true,
    undefined,
  ]) {
    of(name);
  }
  // Each character alone, in front and behind: JSON Schema has no unpaired surrogates.
  for (let code = 0; code < 0x10000; code += code > 0x3100 ? 97 : 1) {
    const character = String.fromCharCode(code);
    if (/\p{Surrogate}/u.test(character)) continue;
    for (const name of [character, `${character}a`, `a${character}`]) of(name);
  }
  for (const id of [catalog.id, catalog.id.toUpperCase(), '', 'x', `${catalog.id}\n`, 7, null, undefined]) {
    for (const description of [undefined, '', 'd', null, 'x'.repeat(10_000), 'x'.repeat(10_001)]) {
      for (const isHidden of [undefined, true, false, 'no', null]) {
        for (const extra of [{}, { state: 1 }]) {
          all.push({ displayName: 'n', description, isHidden, catalog: { id }, ...extra });
          all.push({ displayName: 'n', description, isHidden, catalog: { id, ...extra } });
        }
      }
    }
  }
  const verdicts = { true: 0, false: 0 };
  for (const each of [...all, null, [], 'text', 7]) {
    const input = JSON.parse(JSON.stringify(each));
    const { ok } = lib.validateAccessPackage(input);
    assert.equal(check(input), ok, JSON.stringify(input).slice(0, 200));
    verdicts[ok] += 1;
  }
  assert.ok(verdicts.true > 10_000 && verdicts.false > 500, JSON.stringify(verdicts));
});

test('JSON Schema comes in the dialects that there are', () => {
  for (const side of ['input', 'output']) {
    assert.deepEqual(standard.jsonSchema[side]({ target: 'draft-2020-12' }), lib.accessPackageJsonSchema);
    const older = standard.jsonSchema[side]({ target: 'draft-07' });
    assert.deepEqual(older.required, ['displayName', 'catalog']);
    assert.throws(() => standard.jsonSchema[side]({ target: 'xml' }), { code: 'ERR_INVALID_ARG_VALUE' });
  }
});

const LIMITS = { displayName: 1_024, description: 10_000 };
const message = ({ code, path, limit }) => (code === 'tooLong' ? `${path.join('.')}: höchstens ${limit}` : undefined);

test('texts can be replaced everywhere, with the numbers at hand', async () => {
  await lib.init();
  const input = { displayName: 'x'.repeat(1_025), description: 'x'.repeat(10_001), catalog: { id: 'x' } };
  const told = Object.entries(LIMITS).map(([name, limit]) => `${name}: höchstens ${limit}`);
  const texts = ({ issues }) => issues.map((issue) => issue.message);
  const { client } = open({}, { message });
  const plain = texts(lib.validateAccessPackage(input));
  for (const problem of [
    lib.validateAccessPackage(input, { message }),
    lib.createAccessPackageSchema({ message })['~standard'].validate(input),
    await rejection(client.create(input)),
  ]) {
    // What it has no text for stays as it was.
    assert.deepEqual(texts(problem), [...told, plain[2]]);
  }
});

test('and those of the rows of a file', async () => {
  const words = { message: ({ path, code, row }) => `${row}: ${path.join('.')} ${code}` };
  const table = await lib.readRows('displayName,catalogId,isHidden\na,x,maybe\n', words);
  const wanted = ['1: isHidden notABoolean', '1: catalog.id notAGuid'];
  assert.deepEqual(table.problems.map((problem) => problem.message).sort(), wanted.sort());
  assert.deepEqual(
    table
      .row(1)
      .problems.map((problem) => problem.message)
      .sort(),
    wanted,
  );
});
