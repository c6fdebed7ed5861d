/** A site of one page, which imports the package as it is published, and posts what it found when it has come to its end. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const read = (path) => readFile(new URL(path, import.meta.url));

/**
 * @param {{ script: URL, settings?: unknown, modules?: Record<string, URL> }} options `script`: the page's module;
 * `settings`: what it gets as `/settings.json`; `modules`: further modules by their path
 */
export async function serveSite({ script, settings = {}, modules = {} }) {
  const html = '<!doctype html><title>sockets</title><script type="module" src="/page.mjs"></script>';
  const files = {
    '/': ['text/html', html],
    '/page.mjs': ['text/javascript', await readFile(script)],
    '/support.mjs': ['text/javascript', await read('page-support.mjs')],
    '/dist/index.js': ['text/javascript', await read('../../pkg/dist/index.js')],
    '/dist/bulk.js': ['text/javascript', await read('../../pkg/dist/bulk.js')],
    '/dist/testing.js': ['text/javascript', await read('../../pkg/dist/testing.js')],
    '/settings.json': ['application/json', JSON.stringify(settings)],
  };
  for (const [path, file] of Object.entries(modules)) files[path] = ['text/javascript', await readFile(file)];
  let told;
  /** Settles with what the page posts. */
  const end = new Promise((resolve) => {
    told = resolve;
  });
  const server = createServer(async (request, response) => {
    if (request.method === 'POST' && request.url === '/end') {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      told(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(204).end();
      return;
    }
    const [type, body] = files[request.url ?? ''] ?? [];
    response.writeHead(body ? 200 : 404, { 'Content-Type': type ?? 'text/plain' });
    response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    end,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
