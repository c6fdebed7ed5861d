/** Runs a program in a page of Chromium: bundled as a portal would be, served under the policy that the README names. */
import { createServer } from 'node:http';
import path from 'node:path';
import { after } from 'node:test';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { contentSecurityPolicy } from '../../www/csp.mjs';

/** How long a program may take, in milliseconds. */
const TIMEOUT_MS = 60_000;

/** @type {Promise<import('playwright-core').Browser> | undefined} */
let browser;

function launch() {
  browser ??= chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  return browser;
}

after(async () => (await browser)?.close());

/**
 * Bundles a program and the network that it is given.
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
  return new Map(outputFiles.map(({ path: name, contents }) => [`/${path.basename(name)}`, Buffer.from(contents)]));
}

/** Serves the files, and a page with nothing in it. */
async function serve(files) {
  const policy = contentSecurityPolicy();
  const server = createServer(({ url }, response) => {
    // What a browser asks for by itself.
    if (url === '/favicon.ico') return response.writeHead(204).end();
    const script = files.get(url);
    if (url !== '/' && !script) return response.writeHead(404).end();
    const type = script ? 'text/javascript' : 'text/html';
    response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8`, 'Content-Security-Policy': policy });
    return response.end(script ?? '<!doctype html><title>page</title><main></main>');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/**
 * Runs the program to its end. Rejects with what it threw, what the policy forbade, and errors that nobody caught.
 *
 * @param {string} folder a project that has installed the package
 * @param {string} file
 */
export async function runInPage(folder, file) {
  const server = await serve(await bundle(folder, file));
  const context = await (await launch()).newContext();
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
