/** The reference is what the published types say, and its links lead where they claim to. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import { headingsOf, nameIn } from '../../scripts/api/page.mjs';
import { makeReference, REFERENCE } from '../../scripts/api/reference.mjs';
import { ROOT } from '../../scripts/lib/paths.mjs';

// A checkout may have brought other line ends.
const committed = new Map(
  readdirSync(REFERENCE).map((name) => [
    name,
    readFileSync(path.join(REFERENCE, name), 'utf8').replaceAll('\r\n', '\n'),
  ]),
);
let made;

before(async () => {
  made = await makeReference();
});

test('every member is documented, and every {@link} can be resolved', () => {
  assert.deepEqual(made.problems, []);
});

test('the committed pages are up to date', () => {
  assert.deepEqual([...committed.keys()].sort(), [...made.pages.keys()].sort());
  for (const [name, page] of made.pages) {
    assert.equal(
      committed.get(name),
      page,
      `docs/api/${name} is not what was built: npm run api, and look at what changed`,
    );
  }
});

for (const [name, page] of committed) {
  test(`${name}: every link leads to what it names`, () => {
    const prose = page.replace(/^ *(`{3,})[^\n]*\n[\s\S]*?^ *\1$/gm, '');
    let checked = 0;
    for (const [, label, target] of prose.matchAll(/\[((?:\\.|[^[\]\\\n])*)\]\(([^)\s]+)\)/g)) {
      if (target.startsWith('https:')) continue;
      const [file, anchor] = target.split('#');
      const found = committed.get(file || name);
      assert.ok(found, `there is no ${target}`);
      checked += 1;
      if (anchor === undefined) continue;
      const heading = headingsOf(found).find((each) => each.anchor === anchor);
      assert.ok(heading, `there is no ${target}`);
      const wanted = label.replaceAll(/[`\\]/g, '').split('.').at(-1);
      assert.equal(nameIn(heading.text), wanted, `[${label}](${target})`);
    }
    assert.ok(checked > 2);
  });

  test(`${name}: names no place of a machine`, () => {
    for (const place of [ROOT, homedir(), 'node_modules', 'file:', 'pkg/dist']) {
      assert.ok(!page.includes(place), `it names ${place}`);
    }
  });
}
