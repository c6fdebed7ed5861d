/**
 * The packed tarball in every tool: each entry is a test. `MATRIX` names some of them, separated by spaces;
 * `MATRIX_WRITE` puts the table of what was seen to work into the README.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from '../e2e/harness.mjs';
import { listEntries } from './entries.mjs';
import { pack, prepare } from './prepare.mjs';
import { runEntry } from './run-entry.mjs';
import { tableInReadme, tableOf, writeTable } from './table.mjs';

const wanted = (process.env.MATRIX ?? '').split(' ').filter(Boolean);
const entries = listEntries();
const chosen = entries.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const works = new Set();

/** @type {string} */
let tarball;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  tarball = await pack();
  browser = await launchBrowser();
});

after(() => browser?.close());

for (const entry of chosen) {
  test(`${entry.name}: ${entry.title}`, async (t) => {
    const folder = await prepare(entry, tarball);
    let failures = 0;
    for (const plan of entry.runs) {
      await t.test(plan.name, async () => {
        failures += 1;
        await runEntry(entry, plan, { folder, browser });
        failures -= 1;
      });
    }
    if (failures === 0) works.add(entry);
  });
}

test('the names that were asked for exist', () => {
  assert.deepEqual(
    wanted.filter((name) => !entries.some((entry) => entry.name === name)),
    [],
  );
});

test('the table of the README is what was seen', { skip: wanted.length > 0 && 'not every entry was run' }, async () => {
  const table = tableOf(entries.filter((entry) => works.has(entry)));
  if (process.env.MATRIX_WRITE) await writeTable(table);
  assert.equal(await tableInReadme(), table.trim(), 'npm run matrix -- --write puts it right');
});
