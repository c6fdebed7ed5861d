/** The public types are those of the committed reports, and every member of them is documented. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { makeReport, reportFile, TYPED_ENTRIES } from '../../scripts/api/report.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';

test('there is a report of every entry that has types, and no other', () => {
  const { exports } = JSON.parse(readFileSync(inRoot('pkg', 'package.json'), 'utf8'));
  const typed = Object.values(exports).flatMap((target) => target.import?.types ?? []);
  const wanted = typed.map((types) => `${path.basename(types, '.d.ts')}.api.md`);
  assert.deepEqual(readdirSync(inRoot('pkg', 'api')).sort(), wanted.sort());
});

for (const entry of TYPED_ENTRIES) {
  test(`the report of ${entry} is up to date`, () => {
    const { text, problems } = makeReport(entry);
    assert.deepEqual(problems, [], 'the types themselves');
    // A checkout may have brought other line ends.
    const committed = readFileSync(reportFile(entry), 'utf8').replaceAll('\r\n', '\n');
    assert.equal(
      committed,
      text,
      `pkg/api/${entry}.api.md is not what was built: npm run api, and look at what changed`,
    );
  });
}
