/** Sources that are none: a clear error of one class, nothing sent, and the next one is read as if nothing had been. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csv, streamOf, utf16 } from './bulk.mjs';
import { rejection } from './consumer.mjs';
import { CATALOG, lib, open } from './service.mjs';

const HEADER = 'displayName,description,isHidden,catalogId';
const good = csv(`a,,,${CATALOG}`);
const bytes = (...parts) =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part)] : part)));

/** Like a Blob of that size, whose bytes are made when they are asked for. */
function hugeFile(size) {
  const blob = new File([], 'huge.csv');
  const line = Buffer.from(`team,,,${CATALOG}\n`);
  let read = 0;
  Object.defineProperty(blob, 'size', { value: size });
  blob.slice = (from, to) => {
    read += Math.min(to, size) - from;
    return new Blob([from === 0 ? Buffer.concat([Buffer.from(`${HEADER}\n`), line]) : line]);
  };
  return { blob, read: () => read };
}

/** A folder, as browsers give one that was dropped: it has a size, and reading it fails. */
function folder() {
  const blob = new File([], 'folder');
  Object.defineProperty(blob, 'size', { value: 4096 });
  const fail = () =>
    Promise.reject(new DOMException('A requested file or directory could not be found', 'NotFoundError'));
  blob.slice = () => Object.assign(new Blob([]), { arrayBuffer: fail, stream: () => streamOf() });
  return blob;
}

const CASES = {
  'an empty text': ['', 'empty'],
  'an empty file': [new File([], 'empty.csv'), 'empty'],
  'an empty stream': [() => streamOf(), 'empty'],
  'white space': ['\r\n  \r\n', 'empty'],
  'a byte order mark alone': [bytes([0xef, 0xbb, 0xbf]), 'empty'],
  'a folder': [folder, 'unreadable'],
  'a stream that fails': [
    () => new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) }),
    'unreadable',
  ],
  'a header only': [HEADER, 'noRows'],
  'a header and empty lines': [`${HEADER}\r\n\r\n\r\n`, 'noRows'],
  'an empty list of JSON': ['[]', 'noRows'],
  'a workbook': [bytes([0x50, 0x4b, 3, 4], [20, 0, 6, 0, 8, 0, 0, 0]), 'binary'],
  'a picture': [bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0]), 'binary'],
  'zero bytes': [new Uint8Array(4096), 'binary'],
  'a byte that UTF-8 does not have': [bytes(`${HEADER}\n`, [0xff], `,,,${CATALOG}`), 'encoding'],
  'half of a character': [bytes(`${good}\n`, [0xe2, 0x82]), 'encoding'],
  'half of a character in the middle': [bytes(`${HEADER}\nM`, [0xfc], `nchen,,,${CATALOG}`), 'encoding'],
  'an odd byte of UTF-16': [bytes([...utf16(good)], [0x41]), 'encoding'],
  'a cell whose quote is never closed': [`${HEADER}\n"a,,,${CATALOG}\nb,,,${CATALOG}`, 'cut'],
  'JSON that breaks off': [`[{"displayName":"a","catalogId":"${CATALOG}"},{"displayN`, 'cut'],
  'JSON that is none': ['[nonsense]', 'malformed'],
  'JSON that goes on behind its end': ['[{}] nonsense', 'malformed'],
  '1,000 columns': [
    `${Array.from({ length: 1_000 }, (_, at) => `c${at}`).join(',')}\n${','.repeat(999)}`,
    'tooManyColumns',
  ],
  'a cell of 10 MB': [`${HEADER}\na,${'x'.repeat(10_000_000)},,${CATALOG}`, 'cellTooLong'],
  'a quoted cell of 10 MB': [`${HEADER}\na,"${'x'.repeat(10_000_000)}",,${CATALOG}`, 'cellTooLong'],
  'a JSON value of 10 MB': [
    JSON.stringify([{ displayName: 'x'.repeat(10_000_000), catalogId: CATALOG }]),
    'cellTooLong',
  ],
  'an unknown column': [`displayName,owner,catalogId\na,b,${CATALOG}`, 'columns'],
  'a missing column': [`description,catalogId\na,${CATALOG}`, 'columns'],
  'a doubled column': [`displayName,Display Name,catalogId\na,b,${CATALOG}`, 'columns'],
  'no catalog': ['displayName\na', 'columns'],
};
for (const [what, [source, reason]] of Object.entries(CASES)) {
  test(`${what}: SourceError, ${reason}`, async () => {
    const { fake, client } = open();
    const error = await rejection(client.plan(typeof source === 'function' ? source() : source));
    assert.ok(error instanceof lib.SourceError, String(error.stack));
    assert.ok(lib.isAccessPackageError(error));
    assert.deepEqual([error.code, error.name, error.reason], ['ERR_SOURCE', 'SourceError', reason]);
    assert.ok(error.message.length > 10 && error.message.length < 300, error.message);
    assert.equal(error.columns.length > 0, reason === 'columns');
    assert.deepEqual(fake.requests, []);
    assert.equal((await lib.readRows(good)).length, 1);
  });
}

test('half a gigabyte is refused before any of it is read', async () => {
  const { blob, read } = hugeFile(500_000_000);
  const error = await rejection(open().client.plan(blob));
  assert.deepEqual([error.code, error.reason], ['ERR_SOURCE', 'tooLarge']);
  assert.ok(read() <= 1_000_000, `${read()} bytes were asked for`);
});

test('a stream without end is refused when it is too long, and is let go', async () => {
  let cancelled = 0;
  let sent = 0;
  const row = `${'team'.padEnd(900)},,,${CATALOG}\n`;
  const chunk = new TextEncoder().encode(row.repeat(4_000));
  const endless = new ReadableStream({
    pull(controller) {
      controller.enqueue(sent === 0 ? new TextEncoder().encode(`${HEADER}\n`) : chunk);
      sent += sent === 0 ? 1 : chunk.length;
    },
    cancel() {
      cancelled += 1;
    },
  });
  const error = await rejection(lib.readRows(endless));
  assert.deepEqual([error.code, error.reason, cancelled], ['ERR_SOURCE', 'tooLarge', 1]);
  assert.ok(sent <= 300_000_000, `${sent}`);
});

test('the columns that are wrong are told one by one, with what may have been meant', async () => {
  const error = await rejection(lib.readRows(`display_name,descripton,Beschreibung,displayName\na,b,c,d`));
  assert.deepEqual(error.columns.map(({ column, code }) => [column, code]).sort(), [
    ['Beschreibung', 'unknown'],
    ['catalogId', 'missing'],
    ['descripton', 'unknown'],
    ['displayName', 'doubled'],
  ]);
  assert.match(error.columns.find(({ column }) => column === 'descripton').hint, /description/);
  for (const { message } of error.columns) assert.ok(message);
});

test('where it went wrong is told', async () => {
  const cut = await rejection(lib.readRows(`${good}\n"b`));
  assert.deepEqual([cut.reason, cut.line], ['cut', 3]);
  const long = await rejection(lib.readRows(`${good}\nb,${'x'.repeat(2_000_000)},,${CATALOG}`));
  assert.deepEqual([long.reason, long.row ?? long.line - 1], ['cellTooLong', 2]);
});
