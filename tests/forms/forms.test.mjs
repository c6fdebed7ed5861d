/**
 * The schema in React Hook Form and in TanStack Form, in a real page under the strict policy: what is wrong is told at the field
 * that it is wrong in, and what is right is what Graph is sent.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { init, validateAccessPackage } from 'entra-access-packages';
import { build } from 'esbuild';
import { run } from '../../scripts/lib/processes.mjs';
import { launchBrowser, SALES } from '../e2e/harness.mjs';
import { serveSite } from '../readme/site.mjs';

/** How long anything in a page may take, in milliseconds. */
const PAGE_MS = 30_000;

const HTML = '<!doctype html><title>forms</title><body><script type="module" src="/page.js"></script>';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */
let site;

before(async () => {
  await init();
  browser = await launchBrowser();
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.tsx', import.meta.url))],
    ...{ bundle: true, splitting: true, format: 'esm', target: 'es2022', jsx: 'automatic', write: false, outdir: '/' },
    // React's own warnings are part of what is tested.
    define: { 'process.env.NODE_ENV': '"development"' },
    logLevel: 'error',
  });
  site = await serveSite(
    new Map(outputFiles.map(({ path, contents }) => [`/${path.split(/[\\/]/).at(-1)}`, contents])),
    HTML,
  );
});

after(async () => {
  await browser?.close();
  site?.close();
});

/** Opens a form. The test fails with what the page logs or throws. */
async function open(t, query) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PAGE_MS);
  const said = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error.stack)));
  t.after(async () => {
    await context.close();
    assert.deepEqual(said, []);
  });
  await page.goto(`${site.origin}/?${new URLSearchParams(query)}`);
  await page.getByRole('button', { name: 'Create' }).waitFor();
  return page;
}

const create = (page) => page.getByRole('button', { name: 'Create' }).click();

/** What a field is described by, once there is something. */
async function problemOf(field, isThere = true) {
  const problem = await field.evaluateHandle((input) =>
    document.getElementById(input.getAttribute('aria-describedby')),
  );
  await field
    .page()
    .waitForFunction(([element, wanted]) => (element.textContent !== '') === wanted, [problem, isThere]);
  assert.equal(await field.getAttribute('aria-invalid'), String(isThere));
  return problem.textContent();
}

/** The bodies of the creates that Graph was sent. */
const sent = (page) =>
  page.evaluate(() =>
    window.fake.requests.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body)),
  );

/** What the package says of a value at a path, in the words that a form shows. */
function textFor(form, input, path) {
  const { issues } = validateAccessPackage(input);
  const { message, hint } = issues.find((issue) => issue.path.join('.') === path);
  return form.startsWith('tanstack') && !form.endsWith('list') ? (hint ?? message) : message;
}

/** How often the fake holds a package of this name. */
const held = (page, name) =>
  page.evaluate((wanted) => window.fake.accessPackages.filter((each) => each.displayName === wanted).length, name);

test('the forms compile, with the types of the libraries', async () => {
  const { code, output } = await run('tsc', ['--project', fileURLToPath(new URL('.', import.meta.url))]);
  assert.equal(code, 0, output);
});

for (const form of ['react-hook-form', 'tanstack-form']) {
  test(`${form}: tells every problem at its field, nested ones too, and sends nothing`, async (t) => {
    const page = await open(t, { form });
    const name = page.getByLabel('Name');
    const catalog = page.getByLabel('Catalog');
    await name.fill(' ');
    await catalog.fill('Sales');
    await create(page);
    const wrong = { displayName: ' ', catalog: { id: 'Sales' } };
    assert.equal(await problemOf(name), textFor(form, wrong, 'displayName'));
    assert.equal(await problemOf(catalog), textFor(form, wrong, 'catalog.id'));
    await name.fill('sales reps');
    await problemOf(name, false);
    assert.equal(await problemOf(catalog), textFor(form, wrong, 'catalog.id'));
    assert.deepEqual(await page.evaluate(() => window.fake.requests), []);
  });

  test(`${form}: sends exactly what is right, once`, async (t) => {
    const page = await open(t, { form });
    await page.getByLabel('Name').fill('sales reps');
    await page.getByLabel('Description').fill('outside sales representatives');
    await page.getByLabel('Hidden').check();
    await page.getByLabel('Catalog').fill(SALES);
    await create(page);
    const id = page.locator('output', { hasText: /./ });
    await id.waitFor();
    assert.deepEqual(await sent(page), [
      {
        displayName: 'sales reps',
        description: 'outside sales representatives',
        isHidden: true,
        catalog: { id: SALES },
      },
    ]);
    const made = await page.evaluate(() =>
      window.fake.accessPackages.find(({ displayName }) => displayName === 'sales reps'),
    );
    assert.equal(await id.textContent(), made.id);
    assert.equal(await held(page, 'sales reps'), 1);
  });

  test(`${form}: texts in another language`, async (t) => {
    const page = await open(t, { form, texts: 'german' });
    const name = page.getByLabel('Name');
    await name.fill('x'.repeat(1025));
    await create(page);
    assert.equal(await problemOf(name), 'Höchstens 1.024 Zeichen.');
    assert.equal(await problemOf(page.getByLabel('Catalog')), 'Bitte einen Katalog wählen.');
  });

  test(`${form}: codes in the place of texts`, async (t) => {
    const page = await open(t, { form, texts: 'codes' });
    await create(page);
    assert.equal(await problemOf(page.getByLabel('Name')), 'blank');
    assert.equal(await problemOf(page.getByLabel('Catalog')), 'notAGuid');
  });

  test(`${form}: a name that is taken is told at the name, and another one is created`, async (t) => {
    const page = await open(t, { form });
    const taken = await page.evaluate(() => {
      const { displayName, catalogId } = window.fake.accessPackages[0];
      return { displayName, catalogId };
    });
    const name = page.getByLabel('Name');
    await name.fill(taken.displayName);
    await page.getByLabel('Catalog').fill(taken.catalogId);
    await create(page);
    assert.match(await problemOf(name), /name/);
    await name.fill('sales reps');
    await problemOf(name, false);
    await create(page);
    await page.locator('output', { hasText: /./ }).waitFor();
    assert.equal(await held(page, 'sales reps'), 1);
  });

  test(`${form}: a refusal is told, and the same can be sent again`, async (t) => {
    const page = await open(t, { form });
    await page.getByLabel('Name').fill('sales reps');
    await page.getByLabel('Catalog').fill(SALES);
    await page.evaluate(() => {
      window.fake.fail({ answer: { status: 403 } });
    });
    await create(page);
    await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
    assert.equal(await held(page, 'sales reps'), 0);
    await create(page);
    await page.locator('output', { hasText: /./ }).waitFor();
    assert.equal(await held(page, 'sales reps'), 1);
  });

  test(`${form}: problems of a list are told at their places, and a right list is created`, async (t) => {
    // Its validators may be promises, so nothing has to be loaded before.
    const page = await open(t, { form: `${form}-list`, unloaded: '' });
    await page.getByRole('button', { name: 'Another' }).click();
    const names = page.getByLabel('Name');
    const catalogs = page.getByLabel('Catalog');
    await page.getByRole('group', { name: 'Package 3' }).waitFor();
    for (const at of [0, 1, 2]) await catalogs.nth(at).fill(at === 1 ? 'Sales' : SALES);
    await names.nth(0).fill('one');
    await names.nth(1).fill('two');
    await create(page);
    const wrong = { displayName: '', catalog: { id: 'Sales' } };
    assert.equal(await problemOf(catalogs.nth(1)), textFor(`${form}-list`, wrong, 'catalog.id'));
    assert.equal(await problemOf(names.nth(2)), textFor(`${form}-list`, wrong, 'displayName'));
    for (const field of [names.nth(0), names.nth(1), catalogs.nth(0), catalogs.nth(2)]) await problemOf(field, false);
    assert.deepEqual(await page.evaluate(() => window.fake.requests), []);
    await names.nth(2).fill('three');
    await catalogs.nth(1).fill(SALES);
    await create(page);
    await page.locator('output', { hasText: '3' }).waitFor();
    assert.deepEqual(
      (await sent(page)).sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
      ['one', 'three', 'two'].map((displayName) => ({ displayName, catalog: { id: SALES } })),
    );
  });
}

test('react-hook-form: needs no init() before', async (t) => {
  const page = await open(t, { form: 'react-hook-form', unloaded: '' });
  await create(page);
  assert.notEqual(await problemOf(page.getByLabel('Name')), '');
});
