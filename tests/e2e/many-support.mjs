/** What the tests of the view *Many* share: files, the way to a plan, a job and its report. */
import { readFile } from 'node:fs/promises';

/** @typedef {import('playwright-core').Page} Page */

export const openMany = (portal, options = {}) => portal.openPage({ path: '/#many', networkErrors: true, ...options });

/** A CSV file as the file field takes it. */
export function csv(text, name = 'packages.csv') {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
}

/** So many rows, all of which are to be created. */
export function rowsCsv(count, { catalog = 'Sales', name = 'Package' } = {}) {
  const rows = Array.from({ length: count }, (_, index) => `${name} ${index + 1},Row ${index + 1},no,${catalog}`);
  return csv(['displayName,description,isHidden,catalog', ...rows, ''].join('\r\n'));
}

/** @param {Page} page */
export const choose = (page, file) => page.locator('#file').setInputFiles(file);

/** Waits for the plan, and tells what it counts. */
export async function planned(page) {
  await page.getByRole('heading', { name: 'The plan' }).waitFor();
  return countsOf(page.locator('#plan'));
}

/** Plans the sample. */
export async function planSample(page) {
  await page.getByRole('button', { name: 'Use the sample file' }).click();
  return planned(page);
}

/** Plans a file. */
export async function planFile(page, file) {
  await choose(page, file);
  return planned(page);
}

/** The counts of the toggles, by what is counted. */
export async function countsOf(card) {
  const toggles = await card.locator('.records').first().locator('.filter').all();
  const counts = {};
  for (const toggle of toggles) {
    counts[await toggle.getAttribute('data-kind')] = Number(
      (await toggle.locator('.filter-count').textContent()).replaceAll(',', ''),
    );
  }
  return counts;
}

/** Starts the job of the plan, after the question. */
export async function startJob(page, rehearsal) {
  if (rehearsal) await page.getByLabel('Rehearse a job').selectOption(rehearsal);
  await page.getByRole('button', { name: 'Start…' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Create/ })
    .click();
  await page.locator('#job-title').waitFor();
}

/** Waits for the report, and tells how it ended. */
export async function reported(page) {
  const title = page.locator('#report-title');
  await title.waitFor({ timeout: 60_000 });
  return { title: await title.textContent(), counts: await countsOf(page.locator('#report')) };
}

/** Waits for a state of the job. */
export const jobSays = (page, title) => page.locator('#job-title', { hasText: title }).waitFor();

/** Waits until so many rows are decided. */
export const decided = (page, count) =>
  page.waitForFunction((least) => document.querySelector('#job progress')?.value >= least, count);

/** Presses something that downloads, and reads the file. */
export async function downloaded(page, name) {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name, exact: true }).click(),
  ]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

/** How often each name is there in the fake, of those that begin like this. */
export function timesNamed(fake, begin) {
  const times = new Map();
  for (const { displayName } of fake.accessPackages) {
    if (displayName.startsWith(begin)) times.set(displayName, (times.get(displayName) ?? 0) + 1);
  }
  return times;
}

/** Reloads although the page may ask before it is left. */
export async function reloadMany(page) {
  const accept = (dialog) => dialog.accept();
  page.on('dialog', accept);
  await page.reload();
  page.off('dialog', accept);
  await page.locator('#catalog-hint', { hasText: /catalog/ }).waitFor();
}

/** Takes down what is said aloud from now on. Gives a function that tells it. */
export async function listen(page) {
  await page.evaluate(() => {
    globalThis.said = [];
    new MutationObserver(() => {
      const text = document.getElementById('announcer').textContent;
      if (text) globalThis.said.push(text);
    }).observe(document.getElementById('announcer'), { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => globalThis.said);
}

/** All that the page keeps in IndexedDB, as text. */
export const keptInDatabases = (page) =>
  page.evaluate(async () => {
    const settled = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const kept = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const values = database.transaction(store).objectStore(store);
        kept.push(await settled(values.getAll()), await settled(values.getAllKeys()));
      }
      database.close();
    }
    return JSON.stringify(kept, (_, value) =>
      ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value,
    );
  });
