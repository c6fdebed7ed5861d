/** Outcomes that are unknown: what is told, looking again, and the question before a repeat. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { creates, createWith, fillInExample, outcome, pressCreate, startPortal } from './harness.mjs';
import { createAsSomebodyElse, lookAgain, loseSight, loseTrack, send } from './states.mjs';

let portal;
before(async () => {
  portal = await startPortal();
});
after(() => portal?.close());
afterEach(() => portal.fake.reset());

const named = (name = 'sales reps') => portal.fake.accessPackages.filter(({ displayName }) => displayName === name);
const kept = (page) => page.evaluate(() => sessionStorage.length);
const openPage = () => portal.openPage({ networkErrors: true });

describe('a create whose end nobody has seen', () => {
  test('Cancel in flight: told as unknown, kept, and offered to be looked up', async () => {
    const { page, finish } = await openPage();
    const told = await loseSight(page, portal.fake, { done: true });
    assert.equal(told.verdict, 'unknown');
    assert.match(told.text, /cancelled when the request had already been sent/);
    assert.match(told.text, /Created or not: unknown/);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'result-title');
    assert.equal(await kept(page), 1);
    assert.equal(await page.locator('#unsettled').isVisible(), false, 'told once, not twice');
    assert.equal(creates(portal.fake).length, 1);
    await finish();
  });

  test('Look again: it was created, and the page says which it is', async () => {
    const { page, finish } = await openPage();
    await loseSight(page, portal.fake, { done: true });
    await lookAgain(page);
    const told = await outcome(page);
    assert.equal(told.verdict, 'yes');
    assert.match(told.title, /it is yours/);
    assert.equal(await page.locator('#result code[data-field="id"]').textContent(), named()[0].id);
    assert.equal(await kept(page), 0);
    assert.equal(creates(portal.fake).length, 1, 'a look sends nothing');
    await finish();
  });

  test('Look again: it was not created, which takes a while with a countdown, and can be created then', async () => {
    const { page, finish } = await openPage();
    await loseSight(page, portal.fake, { done: false });
    await lookAgain(page);
    const panel = page.locator('#result');
    await panel.locator('[data-part="countdown"]', { hasText: /^Goes on in \d s\.$/ }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'result-title');
    const told = await outcome(page);
    assert.equal(told.verdict, 'no');
    assert.equal(told.title, 'It was not created');
    assert.match(told.text, /sales repsDescriptionoutside sales representatives/, 'what would be created is shown');
    assert.equal(await kept(page), 0);
    await panel.getByRole('button', { name: 'Create again' }).click();
    assert.equal((await outcome(page)).verdict, 'yes');
    assert.equal(named().length, 1);
    await finish();
  });

  test('Look again: somebody else has the name by now, which is not told as ours', async () => {
    const { page, finish } = await openPage();
    await loseSight(page, portal.fake, { done: false });
    const theirs = await createAsSomebodyElse(portal.fake);
    await lookAgain(page);
    const told = await outcome(page);
    assert.notEqual(told.verdict, 'yes');
    assert.ok(told.text.includes(theirs.id));
    await finish();
  });

  test('Look again, cancelled: still unknown, still kept, and can be looked up once more', async () => {
    const { page, finish } = await openPage();
    await loseSight(page, portal.fake, { done: true });
    portal.fake.fail({ match: { method: 'GET' }, delivery: 'hang' });
    await lookAgain(page);
    await page.locator('#result').getByRole('button', { name: 'Cancel' }).click();
    const told = await outcome(page);
    assert.equal(told.verdict, 'unknown');
    assert.equal(await kept(page), 1);
    portal.fake.clearFaults();
    await lookAgain(page);
    assert.equal((await outcome(page)).verdict, 'yes');
    await finish();
  });

  test('what a look found and cannot be told apart is listed with its id, and claimed by nobody', async () => {
    const { page, finish } = await openPage();
    const twin = await loseTrack(page, portal.fake);
    const told = await outcome(page);
    assert.equal(told.verdict, 'unknown');
    assert.match(told.text, /nothing shows whether this create made it/);
    assert.deepEqual(await page.locator('#result .packages code').allTextContents(), [twin.id]);
    assert.equal(await kept(page), 1);
    await lookAgain(page);
    await page.getByRole('heading', { name: 'It is still not known whether it was created' }).waitFor();
    assert.deepEqual(await page.locator('#result .packages code').allTextContents(), [twin.id]);
    assert.equal(named().length, 1);
    await finish();
  });

  test('the keyboard alone looks again, cancels and looks once more', async () => {
    const { page, finish } = await openPage();
    await loseSight(page, portal.fake, { done: true });
    const tabTo = async (name) => {
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), name);
      assert.ok(await page.evaluate(() => document.activeElement?.matches(':focus-visible')));
    };
    portal.fake.fail({ match: { method: 'GET' }, delivery: 'hang' });
    await tabTo('Look again');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Looking for “sales reps”' }).waitFor();
    await tabTo('Cancel');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Cancelled' }).waitFor();
    portal.fake.clearFaults();
    await tabTo('Look again');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /it is yours/ }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'result-title');
    await finish();
  });

  test('after another package, what is not settled stays in sight above the form', async () => {
    const { page, finish } = await openPage();
    await loseSight(page, portal.fake, { done: true });
    await page.getByLabel('Name', { exact: true }).fill('sales leads');
    assert.equal((await createWith(page)).verdict, 'yes', 'another name is sent without a question');
    const card = page.locator('#unsettled');
    assert.match(await card.textContent(), /“sales reps”, catalog Sales, was under way in the sandbox/);
    await card.getByRole('button', { name: 'Look again for “sales reps”' }).click();
    const told = await outcome(page);
    assert.equal(told.verdict, 'yes');
    assert.ok(told.text.includes(named()[0].id));
    assert.equal(await card.isVisible(), false);
    await finish();
  });
});

describe('sending the same again', () => {
  const ask = async (page) => {
    await pressCreate(page);
    const dialog = page.getByRole('dialog', { name: 'Send it again?' });
    await dialog.waitFor();
    return dialog;
  };
  const focusOn = (page) => page.evaluate(() => document.activeElement?.textContent);

  test('asks first; to look is the first answer, and Escape sends nothing', async () => {
    const { page, finish } = await openPage();
    await loseSight(page, portal.fake, { done: true });
    const dialog = await ask(page);
    assert.equal(await focusOn(page), 'Look first');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'create', 'the focus is back');

    await ask(page);
    await dialog.getByRole('button', { name: 'Do not send' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal(creates(portal.fake).length, 1);
    assert.equal(await kept(page), 1);

    await ask(page);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /it is yours/ }).waitFor();
    assert.equal(creates(portal.fake).length, 1);
    await finish();
  });

  test('also for a name that differs in upper and lower case only', async () => {
    const { page, finish } = await openPage();
    await loseSight(page, portal.fake, { done: true });
    await page.getByLabel('Name', { exact: true }).fill('Sales Reps');
    await ask(page);
    await finish();
  });

  test('sent anyway: what the first one made is found all the same, and there is no second one', async () => {
    const { page, finish } = await openPage();
    await loseSight(page, portal.fake, { done: true });
    const dialog = await ask(page);
    await dialog.getByRole('button', { name: 'Send again anyway' }).click();
    await page.getByRole('heading', { name: /it is yours/ }).waitFor();
    assert.equal(named().length, 1);
    assert.equal(creates(portal.fake).length, 1);
    assert.equal(await kept(page), 0);
    await finish();
  });

  test('once it has settled, nothing is asked', async () => {
    const { page, finish } = await openPage();
    await fillInExample(page);
    await send(page, portal.fake);
    assert.equal((await outcome(page)).verdict, 'yes');
    const told = await createWith(page);
    assert.match(told.title, /name is taken/);
    await finish();
  });
});
