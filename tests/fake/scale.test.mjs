import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filter, names, open, sales } from './support.mjs';

const engineering = '2d1a6c3e-7f54-4b8e-a1c9-0e6f3b5d8a42';

/** A fake with so many packages, all but a few of them in one catalog. */
function filled(count) {
  const catalogs = [
    { id: sales, displayName: 'Sales' },
    { id: engineering, displayName: 'Engineering' },
  ];
  const accessPackages = Array.from({ length: count }, (_, i) => ({
    displayName: `package ${i}`,
    catalogId: i < 5 ? engineering : sales,
  }));
  return open({ catalogs, accessPackages });
}

/** The least time of many runs of each, in turns: what the work costs when nothing interferes. */
async function leastTimes(works) {
  const least = works.map(() => Infinity);
  for (let i = 0; i < 40; i += 1) {
    for (const [position, run] of works.entries()) {
      const start = performance.now();
      await run(i);
      least[position] = Math.min(least[position], performance.now() - start);
    }
  }
  return least;
}

const work = {
  'a create': async ({ call }, i) => {
    const { status } = await call('POST', 'accessPackages', {
      json: { displayName: `new ${i}`, catalog: { id: sales } },
    });
    assert.equal(status, 201);
  },
  'a look by name': async ({ call }, i) => {
    const text = filter(`catalog/id eq '${sales}' and displayName eq 'Package ${i + 10}'`);
    assert.deepEqual(names(await call('GET', `accessPackages?${text}`)), [`package ${i + 10}`]);
  },
  'a look at a small catalog': async ({ call }) => {
    const { json } = await call('GET', `catalogs/${engineering}?$expand=accessPackages`);
    assert.equal(json.accessPackages.length, 5);
  },
};
for (const [what, run] of Object.entries(work)) {
  test(`${what} costs the same with 100,000 packages as with 100`, async () => {
    const few = filled(100);
    const many = filled(100_000);
    const [small, large] = await leastTimes([(i) => run(few, i), (i) => run(many, i)]);
    // Going through all of them would cost ten times as much and more.
    assert.ok(large < small * 5, `${small.toFixed(3)} ms, then ${large.toFixed(3)} ms`);
  });
}
