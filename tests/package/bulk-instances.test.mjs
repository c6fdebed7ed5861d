/** The memory of rows that nobody uses any more is used again, and never while somebody does. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { csv } from './bulk.mjs';
import { CATALOG, lib } from './service.mjs';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');

/** How many instances there have been. */
let made = 0;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = (...args) => {
  made += 1;
  return instantiate.apply(WebAssembly, args);
};

const read = (...names) => lib.readRows(csv(...names.map((name) => `${name},,,${CATALOG}`)));

/** Lets go of what is out of reach. */
async function collect() {
  for (let round = 0; round < 5; round += 1) {
    gc();
    await sleep(10);
  }
}

/** Reads, looks at it, and forgets it. */
async function readAndForget() {
  const table = await read('first', 'second');
  assert.equal(table.row(2).displayName, 'second');
}

test('an instance that nobody uses any more is used again, and has forgotten', async () => {
  await readAndForget();
  await collect();
  const before = made;
  const table = await read('third');
  assert.equal(made, before);
  assert.deepEqual([table.length, table.row(1).displayName, table.row(2)], [1, 'third', undefined]);
});

test('one that somebody uses is not', async () => {
  const one = await read('one');
  await collect();
  const before = made;
  const [two, three] = await Promise.all([read('two'), read('three', 'and more')]);
  assert.ok(made > before);
  await collect();
  const names = [one, two, three].map((table) => table.row(1).displayName);
  assert.deepEqual(names, ['one', 'two', 'three']);
});

/** Reads what is too large to keep, and forgets it. */
async function readMuch() {
  const table = await lib.readRows(csv(...Array.from({ length: 300 }, () => `a,${'b'.repeat(300_000)},,${CATALOG}`)));
  assert.equal(table.length, 300);
}

test('a large memory is given back', async () => {
  await collect();
  await readMuch();
  await collect();
  const before = made;
  await read('small');
  assert.ok(made > before);
});
