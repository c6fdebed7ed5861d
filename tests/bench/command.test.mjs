/** `npm run bench`: what it refuses before any work, and that what it names is there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/processes.mjs';

for (const [options, words] of /** @type {[string[], RegExp][]} */ ([
  [['nonsense'], /There is no section nonsense\./],
  [['bytes', '--rounds', '0'], /--rounds takes 1 to 9999\./],
  [['--rounds', 'many'], /--rounds takes 1 to 9999\./],
  [['bytes', '--write'], /--write needs a run of all sections\./],
  [['--nonsense'], /Unknown option '--nonsense'/],
])) {
  test(`${options.join(' ')} is refused`, async () => {
    const { code, output } = await run('node', [inRoot('scripts', 'bench.mjs'), ...options]);
    assert.equal(code, 2);
    assert.match(output, words);
    assert.match(output, /Sections: bytes, cold-start, per-create, bulk-read, memory/);
  });
}
