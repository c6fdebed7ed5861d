/** The fake behind real sockets, on which a browser's every request takes a fresh connection or reuses the last. */
import http2 from 'node:http2';
import https from 'node:https';
import { serveFakeGraph } from 'entra-access-packages/testing';

/** Ends each connection after its first answer, which `Connection: close` or a GOAWAY announces. */
function endAfterAnswer(server) {
  server.on('request', (_request, response) => {
    response.shouldKeepAlive = false;
  });
  server.on('stream', ({ session }) => session?.close());
}

/**
 * As `serveFakeGraph`, over TLS, with one protocol.
 *
 * A preflight and a look go before each create, so that a create comes on a fresh connection only when no connection
 * is kept. The fake has no such option; its server is taken hold of as it is made.
 *
 * @param {import('entra-access-packages/testing').FakeGraphServerOptions & { protocol: 'h2' | 'http/1.1', keepAlive: boolean }} options
 */
export async function serve({ protocol, keepAlive, ...options }) {
  const originals = [https.createServer, http2.createSecureServer];
  const wrap =
    (create) =>
    (...args) => {
      const server = create(...args);
      if (!keepAlive) endAfterAnswer(server);
      return server;
    };
  [https.createServer, http2.createSecureServer] = originals.map(wrap);
  // The server is made before the first `await`.
  const served = serveFakeGraph({ ...options, protocols: [protocol] });
  [https.createServer, http2.createSecureServer] = originals;
  return served;
}
