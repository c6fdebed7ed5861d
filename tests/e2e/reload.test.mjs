/** A page that is reloaded, or dies, in the middle of a create. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { creates, fillInExample, outcome, startPortal } from './harness.mjs';
import { reloadAnyway, send, until } from './states.mjs';

const KEY = 'entra-access-packages.unsettled';

let portal;
before(async () => {
  portal = await startPortal();
});
after(() => portal?.close());
afterEach(() => portal.fake.reset());

const named = (name = 'sales reps') => portal.fake.accessPackages.filter(({ displayName }) => displayName === name);
const keptIn = (page) => page.evaluate((key) => sessionStorage.getItem(key), KEY);

/** Sends the example and reloads before there is an answer. */
async function reloadInTheMiddle({ done }) {
  const opened = await portal.openPage({ networkErrors: true });
  await fillInExample(opened.page);
  portal.fake.fail(done ? { answerDelayMs: 60_000 } : { delivery: 'hang' });
  await send(opened.page, portal.fake);
  if (done) await until(() => named().length === 1, 'the package was made');
  await reloadAnyway(opened.page);
  return { ...opened, card: opened.page.locator('#unsettled') };
}

describe('after a reload in the middle', () => {
  test('the page says that a create was under way, for which name, and finds out that it was done', async () => {
    const { page, card, finish } = await reloadInTheMiddle({ done: true });
    const text = await card.textContent();
    assert.match(text, /A create of “sales reps”, catalog Sales, was under way in the sandbox, sent at \d{2}:/);
    await page.locator('#announcer', { hasText: /“sales reps”.*was under way/ }).waitFor({ state: 'attached' });
    await card.getByRole('button', { name: 'Look again for “sales reps”' }).click();
    const told = await outcome(page);
    assert.equal(told.verdict, 'yes');
    assert.ok(told.text.includes(named()[0].id));
    assert.match(told.text, /Sales/, 'the catalog by its name');
    assert.equal(await keptIn(page), null);
    assert.equal(await card.isVisible(), false);
    assert.equal(creates(portal.fake).length, 1);
    await finish();
  });

  test('it finds out that it was not done, and can create it with what was asked for', async () => {
    const { page, card, finish } = await reloadInTheMiddle({ done: false });
    await card.getByRole('button', { name: 'Look again for “sales reps”' }).click();
    assert.equal((await outcome(page)).title, 'It was not created');
    await page.locator('#result').getByRole('button', { name: 'Create again' }).click();
    assert.equal((await outcome(page)).verdict, 'yes');
    assert.equal(named()[0].description, 'outside sales representatives');
    assert.equal(await keptIn(page), null);
    await finish();
  });

  test('the same name is not sent without a question', async () => {
    const { page, finish } = await reloadInTheMiddle({ done: true });
    await fillInExample(page);
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('dialog', { name: 'Send it again?' }).waitFor();
    assert.equal(creates(portal.fake).length, 1);
    await finish();
  });

  test('sent anyway: the look before it finds what the first one made, which can still be settled', async () => {
    const { page, finish } = await reloadInTheMiddle({ done: true });
    await fillInExample(page);
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('button', { name: 'Send again anyway' }).click();
    assert.match((await outcome(page)).title, /name is taken/);
    assert.equal(named().length, 1);
    assert.notEqual(await keptIn(page), null, 'the first one is still open');
    await finish();
  });

  test('it can be forgotten, and the focus is not lost', async () => {
    const { page, card, finish } = await reloadInTheMiddle({ done: true });
    await card.getByRole('button', { name: 'Forget “sales reps”' }).click();
    assert.equal(await card.isVisible(), false);
    assert.equal(await keptIn(page), null);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'page-title');
    await finish();
  });

  test('what is kept has no token, and is of this tab only', async () => {
    const { page, tokens, finish } = await reloadInTheMiddle({ done: true });
    const text = await keptIn(page);
    assert.ok(text.includes('sales reps'));
    for (const token of tokens) assert.ok(!text.includes(token));
    const other = await page.context().newPage();
    await other.goto(portal.origin);
    await other.locator('#catalog-hint', { hasText: /catalog/ }).waitFor();
    assert.equal(await other.locator('#unsettled').isVisible(), false);
    await finish();
  });
});

describe('what is kept and cannot be used', () => {
  const ticket = (more = {}) => ({
    version: 1,
    graphRoot: portal.sandbox.origin,
    input: { displayName: 'sales reps', catalog: { id: '66584aae-98bb-48cc-9458-7bee5d2a6577' } },
    sentAt: new Date().toISOString(),
    knownIds: [],
    ...more,
  });
  const entry = (more = {}) => ({
    kind: 'sandbox',
    place: `sandbox ${portal.sandbox.origin}`,
    ticket: ticket(),
    ...more,
  });

  async function reloadWith(kept) {
    const opened = await portal.openPage({ networkErrors: true });
    const text = typeof kept === 'string' ? kept : JSON.stringify(kept);
    await opened.page.evaluate(([key, value]) => sessionStorage.setItem(key, value), [KEY, text]);
    await reloadAnyway(opened.page);
    return { ...opened, card: opened.page.locator('#unsettled') };
  }

  test('an entry as this page writes it is shown', async () => {
    const { card, finish } = await reloadWith([entry()]);
    assert.equal(await card.isVisible(), true);
    await finish();
  });

  for (const [what, make] of Object.entries({
    'no JSON': () => '{',
    'something else': () => ({ a: 1 }),
    'a list of other things': () => [null, 1, 'x', {}, { kind: 'sandbox' }],
    'a ticket of another version': () => [entry({ ticket: ticket({ version: 2 }) })],
    'a ticket without a name': () => [entry({ ticket: ticket({ input: { catalog: { id: 'x' } } }) })],
    'a ticket of a sandbox that is gone': () => [entry({ place: 'sandbox http://127.0.0.1:1' })],
  })) {
    test(`${what}: dropped`, async () => {
      const { page, card, finish } = await reloadWith(make());
      assert.equal(await card.isVisible(), false);
      assert.equal(await keptIn(page), null);
      await finish();
    });
  }

  test('a ticket that the package does not take is told as such, and dropped', async () => {
    const { page, card, finish } = await reloadWith([entry({ ticket: ticket({ graphRoot: 'http://127.0.0.1:1' }) })]);
    await card.getByRole('button', { name: /^Look again/ }).click();
    const told = await outcome(page);
    assert.equal(told.verdict, 'unknown');
    assert.match(told.title, /cannot find out any more/);
    assert.equal(await keptIn(page), null);
    await finish();
  });
});
