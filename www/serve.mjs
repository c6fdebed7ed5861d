/** Serves the built portal on loopback, with the headers under which it is meant to run. */
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectSources, contentSecurityPolicy } from './csp.mjs';

// Vite's own preview server was not used: it ends the whole process when it gets SIGTERM or its standard input
// ends, and its answers for missing files come without our headers.

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Serves `www/dist`, which has to be built before.
 *
 * @param {object} [options]
 * @param {number} [options.port] the port; 0, the default, takes a free one
 * @param {'localhost' | '127.0.0.1' | '::1'} [options.host] the loopback host to listen on. Default: `localhost`
 * @param {Parameters<typeof connectSources>[0]} [options.portalConfig] what `/portal.json` says
 * @param {string} [options.reportUri] where breaches of the policy are reported
 * @param {string | URL} [options.root] the folder to serve
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function servePortal({
  port = 0,
  host = 'localhost',
  portalConfig = {},
  reportUri,
  root = new URL('./dist/', import.meta.url),
} = {}) {
  if (!LOOPBACK.includes(host.includes(':') ? `[${host}]` : host))
    throw new TypeError(`${host} is not a loopback host`);
  const files = await readFiles(fileURLToPath(root));
  if (!files.has('/index.html')) throw new Error('the portal is not built: www/dist has no index.html');
  files.set('/', files.get('/index.html'));
  files.set('/portal.json', { body: Buffer.from(JSON.stringify(portalConfig)), type: TYPES['.json'], lasting: false });
  const headers = securityHeaders(contentSecurityPolicy({ connect: connectSources(portalConfig), reportUri }));
  const server = createServer((request, response) => answer(files, headers, request, response));
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, resolve);
  });
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    origin: `http://${name}:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function securityHeaders(policy) {
  return {
    'Content-Security-Policy': policy,
    // The window in which MSAL.js signs in belongs to another origin.
    'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}

/** Reads every file under a folder. They are few and small, and a lookup by whole path cannot leave the folder. */
async function readFiles(root) {
  const files = new Map();
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = `${entry.parentPath ?? entry.path}${sep}${entry.name}`;
    const url = `/${relative(root, path).split(sep).join('/')}`;
    files.set(url, {
      body: await readFile(path),
      type: TYPES[extname(entry.name)] ?? 'application/octet-stream',
      // Vite puts a hash of the content into the names of what is in there.
      lasting: url.startsWith('/assets/'),
    });
  }
  return files;
}

function answer(files, headers, { method, url, headers: { host = '' } }, response) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const refuse = (status, more = {}) => {
    response.writeHead(status, { 'Content-Type': TYPES['.txt'], ...more });
    response.end(`${status}\n`);
  };
  // A foreign name that resolves to this machine must not read the page.
  if (!LOOPBACK.includes(host.replace(/:\d+$/, ''))) return refuse(421);
  if (method !== 'GET' && method !== 'HEAD') return refuse(405, { Allow: 'GET, HEAD' });
  const file = files.get(url.split('?')[0]);
  if (!file) return refuse(404);
  response.writeHead(200, {
    'Content-Type': file.type,
    'Content-Length': file.body.length,
    'Cache-Control': file.lasting ? 'public, max-age=31536000, immutable' : 'no-store',
  });
  response.end(method === 'HEAD' ? undefined : file.body);
}
