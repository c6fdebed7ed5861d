/** `serveFakeGraph`: the fake behind a real socket, in Node. */
import { requireKeys, requireOneOf, requireThat } from './checks.js';
import { type Connections, watchConnections } from './connections.js';
import { control, isControl } from './control.js';
import { type Core, createCore } from './core.js';
import { openFake } from './fake-graph.js';
import { createNodeServer, type NodeRequest, type NodeResponse, type NodeServer } from './node-net.js';
import type { FakeGraphServer, FakeGraphServerOptions, ServerProtocol } from './server-types.js';
import type { FakeGraph } from './types.js';
import { internalError, readWire, sendWire } from './wire.js';

const hosts = ['127.0.0.1', '::1', 'localhost'] as const;
const known = ['h2', 'http/1.1'] satisfies ServerProtocol[];

/**
 * Serves an entitlement management service over HTTP on a loopback address, for browsers and for other processes.
 * Pages of any origin may call it, as they may call Graph.
 *
 * @param options - How the fake behaves, and where and how it listens.
 * @throws `TypeError` where an option is wrong; `Error` outside Node, or where the port cannot be had.
 * @example
 * ```js
 * const server = await serveFakeGraph({ port: 8787, control: true });
 * const client = createAccessPackageClient({ graphRoot: server.origin, token: server.fake.issueToken() });
 * await server.close();
 * ```
 */
export async function serveFakeGraph(options: FakeGraphServerOptions = {}): Promise<FakeGraphServer> {
  const { host = '127.0.0.1', port = 0, control: controlled = false, ...others } = options;
  const { tls, protocols, keepAlive = true, ...fakeOptions } = others;
  requireOneOf(host, '"host"', hosts);
  requireThat(Number.isInteger(port) && port >= 0 && port <= 65_535, '"port" must be 0 to 65535.');
  requireThat(typeof keepAlive === 'boolean', '"keepAlive" must be true or false.');
  requireThat(!('graphRoot' in fakeOptions), '"graphRoot" is where the server listens; it cannot be chosen.');
  const offered = readProtocols(tls, protocols);
  const core = createCore(fakeOptions);
  const scheme = tls ? 'https' : 'http';

  const server = createNodeServer(tls, offered, (request, response) => {
    if (!keepAlive) endAfterAnswer(response);
    void respond(request, response);
  });
  const connections = watchConnections(server);
  const respond = createResponder(core, connections, scheme, () => (controlled ? fake : undefined));
  // Longer than a test takes: a connection that ends just as a client reuses it is a fault nobody asked for.
  server.keepAliveTimeout = 600_000;
  const origin = `${scheme}://${host === '::1' ? '[::1]' : host}:${await listen(server, port, host)}`;
  const fake = openFake(core, origin);

  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= new Promise((resolve) => {
      server.close(() => resolve());
      connections.endAll();
    });
    return closed;
  };
  return {
    origin,
    fake,
    get connections() {
      return connections.count();
    },
    close,
  };
}

function readProtocols(
  tls: FakeGraphServerOptions['tls'],
  protocols: readonly ServerProtocol[] = tls ? known : ['http/1.1'],
): readonly ServerProtocol[] {
  if (tls !== undefined) {
    requireKeys(tls, '"tls"', ['key', 'cert']);
    const areTexts = typeof tls.key === 'string' && typeof tls.cert === 'string';
    requireThat(areTexts, '"tls" must have "key" and "cert" in PEM.');
  }
  requireThat(Array.isArray(protocols) && protocols.length > 0, '"protocols" must be an array of at least one.');
  for (const each of protocols) requireOneOf(each, 'Each of "protocols"', known);
  requireThat(tls || !protocols.includes('h2'), '"protocols" may have h2 only with "tls".');
  return protocols;
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

/** Announces that the connection ends behind this answer. */
function endAfterAnswer(response: NodeResponse): void {
  if (response.stream) response.stream.session?.close();
  else response.setHeader('connection', 'close');
}

/** Makes what answers the requests of the sockets, whatever is in them. */
function createResponder(
  core: Core,
  connections: Connections,
  scheme: 'http' | 'https',
  steered: () => FakeGraph | undefined,
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  return async (request, response) => {
    // A client that hangs up in the middle is its own affair.
    response.on('error', () => {});
    const { connection, carrier } = connections.take(request) ?? {};
    try {
      const read = await readWire(request, scheme);
      if ('refusal' in read) return sendWire(response, { kind: 'whole', answer: read.refusal }, connection);
      const { method, url, body, headers } = read;
      const fake = steered();
      if (fake && isControl(url.pathname)) {
        const call = { method, path: url.pathname, body, origin: headers.get('Origin') };
        return sendWire(response, { kind: 'whole', answer: control(fake, call, connections.count()) }, connection);
      }
      return sendWire(response, await core.exchange.run({ ...read, ...(carrier && { carrier }) }), connection);
    } catch {
      // Nothing was read to the end, or the connection is gone: there is nobody to tell.
      if (response.stream) response.stream.close(internalError);
      else connection?.end();
    }
  };
}
