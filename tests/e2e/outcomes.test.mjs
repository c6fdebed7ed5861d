/** How creates end, each as the page tells it, against what the fake knows to be true. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { creates, createWith, fillInExample, outcome, startPortal } from './harness.mjs';
import { createAsSomebodyElse, send } from './states.mjs';

let portal;
/** Where a name may be given twice, as nobody knows whether Graph allows it. */
let lenient;
before(async () => {
  [portal, lenient] = await Promise.all([startPortal(), startPortal({ graph: { nameUniqueness: 'none' } })]);
});
after(() => Promise.all([portal?.close(), lenient?.close()]));
afterEach(() => {
  portal.fake.reset();
  lenient.fake.reset();
});

const named = (fake, name = 'sales reps') => fake.accessPackages.filter(({ displayName }) => displayName === name);
const idsShown = (page) => page.locator('#result code[data-field="id"]').allTextContents();

/** Opens the portal, fills in the example, creates with a rehearsal, and gives what the page told. */
async function rehearse(rehearsal) {
  const { page, finish } = await portal.openPage({ networkErrors: true });
  await fillInExample(page);
  return { told: await createWith(page, rehearsal), page, finish };
}

describe('an answer that is lost', () => {
  for (const rehearsal of ['answer-lost', 'gateway-after', 'late-commit']) {
    test(`${rehearsal}: a look finds the package, and it is not sent again`, async () => {
      const { told, page, finish } = await rehearse(rehearsal);
      assert.equal(told.verdict, 'yes');
      assert.match(told.title, /it is yours/);
      const [made, ...more] = named(portal.fake);
      assert.deepEqual(more, []);
      assert.deepEqual(await idsShown(page), [made.id]);
      assert.equal(await page.evaluate(() => sessionStorage.length), 0, 'nothing is kept of what has settled');
      await finish();
    });
  }

  for (const rehearsal of ['gateway-before', 'html']) {
    test(`${rehearsal}: looks show that it was not done, then it is sent again`, async () => {
      const { told, finish } = await rehearse(rehearsal);
      assert.equal(told.verdict, 'yes');
      assert.equal(creates(portal.fake).length, 2);
      assert.equal(named(portal.fake).length, 1);
      assert.match(told.text, /The first request came to nothing, as looks have shown/);
      assert.match(told.text, /request \d+create \(ambiguous\)/, 'the second request is told with its reason');
      await finish();
    });
  }

  test('connection-reset: what is told is what is true', async () => {
    const { told, finish } = await rehearse('connection-reset');
    // Chromium may repeat the POST by itself and use up both strikes at once, or not.
    assert.notEqual(told.verdict, 'unknown');
    assert.equal(named(portal.fake).length, told.verdict === 'yes' ? 1 : 0);
    await finish();
  });
});

describe('a name that is taken', () => {
  test('the package that has it is shown, with its id to copy, and nothing was sent', async () => {
    const { page, finish } = await portal.openPage({
      context: { permissions: ['clipboard-read', 'clipboard-write'] },
    });
    await fillInExample(page);
    const theirs = await createAsSomebodyElse(portal.fake);
    const before = creates(portal.fake).length;
    const told = await createWith(page);
    assert.equal(told.verdict, 'no');
    assert.match(told.title, /name is taken/);
    assert.match(told.text, /Nothing was created/);
    assert.deepEqual(await idsShown(page), [theirs.id]);
    assert.equal(await page.locator('#result time').getAttribute('datetime'), theirs.createdDateTime);
    await page.getByRole('button', { name: `Copy the id ${theirs.id}` }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), theirs.id);
    assert.equal(creates(portal.fake).length, before);
    await finish();
  });

  test('“Use the one that exists” gives it, tells how it differs, and changes nothing', async () => {
    const { told, page, finish } = await rehearse('name-exists');
    assert.match(told.title, /name is taken/);
    const [theirs] = named(portal.fake);
    await page.getByRole('button', { name: 'Use the one that exists' }).click();
    const used = await outcome(page);
    assert.equal(used.verdict, 'before');
    assert.match(used.text, /Nothing was created: it exists/);
    assert.match(used.text, /differs from what you filled in: the description\./);
    assert.deepEqual(await idsShown(page), [theirs.id]);
    assert.deepEqual(named(portal.fake), [theirs]);
    await finish();
  });

  test('a name that differs in upper and lower case only is not offered as the same', async () => {
    const { page, finish } = await portal.openPage({ networkErrors: true });
    await fillInExample(page);
    await createAsSomebodyElse(portal.fake, { displayName: 'Sales Reps' });
    const told = await createWith(page);
    assert.match(told.title, /name is taken/);
    assert.match(told.text, /written differently/);
    assert.equal(await page.getByRole('button', { name: 'Use the one that exists' }).count(), 0);
    await finish();
  });

  test('taken by what nobody can see: no package is made up', async () => {
    const { told, page, finish } = await rehearse('name-hidden');
    assert.notEqual(told.verdict, 'yes');
    assert.deepEqual(await idsShown(page), []);
    assert.deepEqual(named(portal.fake), []);
    await finish();
  });
});

describe('more than one of the name', () => {
  test('is told as a warning, with the ids of the others and what to do', async () => {
    const { page, finish } = await lenient.openPage();
    await fillInExample(page);
    lenient.fake.fail({ answerDelayMs: 700 });
    await send(page, lenient.fake);
    const theirs = await createAsSomebodyElse(lenient.fake);
    const told = await outcome(page);
    assert.equal(told.verdict, 'yes');
    assert.match(told.title, /another of its name/);
    const warning = page.locator('[data-part="duplicates"]');
    assert.deepEqual(await warning.locator('code').allTextContents(), [theirs.id]);
    assert.match(await warning.textContent(), /Keep one, and delete the other/);
    const mine = (await idsShown(page))[0];
    assert.ok(named(lenient.fake).some(({ id }) => id === mine && id !== theirs.id));
    await finish();
  });
});

describe('a refusal of Graph', () => {
  for (const [rehearsal, title, sent, word = /Nothing was created/] of [
    ['no-permission', /may not create packages/, 1],
    ['no-licence', /lacks the licence/, 1],
    ['signed-out', /does not accept the sign-in/, 2],
    ['throttled-long', /asks to wait/, 1, /Turned away by Graph/],
  ]) {
    test(`${rehearsal}: told as such, nothing created`, async () => {
      const { told, page, finish } = await rehearse(rehearsal);
      assert.match(told.title, title);
      assert.equal(told.verdict, 'no');
      assert.match(told.text, word);
      assert.equal(creates(portal.fake).length, sent);
      assert.deepEqual(named(portal.fake), []);
      assert.ok(told.text.includes(creates(portal.fake)[0].headers['client-request-id']), 'an id to quote');
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'result-title');
      assert.equal(await page.evaluate(() => sessionStorage.length), 0);
      await finish();
    });
  }

  test('no-permission: what may be missing, with a fix for each, and that the catalog can be read', async () => {
    const { told, page, finish } = await rehearse('no-permission');
    assert.match(told.text, /can read the catalog/);
    const missing = page.locator('#result .missing li');
    assert.ok((await missing.count()) >= 2);
    for (const item of await missing.all()) assert.match(await item.locator('p').textContent(), /\w+ \w+.*\./);
    await finish();
  });

  test('throttled-long: when to try again, a look for who wants to be sure, and another rehearsal starts afresh', async () => {
    const { told, page, finish } = await rehearse('throttled-long');
    assert.match(told.text, /Try again after .*\d{2}:\d{2}:\d{2}\./);
    assert.equal(await page.getByRole('button', { name: 'Look whether it was created' }).count(), 1);
    assert.equal((await createWith(page, 'works')).verdict, 'yes');
    await finish();
  });

  test('claims: a new token is asked for, and it is created', async () => {
    const { told, finish } = await rehearse('claims');
    assert.equal(told.verdict, 'yes');
    assert.match(told.text, /create \(claimsChallenge\)/);
    assert.deepEqual(
      creates(portal.fake).map(({ status }) => status),
      [401, 201],
    );
    await finish();
  });

  test('what was rehearsed strikes no later create', async () => {
    const { page, finish } = await portal.openPage({ networkErrors: true });
    await fillInExample(page);
    const theirs = await createAsSomebodyElse(portal.fake);
    const told = await createWith(page, 'no-licence');
    assert.ok(told.text.includes(theirs.id), 'the look before found the name, and nothing was sent');
    await page.getByLabel('Name', { exact: true }).fill('sales leads');
    assert.equal((await createWith(page, 'works')).verdict, 'yes');
    await finish();
  });

  test('looks-fail: the looks are tried again, and it is created', async () => {
    const { told, finish } = await rehearse('looks-fail');
    assert.equal(told.verdict, 'yes');
    assert.equal(portal.fake.requests.filter(({ method, status }) => method === 'GET' && status === 503).length, 2);
    await finish();
  });
});
