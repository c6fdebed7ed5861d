/** Serves what an entry built, or starts its own development server. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const START_TIMEOUT_MS = 60_000;

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
};

/** Sources that allow exactly the scripts that stand in this HTML, as a server of such a page would name them. */
function hashesOf(html) {
  const scripts = html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g);
  return [...scripts].map(([, code]) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`);
}

/** The policy that the guide names: WebAssembly needs one word, Graph has to be reachable. */
function policyFor(graphRoot, inlineScripts, html) {
  const inline = inlineScripts ? hashesOf(html) : [];
  return [
    "default-src 'none'",
    ["script-src 'self' 'wasm-unsafe-eval'", ...inline].join(' '),
    `style-src 'self'${inlineScripts ? " 'unsafe-inline'" : ''}`,
    `connect-src 'self' ${graphRoot}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

const listen = (server) =>
  new Promise((resolve, reject) =>
    server.on('error', reject).listen(0, '127.0.0.1', () => resolve(server.address().port)),
  );

/** Serves a folder under the policy. */
export async function serveFolder(root, { graphRoot, inlineScripts = false }) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/favicon.ico') return response.writeHead(204).end();
    const asked = decodeURIComponent(pathname);
    const candidates = asked.endsWith('/') ? [`${asked}index.html`] : [asked, `${asked}.html`];
    for (const candidate of candidates) {
      const file = path.join(root, path.normalize(candidate));
      const body = await readFile(file).catch(() => undefined);
      if (!body) continue;
      const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
      const headers = { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff' };
      response.writeHead(200, {
        ...headers,
        'Content-Security-Policy': policyFor(
          graphRoot,
          inlineScripts,
          type.startsWith('text/html') ? String(body) : '',
        ),
      });
      return response.end(body);
    }
    return response.writeHead(404).end();
  });
  const port = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    output: () => '',
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function freePort() {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts the command of a server and waits until it answers. */
export async function startServer([command, ...args], { folder, env }) {
  const port = await freePort();
  const child = spawn(
    command,
    args.map((arg) => arg.replace('{port}', String(port))),
    { cwd: folder, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  let output = '';
  let ended = false;
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  child.on('error', (error) => (output += error.message));
  child.on('close', () => (ended = true));
  const kill = () => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // Nothing of it is left.
    }
  };
  if (child.pid !== undefined) process.on('exit', kill);
  const close = async () => {
    if (child.pid === undefined) return;
    kill();
    process.off('exit', kill);
  };
  const origin = `http://localhost:${port}`;
  const until = performance.now() + START_TIMEOUT_MS;
  while (
    !(await fetch(origin).then(
      () => true,
      () => false,
    ))
  ) {
    if (ended || child.pid === undefined || performance.now() > until) {
      await close();
      throw new Error(`${command} serves nothing\n${output}`);
    }
    await sleep(100);
  }
  return { origin, output: () => output, close };
}
