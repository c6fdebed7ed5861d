/** The report as CSV: quoted as RFC 4180 says, and nothing in it is a formula. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lib } from './service.mjs';

const COLUMNS =
  'row,displayName,catalogId,verdict,planned,accessPackageId,attempts,errorCode,status,graphCode,message,requestId,clientRequestId,duplicateIds';

/** The lines of the CSV of a report of these rows, without the last end. */
async function linesOf(...rows) {
  const csv = await lib.reportToCsv(/** @type {any} */ ({ rows }));
  assert.ok(csv.startsWith(`\ufeff${COLUMNS}\r\n`) && csv.endsWith('\r\n'));
  return csv.slice(COLUMNS.length + 3, -2);
}

/** How a name is written. */
async function cellOf(displayName) {
  const line = await linesOf({ row: 1, displayName, verdict: 'created', planned: 'create', attempts: 1 });
  return line.slice('1,'.length, -',,created,create,,1,,,,,,,'.length);
}

test('a row has every column', async () => {
  const row = { row: 12, displayName: "=cmd|' /C calc'!A0", catalogId: 'c', planned: 'create' };
  const error = {
    ...{ code: 'ERR_GRAPH', message: 'refused', reason: 'r', status: 403 },
    ...{ graphCode: 'UnAuthorized', requestId: 'r', clientRequestId: 'q' },
  };
  assert.equal(
    await linesOf(
      { ...row, verdict: 'failed', attempts: 2, error, duplicateIds: ['1', '2'] },
      { ...row, verdict: 'notStarted', attempts: 0 },
    ),
    [
      `12,"'=cmd|' /C calc'!A0",c,failed,create,,2,ERR_GRAPH,403,UnAuthorized,refused,r,q,1 2`,
      `12,"'=cmd|' /C calc'!A0",c,notStarted,create,,0,,,,,,,`,
    ].join('\r\n'),
  );
});

test('what needs quotes has them', async () => {
  for (const plain of ['', 'sales reps', 'Vertrieb Süd – 営業部', '1-1', 'a=b']) {
    assert.equal(await cellOf(plain), plain);
  }
  for (const [text, wanted] of [
    ['a,b', '"a,b"'],
    ['a;b', '"a;b"'],
    ['a\r\nb', '"a\r\nb"'],
    ['the "best"', '"the ""best"""'],
    ['"', '""""'],
    [' a', '" a"'],
  ]) {
    assert.equal(await cellOf(text), wanted);
  }
});

test('nothing is a formula', async () => {
  for (const first of ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', ' =', '\u{a0}@', '\u{feff}+']) {
    assert.equal(await cellOf(`${first}1+1`), `"'${first}1+1"`);
  }
  assert.equal(await cellOf('="a"'), `"'=""a"""`);
});
