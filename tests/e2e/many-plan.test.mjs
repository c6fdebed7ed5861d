/** The view *Many* up to the plan: navigation, files, the table. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { pickCatalog, startPortal } from './harness.mjs';
import {
  choose,
  countsOf,
  csv,
  downloaded,
  openMany,
  planFile,
  planned,
  planSample,
  rowsCsv,
} from './many-support.mjs';

let portal;
before(async () => {
  portal = await startPortal();
});
after(() => portal?.close());
afterEach(() => portal.fake.reset());

const focused = (page) => page.evaluate(() => document.activeElement?.id);
const activeRow = (page) =>
  page.evaluate(() => {
    const id = document.querySelector('#plan .grid').getAttribute('aria-activedescendant');
    return Number(document.getElementById(id)?.getAttribute('aria-rowindex')) - 1;
  });

describe('the two views', () => {
  test('links lead from one to the other; title, heading, focus and history follow', async () => {
    const { page, finish } = await portal.openPage();
    const link = (name) => page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name });
    assert.equal(await page.title(), 'New access package');
    assert.equal(await link('One').getAttribute('aria-current'), 'page');
    await link('Many').click();
    await page.getByRole('heading', { level: 1, name: 'Many access packages' }).waitFor();
    assert.equal(await page.title(), 'Many access packages');
    assert.equal(await focused(page), 'page-title');
    assert.equal(await link('Many').getAttribute('aria-current'), 'page');
    assert.equal(await link('One').getAttribute('aria-current'), null);
    assert.equal(await page.getByRole('button', { name: 'Create', exact: true }).isVisible(), false);
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'New access package' }).waitFor();
    assert.equal(await focused(page), 'page-title');
    await finish();
  });

  test('each keeps its state, and they share the catalog', async () => {
    const { page, finish } = await portal.openPage();
    await pickCatalog(page);
    await page.getByLabel('Name', { exact: true }).fill('sales reps');
    await page.getByRole('link', { name: /^Many/ }).click();
    assert.equal(await page.getByRole('combobox', { name: 'Catalog for rows that name none' }).inputValue(), 'Sales');
    await planSample(page);
    await page.getByRole('link', { name: /^One/ }).click();
    await page.getByRole('heading', { level: 1, name: 'New access package' }).waitFor();
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'sales reps');
    assert.equal(await page.getByRole('combobox', { name: 'Catalog' }).inputValue(), 'Sales');
    await page.getByRole('link', { name: /^Many/ }).click();
    await page.getByRole('heading', { name: 'The plan' }).waitFor();
    await finish();
  });

  test('the skip link leads to the file', async () => {
    const { page, finish } = await openMany(portal);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await focused(page), 'source');
    await finish();
  });
});

describe('the sample', () => {
  test('is planned with one press: what is fine, wrong, there twice, there already', async () => {
    const { page, finish } = await openMany(portal);
    assert.deepEqual(await planSample(page), {
      create: 30,
      same: 2,
      different: 2,
      duplicate: 3,
      invalid: 2,
      catalogNotFound: 1,
    });
    assert.equal(await focused(page), 'plan-title');
    assert.match(await page.locator('#plan').textContent(), /30 packages will be created in the sandbox/);
    await finish();
  });

  test('can be downloaded', async () => {
    const { page, finish } = await openMany(portal);
    const { name, text } = await downloaded(page, 'Download the sample');
    assert.equal(name, 'sample.csv');
    assert.equal(text.split('\r\n').length > 35, true);
    await finish();
  });
});

describe('the table', () => {
  const pane = (page) => page.locator('#plan .pane');
  const only = (page, kind) => page.locator(`#plan .filter[data-kind=${kind}]`).click();

  test('toggles show only their rows, and say so', async () => {
    const { page, finish } = await openMany(portal);
    await planSample(page);
    await only(page, 'invalid');
    const toggle = page.locator('#plan .filter[data-kind=invalid]');
    assert.equal(await toggle.getAttribute('aria-pressed'), 'true');
    assert.equal(await page.locator('#plan .grid').getAttribute('aria-rowcount'), '3');
    await page.locator('#announcer', { hasText: '2 of 40 rows shown.' }).waitFor({ state: 'attached' });
    await only(page, 'duplicate');
    assert.equal(await page.locator('#plan .grid').getAttribute('aria-rowcount'), '6');
    await only(page, 'duplicate');
    await toggle.click();
    assert.equal(await page.locator('#plan .grid').getAttribute('aria-rowcount'), '41');
    await finish();
  });

  test('a wrong row tells each problem with its column and what to do', async () => {
    const { page, finish } = await openMany(portal);
    await planFile(page, csv('displayName,isHidden,catalog\r\n,maybe,Sales\r\n'));
    assert.match(await pane(page).textContent(), /2 problems/);
    assert.deepEqual(await pane(page).locator('.problems code').allTextContents(), ['displayName', 'isHidden']);
    assert.match(await pane(page).textContent(), /neither true nor false/);
    await finish();
  });

  test('a row that differs shows what is there, and in what', async () => {
    const { page, finish } = await openMany(portal);
    await planSample(page);
    await only(page, 'different');
    assert.match(await pane(page).textContent(), /What is there: “Dealers' portal”/);
    assert.ok((await pane(page).locator('mark').count()) > 0);
    await finish();
  });

  test('a name is found', async () => {
    const { page, finish } = await openMany(portal);
    await planSample(page);
    await page.getByRole('searchbox', { name: 'Find a name' }).first().fill('ledger');
    await page.locator('#plan .table-state', { hasText: '1 of 40 rows' }).waitFor();
    assert.match(await pane(page).textContent(), /Ledger readers/);
    await finish();
  });

  test('the problems can be downloaded, safe to open in a spreadsheet', async () => {
    const { page, finish } = await openMany(portal);
    await planFile(page, csv('displayName,isHidden,catalog\r\n=1+1,maybe,Sales\r\nFine,no,Sales\r\n'));
    const { name, text } = await downloaded(page, 'Download the problems');
    assert.equal(name, 'problems.csv');
    const lines = text.trim().split('\r\n');
    assert.equal(lines.length, 2);
    assert.match(lines[1], /^1,2,'=1\+1,/);
    await finish();
  });
});

describe('10,000 rows', () => {
  async function planLarge(options) {
    const opened = await openMany(portal, options);
    await opened.page.getByRole('button', { name: /10,000/ }).click();
    return { ...opened, counts: await planned(opened.page) };
  }

  test('only those in sight are in the document, and the keyboard reaches all', async () => {
    const { page, counts, finish } = await planLarge();
    assert.equal(counts.create, 9_500);
    assert.equal(counts.invalid, 500);
    const grid = page.locator('#plan .grid');
    assert.equal(await grid.getAttribute('aria-rowcount'), '10001');
    const inDocument = () => page.locator('#plan .grid-body .grid-row').count();
    assert.ok((await inDocument()) < 60);
    await grid.focus();
    for (const [key, row] of [
      ['ArrowDown', 2],
      ['ArrowDown', 3],
      ['ArrowUp', 2],
      ['End', 10_000],
      ['ArrowDown', 10_000],
      ['Home', 1],
    ]) {
      await page.keyboard.press(key);
      assert.equal(await activeRow(page), row, key);
    }
    await page.keyboard.press('PageDown');
    const after = await activeRow(page);
    assert.ok(after > 4 && after < 30, `${after} rows down a page`);
    await page.keyboard.press('PageUp');
    assert.equal(await activeRow(page), 1);
    await page.keyboard.press('End');
    assert.ok((await inDocument()) < 60);
    assert.match(await page.locator('#plan .pane').textContent(), /Row 10,000/);
    await finish();
  });

  test('the row that is meant stays in the document when it is scrolled out of sight', async () => {
    const { page, finish } = await planLarge();
    const grid = page.locator('#plan .grid');
    await grid.focus();
    await grid.evaluate((element) => element.scrollTo(0, 200_000));
    await page.waitForFunction(() => document.querySelectorAll('#plan .grid-row').length > 10);
    assert.equal(await activeRow(page), 1);
    await page.keyboard.press('ArrowDown');
    assert.equal(await activeRow(page), 2);
    const inSight = await page.evaluate(() => {
      const grid = document.querySelector('#plan .grid');
      const row = document.getElementById(grid.getAttribute('aria-activedescendant')).getBoundingClientRect();
      const box = grid.getBoundingClientRect();
      return row.top >= box.top && row.bottom <= box.bottom;
    });
    assert.equal(inSight, true);
    await finish();
  });

  test('Enter goes into the row, Escape back', async () => {
    const { page, finish } = await planLarge();
    await page.locator('#plan .grid').focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H3');
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'grid');
    await finish();
  });

  test('the page stays responsive meanwhile', async () => {
    const { page, finish } = await openMany(portal);
    await page.evaluate(() => {
      globalThis.longest = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
      }).observe({ type: 'longtask' });
    });
    await page.getByRole('button', { name: /10,000/ }).click();
    await planned(page);
    const longest = await page.evaluate(() => globalThis.longest);
    // A slow machine with other work stretches everything; planning in one piece takes longer than this on any.
    assert.ok(longest < 300, `a task took ${longest} ms`);
    await finish();
  });
});

describe('files', () => {
  /** What was asked of packages: the page lists the catalogs by itself. */
  const asked = () => portal.fake.requests.filter(({ url }) => url.includes('/accessPackages'));

  test('the chosen catalog is that of rows that name none', async () => {
    const { page, finish } = await openMany(portal);
    const field = page.getByRole('combobox', { name: 'Catalog for rows that name none' });
    await field.fill('Finance');
    await page.getByRole('option', { name: 'Finance' }).first().waitFor();
    await field.press('Enter');
    await planFile(page, csv('displayName\r\nOnly a name\r\n'));
    assert.deepEqual(await countsOf(page.locator('#plan')), { create: 1 });
    assert.match(await page.locator('#plan .pane').textContent(), /Finance/);
    await finish();
  });

  test('JSON is taken as well', async () => {
    const { page, finish } = await openMany(portal);
    const rows = [{ displayName: 'From JSON', catalog: 'Sales' }];
    const text = JSON.stringify(rows);
    await planFile(page, { name: 'rows.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    assert.match(await page.locator('#plan').textContent(), /rows\.json: 1 row \(JSON/);
    await finish();
  });

  test('a file can be dropped', async () => {
    const { page, finish } = await openMany(portal);
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['displayName,catalog\nDropped,Sales\n'], 'dropped.csv', { type: 'text/csv' }));
      return data;
    });
    await page.dispatchEvent('#drop', 'dragover', { dataTransfer: transfer });
    assert.match(await page.locator('#drop').getAttribute('class'), /over/);
    await page.dispatchEvent('#drop', 'drop', { dataTransfer: transfer });
    await planned(page);
    assert.match(await page.locator('#plan').textContent(), /dropped\.csv: 1 row/);
    await finish();
  });

  test('rows can be pasted, with tabs between the cells', async () => {
    const { page, finish } = await openMany(portal);
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'displayName\tcatalog\nPasted\tSales\n');
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    });
    assert.deepEqual(await planned(page), { create: 1 });
    await finish();
  });

  for (const [what, file, title] of [
    ['an empty file', csv(''), /empty/],
    ['a header without rows', csv('displayName,catalog\r\n'), /no rows/],
    [
      'binary',
      { name: 'x.xlsx', mimeType: '', buffer: Buffer.from([80, 75, 3, 4, 0, 0, 255, 0, 7]) },
      /not a text file/,
    ],
    ['unknown columns', csv('Package,Where\r\na,b\r\n'), /columns do not fit/],
  ]) {
    test(`${what}: told in place, nothing is sent, and another file can be chosen`, async () => {
      const { page, finish } = await openMany(portal);
      await choose(page, file);
      const problem = page.locator('#source-problem');
      await problem.getByRole('heading', { name: title }).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.closest('#source-problem') !== null), true);
      assert.match(await problem.textContent(), /Nothing was sent/);
      assert.deepEqual(asked(), []);
      await planFile(page, rowsCsv(2));
      assert.equal(await problem.isVisible(), false);
      await finish();
    });
  }

  test('columns that do not fit are each named with advice', async () => {
    const { page, finish } = await openMany(portal);
    await choose(page, csv('display name,Beschreibung\r\na,b\r\n'));
    const problem = page.locator('#source-problem');
    await problem.getByRole('heading', { name: /columns/ }).waitFor();
    assert.match(await problem.textContent(), /Beschreibung/);
    await finish();
  });
});
