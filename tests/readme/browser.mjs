/** Runs a program in a page of Chromium: bundled as a portal would be, served under the policy that the README names. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after } from 'node:test';
import { build } from 'esbuild';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { launchBrowser } from '../e2e/harness.mjs';
import { serveSite } from './site.mjs';

/** What a portal with the slim entry serves beside its scripts. */
const WASM = inRoot('pkg', 'dist', 'entra_access_packages.wasm');

/** How long a program may take, in milliseconds. */
const TIMEOUT_MS = 60_000;

/** @type {Promise<import('playwright-core').Browser> | undefined} */
let browser;

after(async () => (await browser?.catch(() => undefined))?.close());

/**
 * Bundles a program and the network that it is given, and lays the WebAssembly beside them.
 *
 * @returns {Promise<Map<string, Buffer>>} the files by their path below the origin
 */
async function bundle(folder, file) {
  const { outputFiles } = await build({
    stdin: {
      contents: `import './fake-network.mjs'; export const ended = import(${JSON.stringify(`./${file}`)});`,
      resolveDir: folder,
    },
    absWorkingDir: folder,
    outdir: '/',
    entryNames: 'program',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  const scripts = outputFiles.map(({ path: name, contents }) => [`/${path.basename(name)}`, Buffer.from(contents)]);
  return new Map([...scripts, ['/assets/entra_access_packages.wasm', await readFile(WASM)]]);
}

/**
 * Runs the program to its end. Rejects with what it threw, what the policy forbade, and errors that nobody caught.
 *
 * @param {string} folder a project that has installed the package
 * @param {string} file
 */
export async function runInPage(folder, file) {
  // First, so that nothing is left open where there is no browser: what is served would keep the tests from ending.
  browser ??= Promise.resolve().then(launchBrowser);
  const context = await (await browser).newContext();
  const server = await serveSite(await bundle(folder, file));
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    const problems = [];
    page.on('pageerror', (error) => problems.push(error.stack ?? error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(server.origin);
    const thrown = await page.evaluate(async () => {
      try {
        // The program's own promise: it has ended when its last statement has.
        const { ended } = await import(/** @type {any} */ ('/program.js'));
        await ended;
        return undefined;
      } catch (error) {
        return String(error?.stack ?? error);
      }
    });
    if (thrown) problems.unshift(thrown);
    if (problems.length > 0) throw new Error(problems.join('\n'));
  } finally {
    await context.close();
    server.close();
  }
}
