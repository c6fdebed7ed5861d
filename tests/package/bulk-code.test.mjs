/** Where the code for bulk work comes from: fetched, handed over, or a second script. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { EXAMPLE, importFrom, makeConsumer, rejection } from './consumer.mjs';

const CSV = `displayName,catalog\r\nsales reps,${EXAMPLE.catalog.id}\r\nsales leads,${EXAMPLE.catalog.id}\r\n`;
const GLOBALS = [
  'MessageChannel',
  ...['AbortController', 'AbortSignal', 'DOMException', 'Request', 'Response', 'TextDecoder', 'TextEncoder', 'URL'],
  ...['clearTimeout', 'crypto', 'performance', 'queueMicrotask', 'setTimeout'],
];
let installed;
let testing;

before(async () => {
  ({ installed } = await makeConsumer());
  testing = await importFrom(installed, 'testing.js');
});

/** A realm as a classic script finds it, and a way to run the published scripts in it. */
function classicPage(more = {}) {
  const page = createContext({ ...Object.fromEntries(GLOBALS.map((name) => [name, globalThis[name]])), ...more });
  const load = async (name) => runInContext(await readFile(path.join(installed, 'dist', name), 'utf8'), page);
  return { page, load };
}

async function creates(lib) {
  const fake = testing.createFakeGraph();
  const client = lib.createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  assert.equal((await client.create(EXAMPLE)).outcome, 'created');
  assert.equal(fake.accessPackages.filter(({ displayName }) => displayName === 'sales reps').length, 1);
}

test('script tags: one makes the client; a second one brings bulk work, which says so while it is not there', async () => {
  const { page, load } = classicPage();
  await load('index.global.js');
  await creates(page.EntraAccessPackages);
  const error = await rejection(page.EntraAccessPackages.readRows(CSV));
  assert.deepEqual([error.code, error.reason], ['ERR_LOAD', 'noSource']);
  assert.match(error.message, /bulk\.global\.js/);
  await load('bulk.global.js');
  assert.equal((await page.EntraAccessPackages.readRows(CSV)).length, 2);
});

test('script tags: their order does not matter', async () => {
  const { page, load } = classicPage();
  await load('bulk.global.js');
  await load('index.global.js');
  assert.equal((await page.EntraAccessPackages.readRows(CSV)).length, 2);
});

test('initBulk takes the code, refuses what is not it, and a second try works', async () => {
  const { page, load } = classicPage();
  await load('index.global.js');
  const lib = page.EntraAccessPackages;
  const bulk = await importFrom(installed, 'bulk.js');
  for (const wrong of [null, {}, { ...bulk, version: '0.0.0' }]) {
    const error = await rejection(lib.initBulk(wrong));
    assert.deepEqual([error.code, error.reason], ['ERR_LOAD', 'invalid']);
  }
  const cause = new TypeError('Failed to fetch dynamically imported module');
  const error = await rejection(lib.initBulk(Promise.reject(cause)));
  assert.deepEqual([error.code, error.reason, error.cause], ['ERR_LOAD', 'network', cause]);
  assert.match(error.message, /initBulk/);
  await lib.initBulk(bulk);
  assert.equal((await lib.readRows(CSV)).length, 2);
});
