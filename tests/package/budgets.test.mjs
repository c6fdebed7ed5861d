/** What npm publishes keeps its budgets, and nothing is published that has none. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { BUDGETS, overBudget, weighAll } from '../../scripts/build/budgets.mjs';
import { isPublishedBuild } from '../../scripts/build/wasm.mjs';
import { makeConsumer } from './consumer.mjs';

test('every published file keeps its budget', async (t) => {
  const { installed } = await makeConsumer();
  const sizes = await weighAll(path.join(installed, 'dist'));
  for (const entry of Object.keys(BUDGETS))
    assert.ok(
      [...sizes.keys()].some((name) => name.startsWith(`${entry}.`)),
      entry,
    );
  const problems = overBudget(sizes);
  // Whoever lacks the sources of the standard library builds something larger.
  if (await isPublishedBuild()) assert.deepEqual(problems, []);
  else t.diagnostic(`a plain build; not held against the budgets: ${problems.join(' ')}`);
});

test('a file that is too large is told, and one that has no budget', () => {
  const { slim } = BUDGETS;
  const sizes = (gzip, brotli) => ({ raw: 1_000_000, gzip, brotli });
  assert.deepEqual(overBudget(new Map([['slim.js', sizes(slim.gzip, slim.brotli)]])), []);
  const found = overBudget(
    new Map([
      ['slim.js', sizes(slim.gzip + 1, slim.brotli)],
      ['slim.cjs', sizes(slim.gzip, slim.brotli + 1)],
      ['slim.d.ts', sizes(1_000_000, 1_000_000)],
      ['other.js', sizes(1, 1)],
      ['toString.js', sizes(1, 1)],
    ]),
  );
  assert.deepEqual(found, [
    `slim.js is ${slim.gzip + 1} bytes by gzip; at most ${slim.gzip} are allowed.`,
    `slim.cjs is ${slim.brotli + 1} bytes by brotli; at most ${slim.brotli} are allowed.`,
    'other.js has no budget.',
    'toString.js has no budget.',
  ]);
});
