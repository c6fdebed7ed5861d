/** Journals: one tab at a time, and clear errors where there can be none. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { inputsOf, namesOf, openJobPages, serve } from './support.mjs';

let pages;
let world;

before(async () => {
  pages = await openJobPages();
});

after(() => pages?.close());

beforeEach(async () => {
  world = await serve({ latencyMs: 20 });
});

afterEach(() => world.server.close());

const apply = (tab, rows, name, options) =>
  tab.evaluate(
    ([service, inputs, options]) => globalThis.apply(service, inputs, options),
    [world.service, inputsOf(rows, name), options],
  );

test('a second tab cannot run the same journal, nor throw it away, and sees that it is being run', async () => {
  const [one, other] = [await pages.openTab(), await pages.openTab()];
  const running = apply(one, 60, 'tabs', { journal: 'two tabs', concurrency: 1 });
  const list = () => other.evaluate((service) => globalThis.journals(service), world.service);
  let [journal] = await list();
  while (!journal || journal.done === 0) [journal] = await list();
  assert.deepEqual([journal.label, journal.running, journal.ended, journal.total], ['two tabs', true, false, 60]);
  const act = (what) =>
    other.evaluate(([what, service, id]) => globalThis[what](service, id), [what, world.service, journal.id]);
  for (const what of ['resume', 'deleteJournal']) {
    const { code, reason } = await act(what);
    assert.deepEqual([code, reason], ['ERR_JOURNAL', 'inUse']);
  }
  const report = await running;
  assert.deepEqual([report.ended, report.counts.created], ['completed', 60]);
  assert.equal(namesOf(world.fake, 'tabs').size, 60);
  [journal] = await list();
  assert.deepEqual([journal.running, journal.ended, journal.done], [false, true, 60]);
  // What is complete gives its report once more, and sends nothing.
  const before = world.fake.requests.length;
  assert.equal((await act('resume')).counts.created, 60);
  assert.equal(world.fake.requests.length, before);
  assert.equal(await act('deleteJournal'), 'deleted');
  assert.deepEqual(await list(), []);
  assert.deepEqual((await act('resume')).reason, 'notFound');
  await Promise.all([one.close(), other.close()]);
});

test('a database that is taken away in the middle pauses the job, and what was created is in the report', async () => {
  const tab = await pages.openTab();
  const end = await tab.evaluate(
    ([service, inputs]) => globalThis.applyUntilCleared(service, inputs),
    [world.service, inputsOf(40, 'cleared')],
  );
  assert.deepEqual([end.reason, end.report.ended], ['journalFailed', 'cancelled']);
  const made = namesOf(world.fake, 'cleared').size;
  assert.ok(made > 0 && made < 40, `${made} were created`);
  assert.equal(end.report.counts.created, made);
  await tab.close();
});

const BROKEN = {
  unsupported: () => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }),
  blocked: () => {
    indexedDB.open = () => {
      throw new DOMException('No.', 'SecurityError');
    };
  },
  full: () => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('No.', 'QuotaExceededError');
    };
  },
  failed: () => {
    indexedDB.open = () => {
      throw new DOMException('No.', 'UnknownError');
    };
  },
};

for (const [reason, breakIt] of Object.entries(BROKEN)) {
  test(`IndexedDB that is ${reason} is told before the first row`, async () => {
    const tab = await pages.openTab();
    await tab.evaluate(breakIt);
    const end = await apply(tab, 3, reason, { journal: true });
    assert.deepEqual([end.code, end.reason], ['ERR_JOURNAL', reason]);
    assert.equal(namesOf(world.fake, reason).size, 0);
    // Without one it works.
    assert.equal((await apply(tab, 3, reason, {})).counts.created, 3);
    await tab.close();
  });
}
