import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { creates, createWith, fillInExample, outcome, pressCreate, SALES, startPortal } from './harness.mjs';
import { until } from './states.mjs';

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

describe('create', () => {
  test('the documented example is created, with exactly the documented body', async () => {
    const { page, finish, tokens } = await portal.openPage();
    await fillInExample(page);
    const shown = await page.locator('[data-part="body"]').textContent();
    const told = await createWith(page);

    assert.equal(told.verdict, 'yes');
    const [request, ...more] = creates(portal.fake);
    assert.deepEqual(more, []);
    assert.equal(request.status, 201);
    assert.equal(request.body, JSON.stringify(EXAMPLE));
    assert.equal(shown, request.body, 'what was shown before is what was sent');
    const [stored] = packagesNamed('sales reps');
    assert.equal(await page.locator('[data-field="id"]').textContent(), stored.id);
    assert.equal(await page.locator('#result time').getAttribute('datetime'), stored.createdDateTime);
    assert.match(told.text, /found no second one of this name/);
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
    const name = '<img src=x onerror="alert(1)">&amp;\u2028"';
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
    assert.equal((await createWith(page)).verdict, 'yes');
    assert.equal(packagesNamed('sales leads').length, 1);
    await finish();
  });
});

describe('while it runs', () => {
  test('what is done and for how long is told, and pressed again nothing more is sent', async () => {
    const { page, finish } = await portal.openPage();
    await fillInExample(page);
    await pressCreate(page, 'slow');
    const create = page.locator('#create');
    assert.equal(await create.getAttribute('aria-disabled'), 'true');
    await page.keyboard.press('Enter');
    await page.locator('#progress', { hasText: 'Sending the create to Graph.' }).waitFor();
    await page.locator('#progress [data-part="elapsed"]', { hasText: '1 s so far' }).waitFor();
    assert.equal((await outcome(page)).verdict, 'yes');
    assert.equal(creates(portal.fake).length, 1);
    assert.equal(await create.getAttribute('aria-disabled'), null);
    assert.equal(await page.getByRole('button', { name: 'Cancel' }).isVisible(), false);
    assert.equal(await page.locator('#progress').isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'result-title');
    await finish();
  });

  test('a pause that Graph asks for: until when, with a countdown, and then it is sent again', async () => {
    const { page, finish } = await portal.openPage({ networkErrors: true });
    await fillInExample(page);
    await pressCreate(page, 'throttled');
    const line = page.locator('#progress');
    await line.getByText(/^Too many requests: Graph asks to wait until \d{2}:\d{2}:\d{2}\.$/).waitFor();
    const counted = new Set();
    await until(async () => {
      const left = line.locator('[data-part="countdown"]');
      if (await left.isVisible()) counted.add(await left.textContent({ timeout: 1_000 }).catch(() => ''));
      return !(await line.isVisible());
    }, 'the pause is over');
    const seconds = [...counted].filter(Boolean).map((text) => Number(/^Goes on in (\d) s\.$/.exec(text)?.[1]));
    assert.ok(seconds.length >= 2, `counted ${[...counted]}`);
    assert.deepEqual(
      seconds,
      [...seconds].sort((left, right) => right - left),
      'it counts down',
    );
    assert.equal((await outcome(page)).verdict, 'yes');
    assert.deepEqual(
      creates(portal.fake).map(({ status }) => status),
      [429, 201],
    );
    await finish();
  });

  test('changes of kind are said aloud, ticks and repetitions are not', async () => {
    const { page, finish } = await portal.openPage({ networkErrors: true });
    await page.evaluate(() => {
      globalThis.said = [];
      const region = document.querySelector('#announcer');
      new MutationObserver(() => {
        if (region.textContent) globalThis.said.push(region.textContent);
      }).observe(region, { childList: true });
    });
    await fillInExample(page);
    await page.evaluate(() => {
      globalThis.said.length = 0;
    });
    await pressCreate(page, 'gateway-before');
    assert.equal((await outcome(page)).verdict, 'yes');
    await page.locator('#announcer', { hasText: 'Created.' }).waitFor({ state: 'attached' });
    const said = await page.evaluate(() => globalThis.said);
    assert.equal(new Set(said).size, said.length, `said twice: ${said.join(' | ')}`);
    assert.ok(said.includes('Not found so far. There is another look soon.'), said.join(' | '));
    assert.ok(said.length <= 6, said.join(' | '));
    for (const text of said) assert.doesNotMatch(text, /\d s\b/, 'no countdown');
    await finish();
  });

  test('another tab that creates the same is told', async () => {
    const { page, finish } = await portal.openPage();
    await fillInExample(page);
    const other = await page.context().newPage();
    await other.goto(portal.origin);
    await other.locator('#catalog-hint', { hasText: /catalog/ }).waitFor();
    await fillInExample(other);
    portal.fake.fail({ answerDelayMs: 2_000 });
    await pressCreate(page);
    await until(() => creates(portal.fake).length === 1, 'the first tab has sent');
    await pressCreate(other);
    await other.locator('#progress', { hasText: 'Another tab is creating the same package.' }).waitFor();
    const [first, second] = await Promise.all([outcome(page), outcome(other)]);
    assert.equal(first.verdict, 'yes');
    assert.match(second.text, /Another tab of this page created it just now/);
    const [made, ...more] = packagesNamed('sales reps');
    assert.deepEqual(more, []);
    assert.ok(second.text.includes(made.id), 'both tabs show the same package');
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
    assert.equal(told.verdict, 'no');
    assert.equal(told.title, 'Cancelled');
    assert.deepEqual(creates(portal.fake), []);
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
    await finish();
  });

  test('leaving in the middle is asked about, and staying leads to the outcome; afterwards it is not', async () => {
    const { page, finish } = await portal.openPage();
    await fillInExample(page);
    await pressCreate(page, 'slow');
    await page.getByText('Sending the create to Graph.').waitFor();
    const asked = page.waitForEvent('dialog');
    await page.evaluate(() => {
      setTimeout(() => location.reload());
    });
    const dialog = await asked;
    assert.equal(dialog.type(), 'beforeunload');
    await dialog.dismiss();
    assert.equal((await outcome(page)).verdict, 'yes');
    assert.equal(creates(portal.fake).length, 1);
    page.on('dialog', () => assert.fail('asked without need'));
    await page.reload();
    await page.locator('#catalog-hint', { hasText: /catalog/ }).waitFor();
    await finish();
  });
});
