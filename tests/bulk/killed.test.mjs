/** Pages that are killed in the middle of a job, and others that go on with it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inLanes } from '../sockets/page-support.mjs';
import { createRandom, seedOfRun } from '../sockets/random.mjs';
import { inputsOf, namesOf, openJobPages, serve } from './support.mjs';

const KILLS = Number(process.env.BULK_KILLS ?? 100);
const ROWS = 50;

/** How many are killed at once, each with a browser context of its own kind: a service, and so journals, of its own. */
const AT_ONCE = 4;

const seed = seedOfRun();
const random = createRandom(seed);
let pages;

before(async () => {
  pages = await openJobPages();
});

after(() => pages?.close());

/** Waits until the service has seen so many creates, or the job is over. */
async function creates(fake, count, isOver) {
  const seen = () => fake.requests.filter(({ method }) => method === 'POST').length;
  while (seen() < count && !isOver()) await new Promise((later) => setTimeout(later, 1));
}

test(`${KILLS} pages killed at random points: every row exists exactly once, and no token is kept`, async (context) => {
  const points = Array.from({ length: KILLS }, (_, at) => ({
    at,
    // Also before the first create and behind the last one.
    creates: random.integer(0, ROWS),
    later: random.integer(0, 12),
    unique: random.integer(0, 1) === 1,
  }));
  const ends = { adopted: 0, resumed: 0, complete: 0 };
  await inLanes(points, AT_ONCE, async ({ at, creates: count, later, unique }) => {
    const { server, fake, token, service } = await serve({
      nameUniqueness: unique ? 'caseInsensitive' : 'none',
      latencyMs: 2,
    });
    const where = `SOCKET_SEED=${seed}, kill ${at}, behind ${count} creates and ${later} ms`;
    try {
      const name = `kill ${at}`;
      const first = await pages.openTab();
      let isOver = false;
      const run = first
        .evaluate(
          ([service, inputs]) => globalThis.apply(service, inputs, { journal: 'kill' }),
          [service, inputsOf(ROWS, name)],
        )
        .catch(() => {})
        .finally(() => {
          isOver = true;
        });
      await creates(fake, count, () => isOver);
      await new Promise((then) => setTimeout(then, later));
      await first.close();
      await run;
      const second = await pages.openTab();
      const { open, reports, left } = await second.evaluate((service) => globalThis.goOn(service), service);
      const kept = await second.evaluate(() => globalThis.keptText());
      await second.close();
      assert.ok(!kept.includes(token), `${where}: a token is kept`);
      const counts = namesOf(fake, name);
      // Killed before the plan was written down: nothing was sent.
      if (open.length === 0 && counts.size === 0) return;
      assert.ok(kept.includes(name), where);
      assert.deepEqual(left, [], where);
      assert.equal(counts.size, ROWS, `${where}: ${JSON.stringify(reports)}`);
      assert.ok(
        [...counts.values()].every((times) => times === 1),
        `${where}: ${JSON.stringify([...counts])}`,
      );
      for (const report of reports) {
        assert.equal(report.ended, 'completed', `${where}: ${JSON.stringify(report)}`);
        // The answer of one that was created may not have been written down: then it is adopted, or found to be there.
        assert.ok(
          report.odd.every(({ verdict }) => verdict === 'existing'),
          `${where}: ${JSON.stringify(report.odd)}`,
        );
        assert.deepEqual(report.doubled, [], where);
        ends.adopted += report.counts.adopted;
      }
      ends[open.length > 0 ? 'resumed' : 'complete'] += 1;
    } finally {
      await server.close();
    }
  });
  context.diagnostic(`SOCKET_SEED=${seed}: ${JSON.stringify(ends)}`);
  assert.ok(ends.resumed > KILLS / 2, 'most were killed in the middle');
  assert.ok(ends.adopted > 0, 'and some while a create was under way');
});
