/** Taking back a package that was just created. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { createWith, fillInExample, outcome, startPortal } from './harness.mjs';

let portal;
before(async () => {
  portal = await startPortal();
});
after(() => portal?.close());
afterEach(() => portal.fake.reset());

const named = () => portal.fake.accessPackages.filter(({ displayName }) => displayName === 'sales reps');
const deletes = () => portal.fake.requests.filter(({ method }) => method === 'DELETE');

async function created() {
  const opened = await portal.openPage({ networkErrors: true });
  await fillInExample(opened.page);
  await createWith(opened.page);
  const { page } = opened;
  const dialog = page.getByRole('dialog', { name: 'Delete “sales reps”?' });
  const ask = async () => {
    await page.getByRole('button', { name: 'Delete it…' }).click();
    await dialog.waitFor();
  };
  const confirm = async () => {
    await ask();
    await dialog.getByRole('button', { name: 'Delete it', exact: true }).click();
  };
  return { ...opened, dialog, ask, confirm };
}

describe('deleting what was just created', () => {
  test('asks first; to keep it is the first answer', async () => {
    const { page, dialog, ask, finish } = await created();
    await ask();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Keep it');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(deletes(), []);
    assert.equal((await outcome(page)).verdict, 'yes');
    await finish();
  });

  test('deletes it, and its name can be used again', async () => {
    const { page, confirm, finish } = await created();
    await confirm();
    await page.getByRole('heading', { name: 'The package was deleted' }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'result-title');
    assert.deepEqual(named(), []);
    assert.equal((await createWith(page)).verdict, 'yes');
    assert.equal(named().length, 1);
    await finish();
  });

  test('what is gone already is told as such', async () => {
    const { page, confirm, finish } = await created();
    portal.fake.fail({ match: { method: 'DELETE' }, answer: { status: 404 } });
    await confirm();
    await page.getByRole('heading', { name: 'The package is not there any more' }).waitFor();
    await finish();
  });

  test('a refusal leaves the package in sight, and it can be tried again', async () => {
    const { page, confirm, finish } = await created();
    const [made] = named();
    portal.fake.fail({ match: { method: 'DELETE' }, answer: { status: 403 } });
    await confirm();
    await page.getByRole('heading', { name: /may not delete/ }).waitFor();
    const told = await outcome(page);
    assert.match(told.text, /Nothing was deleted/);
    assert.ok(told.text.includes(made.id));
    assert.equal(named().length, 1);
    await page.getByRole('button', { name: 'Delete it…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete it', exact: true }).click();
    await page.getByRole('heading', { name: 'The package was deleted' }).waitFor();
    assert.deepEqual(named(), []);
    await finish();
  });
});
