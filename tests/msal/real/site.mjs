/** Serves the page, bundled with one edition of MSAL.js, under a strict policy, and hears what it says. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { contentSecurityPolicy } from '../../../www/csp.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json' };

const BUTTONS = [
  ['create', 'Create'],
  ['start', 'Start'],
  ['resume', 'Resume'],
];
const HTML = `<!doctype html><html lang="en"><title>Portal</title><link rel="icon" href="data:,">
${BUTTONS.map(([id, name]) => `<button id="${id}">${name}</button>`).join('')}
<script type="module" src="/page.js"></script>`;

/**
 * @typedef {object} Edition
 * @property {string} edition the name under which that edition of MSAL.js is installed
 * @property {boolean} hasBridge whether windows have to hand their answer over, as from MSAL.js 5 on
 * @property {string} [page] the page, without `.mjs`. Default: the one without a framework
 * @property {boolean} [evaluates] whether the page's framework makes code when it runs, as Angular's compiler does
 */

/**
 * Bundles the page.
 *
 * @param {Edition} edition
 */
async function bundle({ edition, page = 'page', hasBridge }) {
  const { outputFiles } = await build({
    entryPoints: {
      page: path.join(here, `${page}.mjs`),
      ...(hasBridge && { 'return-5': path.join(here, 'return-5.mjs') }),
    },
    define: { 'process.env.NODE_ENV': '"production"' },
    alias: edition === '@azure/msal-browser' ? {} : { '@azure/msal-browser': edition },
    outdir: '/',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  return new Map(outputFiles.map(({ path: name, contents }) => [`/${path.basename(name)}`, Buffer.from(contents)]));
}

/**
 * Starts the site on a free port.
 *
 * @param {Edition} edition
 */
export async function serveSite({ hasBridge, evaluates = false, ...edition }) {
  const files = await bundle({ hasBridge, ...edition });
  const bridge = hasBridge ? '<script type="module" src="/return-5.js"></script>' : '';
  files.set('/', Buffer.from(HTML));
  files.set('/return.html', Buffer.from(`<!doctype html><title>Signed in</title>${bridge}`));
  /** @type {object[]} */
  const said = [];
  let policy;
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://any.example');
    if (pathname === '/said') {
      said.push(JSON.parse(await text(request)));
      return response.writeHead(204).end();
    }
    const file = files.get(pathname);
    if (!file) return response.writeHead(404).end();
    response.writeHead(200, {
      'Content-Type': `${TYPES[path.extname(pathname)] ?? 'text/html'}; charset=utf-8`,
      'Content-Security-Policy': policy,
      // MSAL.js 4 looks into its window, which this would cut off at its return.
      ...(pathname !== '/return.html' && { 'Cross-Origin-Opener-Policy': 'same-origin-allow-popups' }),
    });
    return response.end(file);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://localhost:${server.address().port}`,
    said,
    /** What the page reads, and whom it may ask. */
    configure(settings) {
      files.set('/settings.json', Buffer.from(JSON.stringify(settings)));
      const strict = contentSecurityPolicy({ connect: [settings.graphRoot, settings.authority] });
      policy = strict.replace("img-src 'self'", "img-src 'self' data:");
      if (evaluates)
        policy = policy.replace("'wasm-unsafe-eval'", "'unsafe-eval'").replace(/; [^;]*trusted-types[^;]*/g, '');
    },
    /**
     * Waits until the page says something of this kind, and takes it and all before it away.
     *
     * @param {string} what
     * @param {(each: any) => boolean} [fits]
     */
    async hear(what, fits = () => true) {
      for (const end = Date.now() + 30_000; Date.now() < end; await sleep(20)) {
        const at = said.findIndex((each) => each.what === what && fits(each));
        if (at >= 0) return said.splice(0, at + 1).at(-1);
      }
      throw new Error(`the page did not say "${what}", but ${JSON.stringify(said)}`);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
