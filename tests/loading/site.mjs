/** A web server with a folder for each case, in which something is wrong until it is mended. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

/** What a server says that answers every path with its start page, as those of single-page apps do. */
const START_PAGE = '<!doctype html><title>portal</title><p>Not what was asked for.</p>';

/** What may be wrong with a file. */
const FAULTS = {
  missing: (response) => response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found'),
  startPage: (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(START_PAGE),
  cut(response, content, type) {
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': content.length });
    response.write(content.subarray(0, content.length / 2), () => response.destroy());
  },
  /** Not a fault: the bytes are right. */
  untyped: (response, content) => response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(content),
};

/**
 * @typedef {object} Place
 * @property {string} [policy] the Content-Security-Policy, instead of the strict one
 * @property {(folder: string) => string} [wrongPolicy] the same while it is wrong
 * @property {Record<string, keyof typeof FAULTS>} [faults] what is wrong with which files
 */

/** What the README asks for and nothing else; no Trusted Types policy may be made. */
export const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";

/** The fake as a script, which it is not published as. */
async function fakeAsScript() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../pkg/dist/testing.js', import.meta.url))],
    ...{ bundle: true, format: 'iife', globalName: 'EntraAccessPackagesTesting', write: false, platform: 'browser' },
  });
  return Buffer.from(outputFiles[0].contents);
}

const page = (name) => `<!doctype html><title>${name}</title><script type="module" src="page.mjs"></script>`;

/** @param {Record<string, Place>} places by the names of their cases */
export async function serveSite(places) {
  const mended = new Set();
  const made = { 'dist/testing.global.js': await fakeAsScript() };
  const server = createServer(async ({ url, method }, response) => {
    const { pathname } = new URL(url, 'http://site');
    const [, name, ...rest] = pathname.split('/');
    const place = places[name];
    if (!place) return response.writeHead(404).end();
    const file = rest.join('/');
    if (method === 'POST') {
      mended.add(name);
      return response.writeHead(204).end();
    }
    const isWrong = !mended.has(name);
    // A page without an origin of its own may only import what everybody may.
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cache-Control', 'no-store');
    const policy = (isWrong && place.wrongPolicy?.(`${origin()}/${name}`)) || place.policy || POLICY;
    // Workers have the policy of their own file.
    response.setHeader('Content-Security-Policy', policy);
    if (file === '') return response.writeHead(200, { 'Content-Type': 'text/html' }).end(page(name));
    const type = TYPES[path.extname(file)];
    const folder = file.startsWith('dist/') ? '../../pkg/' : '';
    const content = made[file] ?? (await readFile(new URL(folder + file, import.meta.url)).catch(() => undefined));
    if (!content) return response.writeHead(404).end();
    const fault = isWrong && place.faults?.[file];
    if (fault) return FAULTS[fault](response, content, type);
    response.writeHead(200, { 'Content-Type': type }).end(content);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = () => `http://127.0.0.1:${server.address().port}`;
  return {
    origin: origin(),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
