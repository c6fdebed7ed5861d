/** The view *Many* from the question to the report, and back again. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { creates, startPortal } from './harness.mjs';
import {
  countsOf,
  decided,
  downloaded,
  jobSays,
  listen,
  openMany,
  planFile,
  planSample,
  reported,
  rowsCsv,
  startJob,
  timesNamed,
} from './many-support.mjs';

let portal;
before(async () => {
  portal = await startPortal();
});
after(() => portal?.close());
afterEach(() => portal.fake.reset());

describe('a job', () => {
  test('asks first: how many, and where; not yet is the first answer', async () => {
    const { page, finish } = await openMany(portal);
    await planSample(page);
    await page.getByRole('button', { name: 'Start…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create 30 packages?' });
    await dialog.waitFor();
    assert.match(await dialog.textContent(), /30 packages will be created in the sandbox/);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Not yet');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(creates(portal.fake), []);
    await finish();
  });

  test('creates every row once, tells how far it is, and reports', async () => {
    const { page, finish } = await openMany(portal);
    await planSample(page);
    const said = await listen(page);
    await startJob(page);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'job-title');
    await decided(page, 3);
    assert.match(await page.locator('#job-line').textContent(), /of 30 rows decided/);
    assert.match(await page.locator('#job figcaption').textContent(), /row/);
    const { title, counts } = await reported(page);
    assert.equal(title, 'Done: 30 packages created');
    assert.deepEqual(counts, { created: 30, skipped: 10 });
    assert.equal(await page.evaluate(() => document.activeElement.id), 'report-title');
    assert.equal(creates(portal.fake).length, 30);
    await page.locator('#announcer', { hasText: '30 packages created' }).waitFor({ state: 'attached' });
    const all = await said();
    assert.ok(all.some((text) => text.startsWith('Creating packages.')));
    assert.ok(all.length <= 8, `said ${all.length} times: ${all.join(' | ')}`);
    await finish();
  });

  test('nothing moves while it runs', async () => {
    const { page, finish } = await openMany(portal);
    await planFile(page, rowsCsv(60));
    await startJob(page);
    await decided(page, 1);
    await page.evaluate(() => {
      globalThis.shifts = [];
      new PerformanceObserver((list) => {
        for (const { value } of list.getEntries()) globalThis.shifts.push(value);
      }).observe({ type: 'layout-shift' });
    });
    await decided(page, 40);
    assert.deepEqual(await page.evaluate(() => globalThis.shifts), []);
    await reported(page);
    await finish();
  });

  test('the report can be downloaded, as CSV and as JSON', async () => {
    const { page, finish } = await openMany(portal);
    await planSample(page);
    await startJob(page);
    await reported(page);
    const csv = await downloaded(page, 'Download CSV');
    assert.equal(csv.name, 'report.csv');
    assert.match(csv.text, /Field sales readers/);
    for (const { id, displayName } of portal.fake.accessPackages.filter(({ displayName }) =>
      /^Field/.test(displayName),
    )) {
      assert.ok(csv.text.includes(id), displayName);
    }
    assert.doesNotMatch(csv.text, /(^|[,;\n])"?=SUM/, 'no formula');
    const { text } = await downloaded(page, 'Download JSON');
    assert.equal(JSON.parse(text).counts.created, 30);
    await finish();
  });

  test('pauses and goes on; the focus stays at the button', async () => {
    const { page, finish } = await openMany(portal);
    await planFile(page, rowsCsv(60));
    await startJob(page);
    await decided(page, 4);
    await page.getByRole('button', { name: 'Pause' }).click();
    await jobSays(page, 'Paused');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Resume');
    const sent = creates(portal.fake).length;
    assert.ok(sent < 60);
    await page.waitForTimeout(400);
    assert.equal(creates(portal.fake).length, sent, 'nothing is sent while it rests');
    await page.getByRole('button', { name: 'Resume' }).click();
    assert.deepEqual((await reported(page)).counts, { created: 60 });
    assert.equal(creates(portal.fake).length, 60);
    await finish();
  });

  test('is cancelled: what was sent is known, the rest was not started', async () => {
    const { page, finish } = await openMany(portal);
    await planFile(page, rowsCsv(60));
    await startJob(page);
    await decided(page, 4);
    await page.getByRole('button', { name: 'Cancel the job' }).click();
    const { title, counts } = await reported(page);
    assert.match(title, /^Cancelled: \d+ packages created$/);
    assert.equal(counts.created + counts.notStarted, 60);
    assert.equal(timesNamed(portal.fake, 'Package ').size, counts.created);
    await finish();
  });

  test('while it runs nothing else can be begun, also in the other view', async () => {
    const { page, finish } = await openMany(portal);
    await planFile(page, rowsCsv(60));
    await startJob(page);
    assert.equal(await page.locator('#file').isDisabled(), true);
    await page.getByRole('link', { name: /^One/ }).click();
    assert.equal(await page.locator('#create').getAttribute('aria-disabled'), 'true');
    await page.getByRole('link', { name: /^Many.*\d+ %/ }).click();
    await reported(page);
    assert.equal(await page.locator('#file').isDisabled(), false);
    await finish();
  });
});

describe('rehearsals', () => {
  test('throttled: waits as long as is asked for, says so, and creates everything once', async () => {
    const { page, finish } = await openMany(portal);
    await planFile(page, rowsCsv(24));
    const said = await listen(page);
    await startJob(page, 'throttled');
    await page.locator('.job-text', { hasText: /Waiting until \d{2}:\d{2}:\d{2}/ }).waitFor();
    await page.locator('.job-wait', { hasText: /Goes on in \d/ }).waitFor();
    const { counts } = await reported(page);
    assert.deepEqual(counts, { created: 24 });
    assert.equal(timesNamed(portal.fake, 'Package ').size, 24);
    assert.ok((await said()).some((text) => text.startsWith('Waiting for Graph.')));
    await finish();
  });

  test('lost answers: none lost, none doubled', async () => {
    const { page, finish } = await openMany(portal);
    await planFile(page, rowsCsv(40));
    await startJob(page, 'lost');
    const { counts } = await reported(page);
    assert.equal((counts.created ?? 0) + (counts.adopted ?? 0), 40);
    assert.ok(counts.adopted > 0);
    const times = timesNamed(portal.fake, 'Package ');
    assert.equal(times.size, 40);
    assert.deepEqual(new Set(times.values()), new Set([1]));
    await finish();
  });

  test('the role runs out: the job stops and says what to do; planned again, it goes on', async () => {
    const { page, finish } = await openMany(portal);
    await planFile(page, rowsCsv(60));
    await startJob(page, 'role');
    const { title, counts } = await reported(page);
    assert.match(title, /^Stopped/);
    assert.ok(counts.notStarted > 0);
    assert.match(await page.locator('#report .notice').textContent(), /same refusal.*role/s);
    await page.getByLabel('Rehearse a job').selectOption('smooth');
    await page.getByRole('button', { name: 'Plan the file again' }).click();
    await page.getByRole('heading', { name: 'The plan' }).waitFor();
    assert.equal((await countsOf(page.locator('#plan'))).same, counts.created);
    await startJob(page);
    await reported(page);
    const times = timesNamed(portal.fake, 'Package ');
    assert.equal(times.size, 60);
    assert.deepEqual(new Set(times.values()), new Set([1]));
    await finish();
  });

  test('the sign-in runs out: the job pauses, says so, and goes on after Resume', async () => {
    const { page, finish } = await openMany(portal);
    await planFile(page, rowsCsv(40));
    await startJob(page, 'sign-in');
    await jobSays(page, 'Sign in to go on');
    await page.locator('#announcer', { hasText: /Sign in to go on/ }).waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Resume' }).click();
    assert.deepEqual((await reported(page)).counts, { created: 40 });
    assert.equal(timesNamed(portal.fake, 'Package ').size, 40);
    await finish();
  });

  test('names are taken meanwhile: told as existing, and left alone', async () => {
    const { page, finish } = await openMany(portal);
    await planFile(page, rowsCsv(30));
    await startJob(page, 'taken');
    const { counts } = await reported(page);
    assert.deepEqual(counts, { created: 27, existing: 3 });
    const theirs = portal.fake.accessPackages.filter(({ description }) => description === 'Created by somebody else.');
    assert.equal(theirs.length, 3);
    await finish();
  });
});

describe('undo', () => {
  async function undoOf(count) {
    const opened = await openMany(portal);
    await planFile(opened.page, rowsCsv(count));
    await startJob(opened.page);
    await reported(opened.page);
    await opened.page.getByRole('button', { name: 'Undo…' }).click();
    return opened;
  }

  test('lists what would be deleted, asks, and tells what became of each', async () => {
    const { page, finish } = await undoOf(5);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'undo-title');
    assert.equal(await page.locator('.undo .grid').getAttribute('aria-rowcount'), '6');
    await page.getByRole('button', { name: 'Delete…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete 5 packages?' });
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Keep them');
    await dialog.getByRole('button', { name: 'Delete 5 packages' }).click();
    await page.locator('.undo', { hasText: '5 packages deleted.' }).waitFor();
    assert.equal(timesNamed(portal.fake, 'Package ').size, 0);
    assert.deepEqual(await countsOf(page.locator('.undo')), { waiting: 0, deleted: 5 });
    await finish();
  });

  test('what was deleted meanwhile is told as such', async () => {
    const { page, finish } = await undoOf(3);
    portal.fake.fail({ match: { method: 'DELETE' }, answer: { status: 404 } });
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Delete/ })
      .click();
    await page.locator('.undo .filter[data-kind=absent]').waitFor();
    await finish();
  });

  test('can be thought better of', async () => {
    const { page, finish } = await undoOf(2);
    await page.locator('.undo').getByRole('button', { name: 'Keep them' }).click();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Undo…');
    assert.equal(timesNamed(portal.fake, 'Package ').size, 2);
    await finish();
  });
});
