/** Every code block of the README is true. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPage } from './check-page.mjs';
import { policiesIn } from './csp.mjs';

const { blocks, programs } = checkPage('README.md');

test('there are programs, inputs and commands in the README', () => {
  assert.ok(programs.length > 0);
  assert.ok(blocks.some(({ language }) => language === 'sh'));
  assert.ok(
    blocks.some(({ language, code }) => ['html', 'http'].includes(language) && policiesIn(code).length > 0),
    'there is no CSP line',
  );
});
