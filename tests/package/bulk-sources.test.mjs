/** Rows from every kind of source, in every encoding and form, and what is wrong with them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csv, rowsOf, streamOf, utf16 } from './bulk.mjs';
import { CATALOG, lib } from './service.mjs';

const TEXT = csv(`sales reps,"outside, always",no,${CATALOG}`, `Ärzte 😀,,1,${CATALOG}`);
const BYTES = new TextEncoder().encode(TEXT);
const ROWS = [
  {
    ...{ row: 1, line: 2, displayName: 'sales reps', description: 'outside, always', isHidden: false },
    ...{ catalog: { id: CATALOG }, problems: [] },
  },
  { row: 2, line: 3, displayName: 'Ärzte 😀', isHidden: true, catalog: { id: CATALOG }, problems: [] },
];

test('every kind of source gives the same rows', async () => {
  const chunked = Array.from({ length: Math.ceil(BYTES.length / 7) }, (_, at) => BYTES.slice(at * 7, at * 7 + 7));
  const sources = {
    file: new File([BYTES], 'packages.csv'),
    blob: new Blob([BYTES]),
    bytes: BYTES,
    buffer: BYTES.buffer.slice(BYTES.byteOffset, BYTES.byteOffset + BYTES.length),
    'a part of a buffer': new Uint8Array([0, 0, ...BYTES, 0]).subarray(2, BYTES.length + 2),
    view: new DataView(BYTES.buffer, BYTES.byteOffset, BYTES.length),
    text: TEXT,
    'a stream of bytes': streamOf(...chunked),
    'a stream of texts': streamOf(TEXT.slice(0, 50), TEXT.slice(50)),
  };
  for (const [kind, source] of Object.entries(sources)) {
    assert.deepEqual(await rowsOf(source), ROWS, kind);
  }
});

test('what was read is told', async () => {
  const { source } = await lib.readRows(new File([BYTES], 'packages.csv'));
  assert.deepEqual(source, {
    ...{ name: 'packages.csv', format: 'csv', encoding: 'utf-8', separator: ',' },
    columns: ['displayName', 'description', 'isHidden', 'catalogId'],
  });
  const inputs = await lib.readRows([{ displayName: 'a', catalog: { id: CATALOG } }]);
  assert.deepEqual(inputs.source, { format: 'inputs' });
});

test('encodings as Excel writes them', async () => {
  const encodings = {
    'utf-8': [BYTES, new Uint8Array([0xef, 0xbb, 0xbf, ...BYTES])],
    'utf-16le': [utf16(TEXT)],
  };
  for (const [encoding, all] of Object.entries(encodings)) {
    for (const bytes of all) {
      const table = await lib.readRows(new Blob([bytes]));
      assert.equal(table.source.encoding, encoding);
      assert.deepEqual([table.row(1), table.row(2)], ROWS);
      // However the bytes come.
      assert.deepEqual(await rowsOf(streamOf(...Array.from(bytes, (byte) => new Uint8Array([byte])))), ROWS);
    }
  }
});

test('separators, line ends, and quoted line breaks', async () => {
  for (const separator of [',', ';', '\t']) {
    for (const end of ['\n', '\r\n']) {
      const head = ['displayName', 'description', 'catalogId'].join(separator);
      const row = [`"a${separator}b"`, '"one\r\ntwo ""three"""', CATALOG].join(separator);
      const [first, second] = await rowsOf([head, row, row.replace('a', 'c'), ''].join(end));
      assert.deepEqual([first.displayName, second.displayName], [`a${separator}b`, `c${separator}b`]);
      assert.equal(first.description, 'one\r\ntwo "three"');
      assert.deepEqual([first.line, second.line], [2, 4]);
    }
  }
  const pinned = await rowsOf(`displayName;catalogId\na,b;${CATALOG}`, { separator: ';' });
  assert.equal(pinned[0].displayName, 'a,b');
});

test('JSON as an array, and one object a line', async () => {
  const objects = [
    { displayName: 'a', description: null, isHidden: true, catalog: { id: CATALOG } },
    { displayName: 'b', catalogId: CATALOG },
    { displayName: 'c', catalog: 'Sales' },
  ];
  for (const text of [JSON.stringify(objects, null, 2), objects.map((each) => JSON.stringify(each)).join('\n')]) {
    const rows = await rowsOf(text);
    assert.deepEqual(
      rows.map(({ displayName, catalog }) => [displayName, catalog]),
      [
        ['a', { id: CATALOG }],
        ['b', { id: CATALOG }],
        ['c', { displayName: 'Sales' }],
      ],
    );
    assert.equal(rows[0].isHidden, true);
  }
});

test('an array of inputs is checked as create checks one', async () => {
  const rows = await rowsOf([
    { displayName: 'a', isHidden: false, catalog: { id: CATALOG } },
    { displayName: '', catalog: { id: 'x' } },
    { displayName: 'c', isHidden: 'nein', catalog: { id: CATALOG }, owner: 1 },
  ]);
  assert.deepEqual(rows[0], { row: 1, displayName: 'a', isHidden: false, catalog: { id: CATALOG }, problems: [] });
  const codes = (row) => row.problems.map(({ column, code }) => `${column} ${code}`).sort();
  assert.deepEqual(codes(rows[1]), ['catalog.id notAGuid', 'displayName blank']);
  assert.deepEqual(codes(rows[2]), ['isHidden notABoolean', 'owner unknownProperty']);
});

test('header names are matched without case and blanks, and the catalog may be given for all rows', async () => {
  const [row] = await rowsOf('Display Name, DESCRIPTION ,is hidden\na,b,YES', { catalogId: CATALOG });
  assert.deepEqual([row.displayName, row.description, row.isHidden, row.catalog], ['a', 'b', true, { id: CATALOG }]);
  const [other] = await rowsOf(`displayName,owner,catalogId\na,me,${CATALOG}`, { ignore: ['Owner'] });
  assert.deepEqual([other.displayName, other.problems], ['a', []]);
});

test('every problem has its row, its column, a code and a message', async () => {
  const table = await lib.readRows(
    csv(
      `,,,${CATALOG}`,
      `b,,maybe,${CATALOG}`,
      'c,,,',
      `d,,,${CATALOG},more`,
      `${'x'.repeat(1_100)},,,${CATALOG}`,
      `good,,TRUE,${CATALOG}`,
    ),
  );
  assert.deepEqual(
    table.problems.map(({ row, column, code }) => [row, column, code]),
    [
      [1, 'displayName', 'required'],
      [2, 'isHidden', 'notABoolean'],
      [3, 'catalogId', 'required'],
      [4, undefined, 'tooManyCells'],
      [5, 'displayName', 'tooLong'],
    ],
  );
  for (const { row, message } of table.problems) {
    assert.ok(message.length > 0);
    assert.deepEqual(
      table.row(row).problems,
      table.problems.filter((each) => each.row === row),
    );
  }
  const { hint } = table.problems.find(({ code }) => code === 'notABoolean');
  assert.match(hint, /true.*false|yes.*no/);
  assert.deepEqual([table.length, table.row(6).problems, table.row(7), table.row(0)], [6, [], undefined, undefined]);
});

test('every spelling of a boolean, and no other', async () => {
  const isHidden = async (cell) => (await rowsOf(csv(`a,,${cell},${CATALOG}`)))[0];
  for (const cell of ['true', 'TRUE', 'Yes', '1']) assert.equal((await isHidden(cell)).isHidden, true, cell);
  for (const cell of ['false', 'False', 'NO', '0']) assert.equal((await isHidden(cell)).isHidden, false, cell);
  for (const cell of ['wahr', 'y', '2', 'on', '-1', 'nope']) {
    assert.deepEqual(
      (await isHidden(cell)).problems.map(({ code }) => code),
      ['notABoolean'],
      cell,
    );
  }
});

test('reading tells how far it is, and can be stopped', async () => {
  const text = csv(...Array.from({ length: 20_000 }, (_, at) => `team ${at},,,${CATALOG}`));
  const seen = [];
  const table = await lib.readRows(new Blob([text]), { onProgress: (progress) => seen.push(progress) });
  assert.equal(table.length, 20_000);
  assert.ok(seen.length > 1);
  for (const [at, { bytes, totalBytes }] of seen.entries()) {
    assert.equal(totalBytes, text.length);
    assert.ok(bytes > (seen[at - 1]?.bytes ?? 0));
  }
  assert.equal(seen.at(-1).bytes, text.length);
  const controller = new AbortController();
  const reason = new Error('stop');
  const stopped = lib.readRows(new Blob([text]), {
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  });
  await assert.rejects(stopped, (error) => error === reason);
  await assert.rejects(lib.readRows('a', { signal: AbortSignal.abort(reason) }), (error) => error === reason);
});

test('what is no source, and no option, is a TypeError', async () => {
  for (const source of [undefined, null, 7, {}, () => {}, new Map()]) {
    await assert.rejects(lib.readRows(source), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
  }
  for (const options of [{ format: 'xml' }, { separator: '|' }, { catalogId: 'x' }]) {
    await assert.rejects(lib.readRows('a', options), { name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' });
  }
  for (const options of [{ ignore: 'x' }, { catalogId: 1 }, { onProgress: 1 }, { signal: {} }, 5]) {
    await assert.rejects(lib.readRows('a', options), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
  }
});
