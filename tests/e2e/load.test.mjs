/** What the page says when something that it stands on is missing. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { servePortal } from '../../www/serve.mjs';
import { launchBrowser } from './harness.mjs';

let browser;
let portal;
before(async () => {
  portal = await servePortal();
  browser = await launchBrowser();
});
after(() => Promise.all([browser?.close(), portal?.close()]));

/** Opens the portal with one of its answers changed, and gives what it says of that. */
async function problemWith(t, path, change) {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.route(portal.origin + path, change);
  await page.goto(portal.origin);
  const problem = page.locator('#page-problem');
  await problem.waitFor();
  return problem.textContent();
}

test('a policy that forbids WebAssembly: the page names what is missing in it', async (t) => {
  const said = await problemWith(t, '/', async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    const policy = headers['content-security-policy'].replace(" 'wasm-unsafe-eval'", '');
    await route.fulfill({ response, headers: { ...headers, 'content-security-policy': policy } });
  });
  assert.match(said, /could not load its WebAssembly.*wasm-unsafe-eval/);
});

test('no portal.json: the page says that its server does not answer', async (t) => {
  const said = await problemWith(t, '/portal.json', (route) => route.fulfill({ status: 500 }));
  assert.match(said, /server does not answer/);
});

test('a portal without a sandbox offers the tenant', async (t) => {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(portal.origin);
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  assert.equal(await page.getByRole('radio', { name: /Sandbox/ }).isDisabled(), true);
  assert.equal(await page.getByRole('radio', { name: /Your tenant/ }).isChecked(), true);
});
