/** Serves a few files and a page with nothing in it, under the policy that the README names. */
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { contentSecurityPolicy } from '../../www/csp.mjs';

const TYPES = { '.js': 'text/javascript; charset=utf-8', '.wasm': 'application/wasm' };

/**
 * @param {Map<string, Uint8Array>} files scripts and WebAssembly, by their path below the origin
 * @param {string} [html] the page. Default: an empty one
 * @param {Parameters<typeof contentSecurityPolicy>[0]} [allowed] what the policy allows besides
 * @returns {Promise<{ origin: string, asked: string[], close: () => void }>} `asked`: the paths, in their order
 */
export async function serveSite(files, html = '<!doctype html><title>page</title><main></main>', allowed = {}) {
  const policy = contentSecurityPolicy(allowed);
  const asked = [];
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://site');
    // What a browser asks for by itself.
    if (pathname === '/favicon.ico') return response.writeHead(204).end();
    asked.push(pathname);
    const file = pathname === '/' ? html : files.get(pathname);
    if (file === undefined) return response.writeHead(404).end();
    const type = TYPES[extname(pathname)] ?? 'text/html; charset=utf-8';
    response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': policy });
    return response.end(file);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { origin: `http://127.0.0.1:${port}`, asked, close: () => server.close() };
}
