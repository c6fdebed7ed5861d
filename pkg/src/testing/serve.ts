/** `serveFakeGraph`: the fake behind a real socket, in Node. */
import { type Answer, type Delivery, graphJson, type ServiceRequest } from './answer.js';
import { control, isControl } from './control.js';
import { type Core, createCore } from './core.js';
import { openFake } from './fake-graph.js';
import { getNodeHttp, type NodeRequest, type NodeResponse, type NodeServer } from './node-http.js';
import type { FakeGraph, FakeGraphServer, FakeGraphServerOptions } from './types.js';

const maxBodyBytes = 8 * 1024 * 1024;
const hosts: readonly string[] = ['127.0.0.1', '::1', 'localhost'];
const loopbackHost = /^(?:127\.0\.0\.1|\[::1\]|(?:[a-z0-9-]+\.)*localhost)(?::\d{1,5})?$/i;

/**
 * Serves an entitlement management service over HTTP on a loopback address, for browsers and for other processes.
 * Pages of any origin may call it, as they may call Graph.
 *
 * @param options - How the fake behaves and where it listens.
 * @throws TypeError where an option is wrong; Error outside Node, or where the port cannot be had.
 * @example
 * ```js
 * const server = await serveFakeGraph({ port: 8787, control: true });
 * const client = createAccessPackageClient({ graphRoot: server.origin, token: server.fake.issueToken() });
 * await server.close();
 * ```
 */
export async function serveFakeGraph(options: FakeGraphServerOptions = {}): Promise<FakeGraphServer> {
  const { host = '127.0.0.1', port = 0, control: controlled = false, ...fakeOptions } = options;
  if (!hosts.includes(host)) throw new TypeError(`"host" must be one of ${hosts.join(', ')}.`);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new TypeError('"port" must be 0 to 65535.');
  if ('graphRoot' in fakeOptions) throw new TypeError('"graphRoot" is where the server listens; it cannot be chosen.');
  const core = createCore(fakeOptions);

  let fake: FakeGraph | undefined;
  const server = getNodeHttp().createServer((request, response) => {
    void respond(request, response, core, controlled ? fake : undefined);
  });
  // Longer than a test takes: a connection that ends just as a client reuses it is a fault nobody asked for.
  server.keepAliveTimeout = 600_000;
  const origin = `http://${host === '::1' ? '[::1]' : host}:${await listen(server, port, host)}`;
  fake = openFake(core, origin);

  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return closed;
  };
  return { origin, fake, close };
}

function listen(server: NodeServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address.port);
      else reject(new Error('The server has no port.'));
    });
  });
}

/** Answers one request of the socket, whatever is in it. */
async function respond(
  request: NodeRequest,
  response: NodeResponse,
  core: Core,
  controlled?: FakeGraph,
): Promise<void> {
  // A client that hangs up in the middle is its own affair.
  response.on('error', () => {});
  try {
    const read = await readRequest(request);
    if ('refusal' in read) return send(response, { kind: 'whole', answer: read.refusal });
    const { method, url, body } = read;
    if (controlled && isControl(url.pathname)) {
      const call = { method, path: url.pathname, body, origin: read.headers.get('Origin') };
      return send(response, { kind: 'whole', answer: control(controlled, call) });
    }
    return send(response, await core.exchange.run(read));
  } catch {
    // Nothing was read to the end, or the connection is gone: there is nobody to tell.
    response.socket?.destroy();
  }
}

async function readRequest(request: NodeRequest): Promise<ServiceRequest | { refusal: Answer }> {
  const headers = new Headers();
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    headers.append(request.rawHeaders[i] ?? '', request.rawHeaders[i + 1] ?? '');
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    // What is too much is read all the same, so that the client gets to see the answer.
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  if (size > maxBodyBytes) return { refusal: refuse(413, 'The request body is too large for the fake.') };

  const host = headers.get('Host') ?? '';
  // A name that only resolves to this machine is somebody's page in disguise (DNS rebinding).
  if (!loopbackHost.test(host)) return { refusal: refuse(421, 'The fake answers on loopback names only.') };
  // The links in answers have to lead back to the name that the caller used.
  const target = `http://${host}${request.url ?? ''}`;
  if (!request.url?.startsWith('/') || !URL.canParse(target)) {
    return { refusal: refuse(400, 'The request URL is not valid.') };
  }
  const body = decode(chunks, Math.min(size, maxBodyBytes));
  if (body === undefined) return { refusal: refuse(400, 'The request body is not UTF-8.') };
  return { method: request.method ?? 'GET', url: new URL(target), headers, body };
}

function decode(chunks: readonly Uint8Array[], size: number): string | undefined {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function refuse(status: number, message: string): Answer {
  const body = JSON.stringify({ error: { code: 'BadRequest', message } });
  return { status, headers: [['Content-Type', graphJson]], body };
}

/** Puts a delivery on the wire. */
function send(response: NodeResponse, delivery: Delivery): void {
  if (delivery.kind === 'hang') return;
  if (delivery.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const { answer, kind } = delivery;
  response.statusCode = answer.status;
  response.sendDate = false;
  for (const [name, values] of grouped(answer)) response.setHeader(name, values);
  if (answer.body === null) {
    response.end();
    return;
  }
  const bytes = new TextEncoder().encode(answer.body);
  response.setHeader('Content-Length', String(bytes.length));
  if (kind === 'whole') {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
    if (kind === 'cut') response.socket?.destroy();
  });
}

/** Header lines by name, because Node takes lines that repeat together. */
function grouped(answer: Answer): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const [name, value] of answer.headers) {
    const key = name.toLowerCase();
    lines.set(key, [...(lines.get(key) ?? []), value]);
  }
  return lines;
}
