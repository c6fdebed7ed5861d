/**
 * The thread of the servers: the pages with their scripts as brotli, and the fake Graph behind TLS. In a thread of its own,
 * so that what drives the browser does not hold it up. It tells when each request to Graph has arrived.
 */
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import { serveFakeGraph } from 'entra-access-packages/testing';

/** @type {{ files: Map<string, Uint8Array>, tls: { key: string, cert: string } }} */
const { files, tls } = workerData;

// One TLS, one protocol: Microsoft's client gives its token to `https:` only.
const graph = await serveFakeGraph({ tls, protocols: ['http/1.1'] });
const token = graph.fake.issueToken();

/** Lets every header through that a page asks for: the real Graph takes PnPjs's own, the fake knows those of Microsoft's SDK. */
function allowHeaders({ headers }, response) {
  const setHeader = response.setHeader.bind(response);
  const asked = headers['access-control-request-headers'];
  response.setHeader = (name, value) =>
    setHeader(name, name.toLowerCase() === 'access-control-allow-headers' ? (asked ?? value) : value);
}

subscribe('http.server.request.start', (message) => {
  const { request, response } = /** @type {{ request: import('node:http').IncomingMessage, response: any }} */ (
    message
  );
  if (!('encrypted' in request.socket)) return;
  if (request.method === 'OPTIONS') allowHeaders(request, response);
  else parentPort?.postMessage({ arrived: request.method, at: process.hrtime.bigint() });
});

const PAGE = (name) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,"><script type="module" src="/${name}/app.js"></script>`;

const site = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  response.setHeader('Cache-Control', 'no-store');
  const script = files.get(pathname);
  if (script) {
    response.writeHead(200, { 'Content-Type': 'text/javascript', 'Content-Encoding': 'br' }).end(script);
  } else if (pathname.endsWith('/')) {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE(pathname.split('/')[1]));
  } else response.writeHead(404).end();
});
site.listen(0, '127.0.0.1');
await once(site, 'listening');
const { port } = /** @type {import('node:net').AddressInfo} */ (site.address());

parentPort?.on('message', (asked) => {
  if (asked === 'packages') parentPort?.postMessage({ packages: graph.fake.accessPackages });
  // What it holds and has seen is not what is measured.
  if (asked === 'reset') {
    graph.fake.reset();
    parentPort?.postMessage({ isReset: true });
  }
});
parentPort?.postMessage({ origin: `http://127.0.0.1:${port}`, graph: graph.origin, token });
