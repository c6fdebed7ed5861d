/** The part of `node:http` that the server uses, and the way to it that bundlers for browsers do not see. */

export interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string;
  readonly url?: string;
  readonly rawHeaders: readonly string[];
}

export interface NodeSocket {
  destroy(): void;
  /** Drops the connection with a TCP reset, as a failing gateway does. */
  resetAndDestroy(): void;
}

export interface NodeResponse {
  statusCode: number;
  sendDate: boolean;
  readonly socket: NodeSocket | null;
  setHeader(name: string, value: string | readonly string[]): void;
  write(chunk: Uint8Array, sent?: () => void): void;
  end(chunk?: Uint8Array): void;
  on(event: 'error', listener: (error: unknown) => void): void;
}

export interface NodeServer {
  keepAliveTimeout: number;
  on(event: 'error', listener: (error: unknown) => void): void;
  listen(port: number, host: string, listening: () => void): void;
  address(): { port: number } | string | null;
  close(closed: () => void): void;
  closeAllConnections(): void;
}

export interface NodeHttp {
  createServer(listener: (request: NodeRequest, response: NodeResponse) => void): NodeServer;
}

/** `node:http`, without an import that would keep this entry out of browsers. */
export function getNodeHttp(): NodeHttp {
  const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } };
  const http = process?.getBuiltinModule?.('node:http');
  if (!http) throw new Error('serveFakeGraph needs Node 20.16 or later. Elsewhere, use createFakeGraph().');
  return http as NodeHttp;
}
