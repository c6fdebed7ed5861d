/** A job whose page is reloaded in the middle: it goes on where it was, and nothing is made twice. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startPortal } from './harness.mjs';
import {
  decided,
  jobSays,
  keptInDatabases,
  openMany,
  planFile,
  reloadMany,
  reported,
  rowsCsv,
  startJob,
  timesNamed,
} from './many-support.mjs';

const ROWS = 50;

let portal;
before(async () => {
  portal = await startPortal();
});
after(() => portal?.close());
afterEach(() => portal.fake.reset());

const journals = (page) => page.locator('#journals');
const onceEach = () => {
  const times = timesNamed(portal.fake, 'Package ');
  assert.equal(times.size, ROWS);
  assert.deepEqual(new Set(times.values()), new Set([1]));
};

async function running() {
  const opened = await openMany(portal);
  await planFile(opened.page, rowsCsv(ROWS));
  await startJob(opened.page);
  await decided(opened.page, 5);
  return opened;
}

describe('after a reload in the middle', () => {
  test('paused before: the job is listed and resumed, and every row exists exactly once', async () => {
    const { page, finish } = await running();
    await page.getByRole('button', { name: 'Pause' }).click();
    await jobSays(page, 'Paused');
    // Its place is kept: nothing has to be asked before the page is left.
    await page.reload();
    await journals(page)
      .getByText(/packages\.csv: begun at .*, not finished, \d+ of 50 rows decided/)
      .waitFor();
    await journals(page)
      .getByRole('button', { name: /^Resume/ })
      .click();
    const { counts } = await reported(page);
    assert.equal((counts.created ?? 0) + (counts.adopted ?? 0), ROWS);
    onceEach();
    await finish();
  });

  test('in full run: the page asks first; rows that were under way are settled', async () => {
    const { page, finish } = await running();
    await reloadMany(page);
    await journals(page)
      .getByRole('button', { name: /^Resume/ })
      .click();
    const { counts } = await reported(page);
    assert.equal((counts.created ?? 0) + (counts.adopted ?? 0) + (counts.existing ?? 0), ROWS);
    onceEach();
    await finish();
  });

  test('no token is kept', async () => {
    const { page, tokens, finish } = await running();
    await reloadMany(page);
    const kept = await keptInDatabases(page);
    assert.ok(kept.includes('Package 1'));
    for (const token of tokens) assert.ok(!kept.includes(token));
    await finish();
  });

  test('it can be thrown away, after a question', async () => {
    const { page, finish } = await running();
    await reloadMany(page);
    await journals(page)
      .getByRole('button', { name: /^Throw away/ })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Throw it away' }).click();
    await journals(page).waitFor({ state: 'hidden' });
    assert.doesNotMatch(await keptInDatabases(page), /Package 1/);
    await finish();
  });

  test('the report of a job that has ended can be read again', async () => {
    const { page, finish } = await openMany(portal);
    await planFile(page, rowsCsv(5));
    await startJob(page);
    await reported(page);
    await reloadMany(page);
    await journals(page)
      .getByRole('button', { name: /^Show the report/ })
      .click();
    assert.deepEqual((await reported(page)).counts, { created: 5 });
    await finish();
  });
});

describe('another tab', () => {
  test('shows the job as running, and cannot take it', async () => {
    const { page, finish } = await running();
    const other = await page.context().newPage();
    await other.goto(new URL('/#many', portal.origin).href);
    await journals(other).getByText('Another tab is at it.').waitFor();
    assert.equal(
      await journals(other)
        .getByRole('button', { name: /^Resume/ })
        .count(),
      0,
    );
    await reported(page);
    await journals(other)
      .getByRole('button', { name: /^Show the report/ })
      .waitFor();
    await other.close();
    await finish();
  });
});
