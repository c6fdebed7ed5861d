import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { creates, fillInExample, outcome, pickCatalog, SALES, startPortal } from './harness.mjs';

let portal;
before(async () => {
  portal = await startPortal();
});
after(() => portal?.close());
afterEach(() => portal.fake.reset());

const nameOf = (page) => page.getByLabel('Name', { exact: true });
const catalogOf = (page) => page.getByRole('combobox', { name: 'Catalog' });
const createOf = (page) => page.getByRole('button', { name: 'Create', exact: true });

/** The problem that a field shows and has wired to it, or nothing. */
async function problemAt(field) {
  if ((await field.getAttribute('aria-invalid')) !== 'true') return undefined;
  const id = await field.getAttribute('aria-describedby');
  return field.page().locator(`#${id}`).textContent();
}

describe('problems at the field', () => {
  test('an untouched form shows none', async () => {
    const { page, finish } = await portal.openPage();
    await nameOf(page).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    assert.equal(await page.locator('[aria-invalid="true"]').count(), 0);
    await finish();
  });

  test('a name of white space is told as one types, and read out once typing rests', async () => {
    const { page, finish } = await portal.openPage();
    await nameOf(page).pressSequentially('  ');
    assert.match(await problemAt(nameOf(page)), /The name is blank/);
    await page.locator('#announcer', { hasText: 'The name is blank' }).waitFor({ state: 'attached' });
    await nameOf(page).pressSequentially('x');
    assert.equal(await problemAt(nameOf(page)), undefined);
    assert.match(await nameOf(page).getAttribute('aria-describedby'), /hint/);
    await finish();
  });

  test('white space around a name is no problem, and is left out of the request', async () => {
    const { page, finish } = await portal.openPage();
    await pickCatalog(page);
    await nameOf(page).pressSequentially(' sales ');
    assert.equal(await problemAt(nameOf(page)), undefined);
    await page.locator('.request').getByText('"displayName":"sales",').waitFor();
    await finish();
  });

  test('a name that is too long is told with the limit', async () => {
    const { page, finish } = await portal.openPage();
    await nameOf(page).fill('x'.repeat(1_025));
    assert.match(await problemAt(nameOf(page)), /too long.*1,?024/);
    await nameOf(page).fill('x'.repeat(1_024));
    assert.equal(await problemAt(nameOf(page)), undefined);
    await finish();
  });

  test('a catalog that is not in the list is told once the field is left', async () => {
    const { page, finish } = await portal.openPage();
    await catalogOf(page).fill('Salt');
    assert.equal(await problemAt(catalogOf(page)), undefined);
    await page.keyboard.press('Tab');
    assert.match(await problemAt(catalogOf(page)), /Pick a catalog from the list/);
    await finish();
  });

  test('Create with an empty form sends nothing, shows all problems and goes to the first', async () => {
    const { page, finish } = await portal.openPage();
    await createOf(page).click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'catalog');
    assert.match(await problemAt(catalogOf(page)), /Pick the catalog/);
    assert.match(await problemAt(nameOf(page)), /blank/);
    await page.locator('#announcer', { hasText: '2 problems' }).waitFor({ state: 'attached' });
    assert.deepEqual(creates(portal.fake), []);
    await finish();
  });
});

describe('the request, before it is sent', () => {
  test('names what is missing, then shows method, URL, headers and the exact body', async () => {
    const { page, finish } = await portal.openPage();
    const panel = page.locator('.request');
    await panel.getByText('Still open: the catalog, the name.').waitFor();
    await fillInExample(page);
    await page.getByLabel('Description').fill('Büro “Nord” 🏢');
    const expected = `{"displayName":"sales reps","description":"Büro “Nord” 🏢","isHidden":false,"catalog":{"id":"${SALES}"}}`;
    await panel.getByText(expected, { exact: true }).waitFor();
    const text = await panel.textContent();
    assert.ok(text.includes('POST'));
    assert.ok(text.includes(`${portal.sandbox.origin}/v1.0/identityGovernance/entitlementManagement/accessPackages`));
    assert.match(text, /AuthorizationBearer ••••/);
    assert.match(text, /Content-Typeapplication\/json/i);
    assert.ok(text.includes(`Body, ${new TextEncoder().encode(expected).length} bytes`));
    await panel.getByRole('radio', { name: 'Indented' }).check();
    assert.equal(await panel.locator('pre').textContent(), JSON.stringify(JSON.parse(expected), null, 2));
    await finish();
  });

  test('can be copied, without a token', async () => {
    const { page, finish, tokens } = await portal.openPage({
      context: { permissions: ['clipboard-read', 'clipboard-write'] },
    });
    await fillInExample(page);
    await page.getByRole('button', { name: 'Copy the request' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /^POST http:\/\/127\.0\.0\.1:\d+\/v1\.0\//);
    assert.match(copied, /^Authorization: Bearer ••••/m);
    assert.match(copied, /\n\n\{"displayName":"sales reps",.*\}$/);
    for (const token of tokens) assert.ok(!copied.includes(token));
    await finish();
  });
});

describe('the keyboard alone', () => {
  test('does the whole job, with the focus always somewhere and always visible', async () => {
    const { page, finish } = await portal.openPage();
    const visited = [];
    const check = async () => {
      const focus = await page.evaluate(() => {
        const active = document.activeElement;
        if (!active || active === document.body) return undefined;
        const marked = active.closest('.choice, .segmented label') ?? active;
        const outlined = [marked, ...marked.querySelectorAll('*')].some(
          (each) =>
            getComputedStyle(each).outlineStyle !== 'none' && parseFloat(getComputedStyle(each).outlineWidth) >= 2,
        );
        return { id: active.id, visible: active.matches(':focus-visible') && outlined };
      });
      assert.ok(focus, `the focus was lost after ${visited.at(-1)}`);
      assert.ok(focus.visible, `the focus is not visible on ${focus.id}`);
      visited.push(focus.id);
    };
    const press = async (key) => {
      await page.keyboard.press(key);
      await check();
    };
    const goTo = async (id) => {
      for (let presses = 0; visited.at(-1) !== id; presses += 1) {
        assert.ok(presses < 15, `Tab does not lead to ${id}`);
        await press('Tab');
      }
    };

    await goTo('catalog');
    await press('ArrowDown');
    await page.keyboard.type('sal');
    await press('ArrowDown');
    await press('ArrowUp');
    assert.equal(await catalogOf(page).getAttribute('aria-expanded'), 'true');
    await press('Enter');
    assert.equal(await catalogOf(page).inputValue(), 'Sales');
    await goTo('display-name');
    await page.keyboard.type('sales reps');
    await goTo('description');
    await page.keyboard.type('outside sales representatives');
    await goTo('is-hidden');
    await goTo('create');
    await page.keyboard.press('Enter');
    assert.equal((await outcome(page)).verdict, 'yes');
    await check();
    assert.equal(visited.at(-1), 'result-title');
    await press('Tab');
    await press('Tab');
    await finish();
  });

  test('Enter in the name field creates', async () => {
    const { page, finish } = await portal.openPage();
    await pickCatalog(page);
    await nameOf(page).fill('sales reps');
    await nameOf(page).press('Enter');
    assert.equal((await outcome(page)).verdict, 'yes');
    await finish();
  });

  test('Escape closes the list, then empties the field', async () => {
    const { page, finish } = await portal.openPage();
    await catalogOf(page).fill('sal');
    await catalogOf(page).press('Escape');
    assert.equal(await catalogOf(page).getAttribute('aria-expanded'), 'false');
    assert.equal(await catalogOf(page).inputValue(), 'sal');
    await catalogOf(page).press('Escape');
    assert.equal(await catalogOf(page).inputValue(), '');
    await finish();
  });
});
