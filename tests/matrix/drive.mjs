/** Opens the page of an entry in Chromium and reads what it says. */
const TIMEOUT_MS = 60_000;

/** What is written into an error: what the page said on its own. */
function watch(page) {
  const said = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(String(error.stack ?? error)));
  return said;
}

async function withPage(browser, work) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    const said = watch(page);
    try {
      return await work(page);
    } catch (error) {
      throw new Error([error.message, ...said].join('\n'));
    }
  } finally {
    await context.close();
  }
}

/** The result that a page of a fixture writes into its `<output id="result">`. */
export function readPage(browser, origin, open, { graphRoot, token }) {
  return withPage(browser, async (page) => {
    const url = new URL(open, origin);
    url.searchParams.set('graph', graphRoot);
    url.searchParams.set('token', token);
    await page.goto(url.href);
    const output = page.locator('output#result', { hasText: '{' });
    await output.waitFor({ state: 'attached' });
    return JSON.parse((await output.textContent()) ?? '');
  });
}

/** What only the code of the fake says. */
const FAKE = 'The fake Graph';

/** Whether a page has fetched the code of the fake, so far. */
function watchForFake(page) {
  const bodies = [];
  page.on('response', (response) => bodies.push(response.text().catch(() => '')));
  return async () => (await Promise.all(bodies)).some((body) => body.includes(FAKE));
}

/**
 * Presses the button of an example's page; gives what it says then, the requests that left its origin, and whether it
 * has the fake.
 *
 * @returns {Promise<{ text: string, strange: string[], hasFake: boolean }>}
 */
export function pressCreate(browser, origin, open) {
  return withPage(browser, async (page) => {
    const strange = [];
    const hasFake = watchForFake(page);
    page.on('request', (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(`${origin}/`)) strange.push(request.url());
    });
    await page.goto(new URL(`${open}?sandbox`, origin).href);
    await createButton(page).click();
    const status = page.locator('[role=status]', { hasText: ':' });
    await status.waitFor();
    return { text: (await status.textContent()) ?? '', strange, hasFake: await hasFake() };
  });
}

/** Presses the button where nobody is signed in; gives the address to which the page goes, and whether it has the fake. */
export function pressForSignIn(browser, origin, open) {
  return withPage(browser, async (page) => {
    const hasFake = watchForFake(page);
    const authority = 'https://login.microsoftonline.com';
    await page.route(`${authority}/**`, (route) => route.fulfill({ contentType: 'text/html', body: 'sign-in' }));
    await page.goto(new URL(open, origin).href);
    await page.waitForLoadState('networkidle');
    const fake = await hasFake();
    await createButton(page).click();
    await page.waitForURL((url) => url.origin === authority);
    return { address: new URL(page.url()), hasFake: fake };
  });
}

const createButton = (page) => page.getByRole('button', { name: 'Create', exact: true });
