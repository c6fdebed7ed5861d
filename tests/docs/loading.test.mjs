/** The guide to loading: its figures are those of the built files, its texts those of the errors, and what it shows is loaded in a page. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { build as viteBuild } from 'vite';
import { measure, sizesIn, tableIn } from '../../scripts/build/sizes-table.mjs';
import { isPublishedBuild } from '../../scripts/build/wasm.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { launchBrowser } from '../e2e/harness.mjs';
import { extractBlocks } from '../readme/blocks.mjs';
import { serveSite } from '../readme/site.mjs';

/** How far a figure may be from the truth: that of any change would have to be written down otherwise. */
const TOLERANCE = 0.02;

const PAGE_MS = 30_000;
const WASM = '/assets/entra_access_packages.wasm';

const guide = readFileSync(inRoot('docs', 'loading.md'), 'utf8');
const readme = readFileSync(inRoot('README.md'), 'utf8');

/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  browser = await launchBrowser();
});

after(() => browser?.close());

/** Whether a figure says how large something is. It is written with two digits at least. */
function assertNear(told, size, what) {
  const rounding = told < 10 ? 0.05 : 0.5;
  const isNear = Math.abs(told - size) <= size * TOLERANCE + rounding;
  assert.ok(isNear, `${what} is ${size.toFixed(1)} kB, not ${told}: npm run sizes writes the table`);
}

test('the sizes are those of the built files', async (t) => {
  if (!(await isPublishedBuild())) return t.skip('a plain build is larger than what is published');
  const built = await measure(inRoot('pkg', 'dist'));
  const told = sizesIn(tableIn(guide));
  assert.deepEqual([...told.keys()], [...built.keys()]);
  for (const [name, sizes] of told) {
    for (const [how, size] of Object.entries(sizes)) assertNear(size, built.get(name)[how], `${name}, ${how},`);
  }
  for (const [name, pattern] of Object.entries({
    'index.js': /About (\d+) kB by brotli/,
    'slim.js': /leaves it out \((\d+) kB by brotli\)/,
    'bulk.js': /for many at once \((\d+) kB\)/,
  })) {
    const [, size] = readme.match(pattern) ?? assert.fail(`the README does not tell the size of ${name}`);
    assertNear(Number(size), built.get(name).brotli, `${name} in the README`);
  }
});

test('the texts are those of the errors', () => {
  const code = readFileSync(inRoot('pkg', 'dist', 'slim.js'), 'utf8').replaceAll("\\'", "'");
  const [, section] = guide.split('## When it fails');
  const texts = [...section.matchAll(/^\| `\w+` \| _(.+)_ \|/gm)].map(([, text]) => text);
  assert.ok(texts.length >= 12, `${texts.length}`);
  for (const text of texts) assert.ok(code.includes(text), text);
});

/** Opens a page. @returns {Promise<string>} what its `output` says in the end */
async function open(t, files, html) {
  const site = await serveSite(files, html);
  t.after(site.close);
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(PAGE_MS);
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error.stack)));
  await page.goto(site.origin);
  const output = page.locator('output', { hasText: /./ });
  await output.waitFor().catch((error) => assert.fail([error.message, ...said].join('\n')));
  // Chromium complains of what was preloaded for nothing, a few seconds after the page has loaded.
  if (html.includes('preload')) await page.waitForTimeout(5_000);
  assert.deepEqual(said, []);
  return { text: await output.textContent(), asked: site.asked };
}

test('what is preloaded is what init() gets: the file is asked for once', async (t) => {
  const { code } = extractBlocks(guide).find(({ language, code }) => language === 'html' && code.includes('preload'));
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { init, validateAccessPackage } from 'entra-access-packages/slim';
        await init(fetch('${WASM}'));
        document.querySelector('output').textContent = validateAccessPackage({}).issues.length;`,
      resolveDir: inRoot('tests', 'docs'),
    },
    ...{ bundle: true, format: 'esm', write: false, logLevel: 'error' },
  });
  const files = new Map([
    ['/page.js', outputFiles[0].contents],
    [WASM, readFileSync(inRoot('pkg', 'dist', 'entra_access_packages.wasm'))],
  ]);
  const html = `<!doctype html><title>page</title>${code}<output></output><script type="module" src="/page.js"></script>`;
  const { text, asked } = await open(t, files, html);
  assert.equal(text, '2');
  assert.deepEqual(
    asked.filter((path) => path === WASM),
    [WASM],
  );
});

test('the slim entry in Vite', async (t) => {
  const { output } = await viteBuild({
    root: inRoot('tests', 'docs', 'vite'),
    configFile: false,
    logLevel: 'error',
    build: { write: false, target: 'es2022' },
  });
  const files = new Map(output.map((file) => [`/${file.fileName}`, Buffer.from(file.code ?? file.source)]));
  const wasm = [...files.keys()].filter((name) => name.endsWith('.wasm'));
  assert.equal(wasm.length, 1);
  const { text, asked } = await open(t, files, String(files.get('/index.html')));
  assert.equal(text, 'created');
  assert.ok(asked.includes(wasm[0]), 'the file was not fetched');
});
