/**
 * Takes pictures of the portal in its main states.
 *
 *     node tests/e2e/screenshots.mjs FOLDER
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createWith, fillInExample, startPortal } from './harness.mjs';

const [folder] = process.argv.slice(2);
if (!folder) {
  process.stderr.write('usage: node tests/e2e/screenshots.mjs FOLDER\n');
  process.exit(2);
}
await mkdir(folder, { recursive: true });

const wide = { viewport: { width: 1280, height: 900 } };
const narrow = { viewport: { width: 320, height: 700 } };

/** @type {[name: string, options: import('./harness.mjs').PageOptions, steps: (page: import('playwright-core').Page) => Promise<unknown>][]} */
const PICTURES = [
  ['empty-light', { context: wide }, async () => {}],
  ['filled-light', { context: wide }, fillInExample],
  ['filled-dark', { context: { ...wide, colorScheme: 'dark' } }, fillInExample],
  ['filled-narrow', { context: narrow }, fillInExample],
  [
    'list-light',
    { context: wide },
    async (page) => {
      await page.getByRole('combobox', { name: 'Catalog' }).click();
      await page.keyboard.press('ArrowDown');
    },
  ],
  [
    'problems-light',
    { context: wide },
    async (page) => {
      await page.getByRole('combobox', { name: 'Catalog' }).fill('Salt');
      await page.getByLabel('Name', { exact: true }).fill('   ');
      await page.getByRole('button', { name: 'Create', exact: true }).click();
    },
  ],
  ['created-light', { context: wide }, (page) => fillAndCreate(page, 'works')],
  ['created-dark', { context: { ...wide, colorScheme: 'dark' } }, (page) => fillAndCreate(page, 'works')],
  ['created-narrow', { context: narrow }, (page) => fillAndCreate(page, 'works')],
  ['forbidden-light', { context: wide, networkErrors: true }, (page) => fillAndCreate(page, 'no-permission', true)],
  [
    'forbidden-dark',
    { context: { ...wide, colorScheme: 'dark' }, networkErrors: true },
    (page) => fillAndCreate(page, 'no-permission'),
  ],
  ['unknown-light', { context: wide, networkErrors: true }, (page) => fillAndCreate(page, 'answer-lost')],
  [
    'unknown-narrow-dark',
    { context: { ...narrow, colorScheme: 'dark' }, networkErrors: true },
    (page) => fillAndCreate(page, 'answer-lost'),
  ],
  [
    'repeat-light',
    { context: wide, networkErrors: true },
    async (page) => {
      await fillAndCreate(page, 'answer-lost');
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  [
    'loading-light',
    { context: wide },
    async (page) => {
      await fillInExample(page);
      await page.getByLabel('Rehearse an outcome').selectOption('slow');
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await page.getByText('Waiting for Graph… 1 s').waitFor();
    },
  ],
  [
    'tenant-light',
    { context: wide },
    async (page) => {
      await page.getByText('Your tenant', { exact: true }).click();
      await page.getByLabel('Application (client) ID').fill('not-a-guid');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    },
  ],
  ['tenant-narrow', { context: narrow }, (page) => page.getByText('Your tenant', { exact: true }).click()],
];

async function fillAndCreate(page, rehearsal, open = false) {
  await fillInExample(page);
  await createWith(page, rehearsal);
  if (open) await page.getByText('Technical details').click();
}

for (const [name, options, steps] of PICTURES) {
  const portal = await startPortal();
  try {
    const { page } = await portal.openPage(options);
    await steps(page);
    // The panel beside the form sticks to the window; a picture of the whole page wants it at the top.
    const whole = !name.startsWith('repeat');
    if (whole) await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: whole });
  } finally {
    await portal.close();
  }
}
