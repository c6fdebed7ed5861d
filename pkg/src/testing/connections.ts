/** The connections that the server has accepted: which request came on which, and how to drop them. */
import type { Carrier } from './answer.js';
import type { NodeRequest, NodeServer, NodeSocket } from './node-net.js';

/** A connection that is open. */
export interface Connection {
  /** Drops it with a TCP reset. */
  reset(): void;
  /** Ends it. */
  end(): void;
}

export interface Connections {
  /** How many were accepted so far. */
  count(): number;
  /** The connection of a request, on which one more request has come; nothing when it is gone already. */
  take(request: NodeRequest): { connection: Connection; carrier: Carrier } | undefined;
  endAll(): void;
}

/** Watches a server. Under TLS a request shows another socket than the one that was accepted; their ends are the same. */
export function watchConnections(server: NodeServer): Connections {
  const open = new Map<string, { socket: NodeSocket; ordinal: number; requests: number }>();
  let accepted = 0;
  server.on('connection', (socket) => {
    accepted += 1;
    const end = endOf(socket);
    open.set(end, { socket, ordinal: accepted, requests: 0 });
    socket.on('close', () => open.delete(end));
    // A client that hangs up in the middle is its own affair.
    socket.on('error', () => {});
  });
  return {
    count: () => accepted,
    take(request) {
      const found = open.get(endOf(request.socket));
      if (!found) return undefined;
      const { socket } = found;
      const { httpVersion } = request;
      const carrier = { connection: found.ordinal, reused: found.requests > 0, httpVersion };
      found.requests += 1;
      return { connection: { reset: () => socket.resetAndDestroy(), end: () => socket.destroy() }, carrier };
    },
    endAll() {
      for (const { socket } of open.values()) socket.destroy();
    },
  };
}

function endOf({ remoteAddress, remotePort }: NodeRequest['socket']): string {
  return `${remoteAddress} ${remotePort}`;
}
