/** The states of the page that have to look right: each is reached from a fresh page. */
import { creates, createWith, fillInExample, outcome, pressCreate, SALES } from './harness.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('entra-access-packages/testing').FakeGraph} FakeGraph */

const createOf = (page) => page.getByRole('button', { name: 'Create', exact: true });
const resultOf = (page) => page.locator('#result');

/** Waits until something is so. */
export async function until(isSo, what = String(isSo)) {
  const end = Date.now() + 15_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`it did not come to pass: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Creates a package as somebody else would. */
export async function createAsSomebodyElse(
  fake,
  { displayName = 'sales reps', description = 'Created by somebody else.' } = {},
) {
  const response = await fake.handle(
    new Request(`${fake.graphRoot}/v1.0/identityGovernance/entitlementManagement/accessPackages`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${fake.issueToken()}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ displayName, description, isHidden: false, catalog: { id: SALES } }),
    }),
  );
  if (response.status !== 201) throw new Error(`somebody else got ${response.status}`);
  return response.json();
}

/** Presses Create and waits until the request has reached the fake. */
export async function send(page, fake) {
  const before = creates(fake).length;
  await pressCreate(page);
  await until(() => creates(fake).length > before, 'the create reached the fake');
}

/** Sends the example and cancels before there is an answer: nobody knows what became of it. */
export async function loseSight(page, fake, { done }) {
  await fillInExample(page);
  fake.fail(done ? { answerDelayMs: 60_000 } : { delivery: 'hang' });
  await send(page, fake);
  await page.getByRole('button', { name: 'Cancel' }).click();
  return outcome(page);
}

/**
 * Sends the example where nobody may look before, the answer is lost, and no answer tells the service's time: then a
 * package that is just like it cannot be told from one that this create made.
 */
export async function loseTrack(page, fake) {
  const twin = await createAsSomebodyElse(fake, { description: 'outside sales representatives' });
  await fillInExample(page);
  const refusal = { status: 403, body: { error: { code: 'UnAuthorized', message: '' } } };
  fake.fail({ match: { method: 'GET' }, answer: refusal, times: 100 });
  fake.fail({ answer: { status: 504, body: null }, answerDelayMs: 500 });
  await send(page, fake);
  // From now on one may look.
  fake.clearFaults();
  await outcome(page);
  return twin;
}

/** Reloads although the page asks before it is left. */
export async function reloadAnyway(page) {
  page.once('dialog', (dialog) => dialog.accept());
  await page.reload();
  await page.locator('#catalog-hint', { hasText: /catalog/ }).waitFor();
}

export const lookAgain = (page) => resultOf(page).getByRole('button', { name: 'Look again' }).click();

async function fillAndCreate(page, rehearsal) {
  await fillInExample(page);
  await createWith(page, rehearsal);
}

const openTenant = (page) => page.getByText('Your tenant', { exact: true }).click();

/** @type {Record<string, (page: Page, fake: FakeGraph) => Promise<unknown>>} */
export const STATES = {
  empty: async () => {},
  list: (page) => page.getByRole('combobox', { name: 'Catalog' }).press('ArrowDown'),
  problems: (page) => createOf(page).click(),
  filled: (page) => fillInExample(page),

  waiting: async (page, fake) => {
    await fillInExample(page);
    fake.fail({ answerDelayMs: 60_000 });
    await pressCreate(page);
    await page.getByText('Sending the create to Graph.').waitFor();
  },
  throttled: async (page, fake) => {
    await fillInExample(page);
    fake.fail({ answer: { status: 429, retryAfter: 60 } });
    await pressCreate(page);
    await page.getByText(/asks to wait until/).waitFor();
  },
  searching: async (page) => {
    await fillInExample(page);
    await pressCreate(page, 'gateway-before');
    await page.getByText(/another look soon/).waitFor();
  },

  created: (page) => fillAndCreate(page, 'works'),
  'created-twice': async (page, fake) => {
    await fillInExample(page);
    fake.fail({ answerDelayMs: 500 });
    await send(page, fake);
    await createAsSomebodyElse(fake);
    await outcome(page);
  },
  adopted: (page) => fillAndCreate(page, 'answer-lost'),
  conflict: (page) => fillAndCreate(page, 'name-exists'),
  existing: async (page) => {
    await fillAndCreate(page, 'name-exists');
    await page.getByRole('button', { name: 'Use the one that exists' }).click();
    await outcome(page);
  },
  'conflict-unseen': (page) => fillAndCreate(page, 'name-hidden'),
  forbidden: (page) => fillAndCreate(page, 'no-permission'),
  'too-many': (page) => fillAndCreate(page, 'throttled-long'),

  unknown: (page, fake) => loseSight(page, fake, { done: true }),
  candidates: (page, fake) => loseTrack(page, fake),
  looking: async (page, fake) => {
    await loseSight(page, fake, { done: false });
    await lookAgain(page);
    await page.getByText(/another look soon/).waitFor();
  },
  'not-created': async (page, fake) => {
    await loseSight(page, fake, { done: false });
    await lookAgain(page);
    await outcome(page);
  },
  question: async (page, fake) => {
    await loseSight(page, fake, { done: true });
    await createOf(page).click();
    await page.getByRole('dialog').waitFor();
  },
  reloaded: async (page, fake) => {
    await fillInExample(page);
    fake.fail({ delivery: 'hang' });
    await send(page, fake);
    await reloadAnyway(page);
    await page.getByRole('heading', { name: 'Not settled yet' }).waitFor();
  },
  'delete-question': async (page) => {
    await fillAndCreate(page, 'works');
    await page.getByRole('button', { name: 'Delete it…' }).click();
    await page.getByRole('dialog').waitFor();
  },
  deleted: async (page) => {
    await fillAndCreate(page, 'works');
    await page.getByRole('button', { name: 'Delete it…' }).click();
    await page.getByRole('button', { name: 'Delete it', exact: true }).click();
    await page.getByRole('heading', { name: 'The package was deleted' }).waitFor();
  },

  tenant: openTenant,
  'tenant-problems': async (page) => {
    await openTenant(page);
    await page.getByLabel('Application (client) ID').fill('not-a-guid');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  },
};
