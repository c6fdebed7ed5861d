/**
 * Generated names: a create whose answer is lost is found by its name, and nothing else is, or the name was refused
 * before anything was sent. `SOCKET_SEED` repeats a run, `SOCKET_NAMES` changes how many names there are.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAccessPackageClient } from 'entra-access-packages';
import { createFakeGraph } from 'entra-access-packages/testing';
import { createRandom, seedOfRun } from '../random.mjs';
import { drawName, lookalikes } from './generate.mjs';

const NAMES = Number(process.env.SOCKET_NAMES ?? 10_000);
const SALES = '66584aae-98bb-48cc-9458-7bee5d2a6577';

/** How many names share a service: its lists shall not grow without end. */
const SHARE = 100;

/** A service with the lookalikes of some names, and each name itself in another catalog. */
function openService(names) {
  const decoys = new Set(names.flatMap((name) => (name.isWellFormed() ? lookalikes(name) : [])));
  // What is created must not be there before.
  for (const name of names) decoys.delete(name);
  const empty = createFakeGraph();
  const elsewhere = empty.catalogs.find(({ id }) => id !== SALES)?.id ?? '';
  const namesake = (name) => ({ displayName: name, catalogId: elsewhere });
  const wellFormed = names.filter((name) => name.isWellFormed() && name.trim() !== '');
  return createFakeGraph({
    nameUniqueness: 'none',
    accessPackages: [
      ...[...decoys].map((displayName) => ({ displayName, catalogId: SALES })),
      ...wellFormed.map(namesake),
    ],
  });
}

test(`${NAMES} generated names`, async (context) => {
  const seed = seedOfRun();
  const random = createRandom(seed);
  const counts = { adopted: 0, refused: 0 };
  for (let done = 0; done < NAMES; done += SHARE) {
    const names = [...new Set(Array.from({ length: Math.min(SHARE, NAMES - done) }, () => drawName(random)))];
    const fake = openService(names);
    for (const displayName of names) {
      const where = `SOCKET_SEED=${seed}, the name ${JSON.stringify(displayName)}`;
      // One client a name: its budget for repeats is not what is tested.
      const client = createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch, settleMs: 0 });
      const sentBefore = fake.requests.length;
      // It strikes a create of this name only: one that is never sent leaves it in the queue.
      const match = { method: 'POST', path: 'accessPackages', name: displayName };
      fake.fail({ delivery: 'reset', commit: 'before', match });
      const [ending] = await Promise.allSettled([client.create({ displayName, catalog: { id: SALES } })]);
      if (ending.status === 'rejected' && ending.reason.code === 'ERR_VALIDATION') {
        const applies = {
          blank: displayName.trim() === '',
          outerWhiteSpace: displayName.trim() !== displayName,
          tooLong: displayName.length > 1_024,
          illFormed: !displayName.isWellFormed(),
        };
        const { issues } = ending.reason;
        assert.ok(
          issues.length > 0 && issues.every(({ code }) => applies[code]),
          `${where}: ${JSON.stringify(issues)}`,
        );
        assert.equal(fake.requests.length, sentBefore, where);
        counts.refused += 1;
        continue;
      }
      assert.equal(ending.status, 'fulfilled', `${where}: ${ending.reason}`);
      const { outcome, accessPackage, duplicates } = ending.value;
      const made = fake.accessPackages.filter((each) => each.displayName === displayName && each.catalogId === SALES);
      assert.equal(made.length, 1, where);
      assert.deepEqual(
        [outcome, accessPackage.id, accessPackage.displayName, duplicates],
        ['adopted', made[0].id, displayName, []],
        where,
      );
      counts.adopted += 1;
    }
  }
  context.diagnostic(`seed ${seed}: ${counts.adopted} adopted, ${counts.refused} refused with a reason`);
  assert.ok(counts.adopted > NAMES / 2 && counts.refused > 0, 'both kinds occur');
});
