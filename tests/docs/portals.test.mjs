/** The guide to testing: its tests run in their runners, and its page's requests reach the fake through Playwright. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { createFakeGraph } from 'entra-access-packages/testing';
import { build } from 'esbuild';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { launchBrowser } from '../e2e/harness.mjs';
import { pack, prepare } from '../matrix/prepare.mjs';
import { serveSite } from '../readme/site.mjs';
import { routeToFake } from './portals/playwright/route-to-fake.mjs';

const portals = inRoot('tests', 'docs', 'portals');
const RUNNERS = {
  vitest: { args: ['run'], passed: /Tests\s+3 passed \(3\)/ },
  jest: { args: [], passed: /Tests:\s+1 passed, 1 total/ },
};

for (const [runner, { args, passed }] of Object.entries(RUNNERS)) {
  test(`${runner} passes the tests of the guide`, async () => {
    const entry = { name: `portal-${runner}`, folder: path.join(portals, runner) };
    const folder = await prepare(/** @type {any} */ (entry), await pack());
    const { code, output } = await run(path.join(folder, 'node_modules', '.bin', runner), args, {
      cwd: folder,
      env: { NODE_TEST_CONTEXT: undefined, NO_COLOR: '1', CI: '1' },
      timeoutMs: 120_000,
    });
    assert.equal(code, 0, output);
    assert.match(output, passed);
  });
}

test('a page that asks Graph itself is answered by the fake', async (t) => {
  const fake = createFakeGraph({ verifyToken: () => ({ ok: true }) });
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { createAccessPackageClient } from 'entra-access-packages';
        const client = createAccessPackageClient({ token: 'a-token' });
        document.querySelector('button').onclick = async () => {
          const { outcome } = await client.create({ displayName: 'sales reps', catalog: { id: '66584aae-98bb-48cc-9458-7bee5d2a6577' } });
          document.querySelector('output').textContent += outcome;
        };`,
      resolveDir: inRoot('tests', 'docs'),
    },
    ...{ bundle: true, splitting: true, format: 'esm', outdir: '/', write: false, logLevel: 'error' },
  });
  const files = new Map(outputFiles.map((file) => [`/${path.basename(file.path)}`, file.contents]));
  const html = '<!doctype html><button>Create</button><output></output><script type="module" src="/stdin.js"></script>';
  const site = await serveSite(files, html, { connect: [fake.graphRoot] });
  t.after(site.close);
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  await routeToFake(page, fake);
  await page.goto(site.origin);
  const press = async (expected) => {
    await page.getByRole('button').click();
    await page.locator('output', { hasText: expected }).waitFor();
  };
  fake.fail({ delivery: 'reset', commit: 'before' });
  await press('adopted');
  assert.equal(fake.accessPackages.filter(({ displayName }) => displayName === 'sales reps').length, 1);
  assert.ok(fake.requests.every(({ headers }) => headers.authorization === 'Bearer …'));
});
