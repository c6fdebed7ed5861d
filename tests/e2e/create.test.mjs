import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { creates, createWith, fillInExample, outcome, SALES, startPortal } from './harness.mjs';

const EXAMPLE = {
  displayName: 'sales reps',
  description: 'outside sales representatives',
  isHidden: false,
  catalog: { id: SALES },
};

let portal;
before(async () => {
  portal = await startPortal();
});
after(() => portal?.close());
afterEach(() => portal.fake.reset());

const packagesNamed = (name) => portal.fake.accessPackages.filter(({ displayName }) => displayName === name);

/** Opens the portal, fills in the example, creates with a rehearsal, and gives what the page told. */
async function rehearse(rehearsal) {
  const { page, finish } = await portal.openPage({ networkErrors: true });
  await fillInExample(page);
  return { told: await createWith(page, rehearsal), page, finish };
}

describe('create', () => {
  test('the documented example is created, with exactly the documented body', async () => {
    const { page, finish, tokens } = await portal.openPage();
    await fillInExample(page);
    const shown = await page.locator('[data-part="body"]').textContent();
    const told = await createWith(page);

    assert.equal(told.created, 'yes');
    const [request, ...more] = creates(portal.fake);
    assert.deepEqual(more, []);
    assert.equal(request.status, 201);
    assert.equal(request.body, JSON.stringify(EXAMPLE));
    assert.equal(shown, request.body, 'what was shown before is what was sent');
    const [stored] = packagesNamed('sales reps');
    assert.equal(await page.locator('[data-field="id"]').textContent(), stored.id);
    assert.equal(await page.locator('#result time').getAttribute('datetime'), stored.createdDateTime);
    await page.getByText('Technical details').click();
    assert.ok((await page.locator('#result').textContent()).includes(request.headers['client-request-id']));
    assert.ok(tokens.size > 0, 'the harness saw the token that it looked for');
    await finish();
  });

  test('an empty description is left out of the body, a hidden package says so', async () => {
    const { page, finish } = await portal.openPage();
    await fillInExample(page);
    await page.getByLabel('Description').fill('');
    await page.getByLabel('Hidden').check();
    await createWith(page);
    const [{ body }] = creates(portal.fake);
    assert.deepEqual(JSON.parse(body), { displayName: 'sales reps', isHidden: true, catalog: { id: SALES } });
    await finish();
  });

  test('text from people and from Graph is text, never markup', async () => {
    const { page, finish } = await portal.openPage();
    const name = '<img src=x onerror="alert(1)">&amp;"\u2028';
    await fillInExample(page);
    await page.getByLabel('Name', { exact: true }).fill(name);
    const told = await createWith(page);
    assert.ok(told.text.includes(name));
    assert.equal(await page.locator('#result img').count(), 0);
    await finish();
  });

  test('after one was created, another can follow', async () => {
    const { page, finish } = await portal.openPage();
    await fillInExample(page);
    await createWith(page);
    await page.getByRole('button', { name: 'Create another' }).click();
    await page.keyboard.type('sales leads');
    assert.equal((await createWith(page)).created, 'yes');
    assert.equal(packagesNamed('sales leads').length, 1);
    await finish();
  });
});

describe('a refusal of Graph', () => {
  for (const [rehearsal, title, created = 'no'] of [
    // A browser that repeated the POST by itself would see the same answer, so it is not told as a plain no.
    ['name-taken', /name is taken/, 'unknown'],
    ['no-permission', /may not create packages/],
    ['no-licence', /lacks the licence/],
    ['signed-out', /does not accept the sign-in/],
    ['throttled', /asks to wait/],
  ]) {
    test(`${rehearsal}: told as such, nothing created, sent once`, async () => {
      const { told, page, finish } = await rehearse(rehearsal);
      assert.match(told.title, title);
      assert.equal(told.created, created);
      if (created === 'no') assert.match(told.text, /Nothing was created/);
      assert.equal(creates(portal.fake).length, 1);
      assert.deepEqual(packagesNamed('sales reps'), []);
      assert.ok(told.text.includes(creates(portal.fake)[0].headers['client-request-id']), 'an id to quote');
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'result-title');
      await finish();
    });
  }

  test('a wait that Graph asks for is told as a time of day', async () => {
    const { told, finish } = await rehearse('throttled');
    assert.match(told.text, /Try again after \d{2}:\d{2}:\d{2}\./);
    await finish();
  });

  test('a name that the catalog really has is refused by the fake itself', async () => {
    const { page, finish } = await portal.openPage({ networkErrors: true });
    await fillInExample(page);
    await page.getByLabel('Name', { exact: true }).fill('Sales managers');
    assert.match((await createWith(page)).title, /name is taken/);
    await finish();
  });
});

describe('an outcome that nobody knows', () => {
  for (const [rehearsal, existing] of [
    ['answer-lost', 1],
    ['gateway-after', 1],
    ['gateway-before', 0],
    ['html', 0],
  ]) {
    test(`${rehearsal}: told as unknown, no second POST`, async () => {
      const { told, finish } = await rehearse(rehearsal);
      assert.equal(told.created, 'unknown');
      assert.match(told.text, /may make a second one/);
      assert.equal(creates(portal.fake).length, 1);
      assert.equal(packagesNamed('sales reps').length, existing);
      await finish();
    });
  }

  test('connection-reset: told as unknown (Chromium may repeat the POST by itself)', async () => {
    const { told, finish } = await rehearse('connection-reset');
    assert.equal(told.created, 'unknown');
    assert.deepEqual(packagesNamed('sales reps'), []);
    await finish();
  });

  test('sending the same again needs a second confirmation, and "Do not send" sends nothing', async () => {
    const { page, finish } = await rehearse('answer-lost');
    await page.getByLabel('Rehearse an outcome').selectOption('works');
    const create = page.getByRole('button', { name: 'Create', exact: true });
    await create.click();
    const dialog = page.getByRole('dialog', { name: 'Send it again?' });
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'repeat-no');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(creates(portal.fake).length, 1);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'create', 'the focus is back');

    await create.click();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(creates(portal.fake).length, 1);

    await create.click();
    await dialog.getByRole('button', { name: 'Send again anyway' }).click();
    await page.getByRole('heading', { name: /name is taken/ }).waitFor();
    assert.equal(creates(portal.fake).length, 2);
    await finish();
  });

  test('another package is sent without a question', async () => {
    const { page, finish } = await rehearse('answer-lost');
    await page.getByLabel('Name', { exact: true }).fill('sales leads');
    assert.equal((await createWith(page, 'works')).created, 'yes');
    await finish();
  });
});

describe('waiting', () => {
  test('Cancel in flight: told as unknown, once, and the buttons are back', async () => {
    const { page, finish } = await portal.openPage({ networkErrors: true });
    await fillInExample(page);
    await page.getByLabel('Rehearse an outcome').selectOption('slow');
    const create = page.locator('#create');
    await create.click();
    assert.equal(await create.getAttribute('aria-disabled'), 'true');
    // Pressed again meanwhile: nothing more is sent.
    await page.keyboard.press('Enter');
    await page.getByText('Waiting for Graph… 1 s').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    const told = await outcome(page);
    assert.equal(told.created, 'unknown');
    assert.match(told.text, /cancelled when the request had already been sent/);
    assert.equal(await create.getAttribute('aria-disabled'), null);
    assert.equal(await page.getByRole('button', { name: 'Cancel' }).isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'result-title');
    assert.equal(creates(portal.fake).length, 1);
    await finish();
  });

  test('Cancel before anything was sent: told as not created', async () => {
    const { page, finish } = await portal.openPage({ networkErrors: true });
    await fillInExample(page);
    // The token hangs, so the create cannot have been sent.
    await page.route('**/_fake/token', () => {});
    await page.locator('#create').click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    const told = await outcome(page);
    assert.equal(told.created, 'no');
    assert.equal(told.title, 'Cancelled');
    assert.deepEqual(creates(portal.fake), []);
    await finish();
  });

  test('leaving in the middle is asked about, and staying leads to the outcome; afterwards it is not', async () => {
    const { page, finish } = await portal.openPage();
    await fillInExample(page);
    await page.getByLabel('Rehearse an outcome').selectOption('slow');
    await page.locator('#create').click();
    await page.getByText('Waiting for Graph…').waitFor();
    const asked = page.waitForEvent('dialog');
    await page.evaluate(() => {
      setTimeout(() => location.reload());
    });
    const dialog = await asked;
    assert.equal(dialog.type(), 'beforeunload');
    await dialog.dismiss();
    assert.equal((await outcome(page)).created, 'yes');
    assert.equal(creates(portal.fake).length, 1);
    page.on('dialog', () => assert.fail('asked without need'));
    await page.reload();
    await page.locator('#catalog-hint', { hasText: /catalog/ }).waitFor();
    await finish();
  });

  test('a slow answer is waited for', async () => {
    const { told, finish } = await rehearse('slow');
    assert.equal(told.created, 'yes');
    await finish();
  });
});
