/** The parts of Node's servers that the fake uses, and the way to them that bundlers for browsers do not see. */

export interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string;
  readonly url?: string;
  readonly httpVersion: string;
  readonly rawHeaders: readonly string[];
  readonly socket: { readonly remoteAddress?: string; readonly remotePort?: number };
  /** Whether the whole body was received. */
  readonly complete: boolean;
}

/** A TCP connection. */
export interface NodeSocket {
  readonly remoteAddress?: string;
  readonly remotePort?: number;
  destroy(): void;
  /** Drops the connection with a TCP reset, as a failing gateway does. */
  resetAndDestroy(): void;
  on(event: 'close' | 'error', listener: () => void): void;
}

/** A request's stream in an HTTP/2 connection. */
export interface NodeStream {
  readonly session?: {
    ping(answered: () => void): boolean;
    /** Announces the end, and takes no further streams; those that are open come to theirs. */
    close(): void;
  };
  close(code: number): void;
}

export interface NodeResponse {
  statusCode: number;
  sendDate: boolean;
  /** Over HTTP/2 only. */
  readonly stream?: NodeStream;
  setHeader(name: string, value: string | readonly string[]): void;
  write(chunk: Uint8Array, sent?: () => void): void;
  end(chunk?: Uint8Array): void;
  on(event: 'error', listener: (error: unknown) => void): void;
}

export interface NodeServer {
  keepAliveTimeout?: number;
  on(event: 'error', listener: (error: unknown) => void): void;
  on(event: 'connection', listener: (socket: NodeSocket) => void): void;
  listen(port: number, host: string, listening: () => void): void;
  address(): { port: number } | string | null;
  close(closed: () => void): void;
}

type Listener = (request: NodeRequest, response: NodeResponse) => void;

interface NodeHttp {
  createServer(listener: Listener): NodeServer;
}

interface NodeHttps {
  createServer(options: { key: string; cert: string }, listener: Listener): NodeServer;
}

interface NodeHttp2 {
  createSecureServer(options: { key: string; cert: string; allowHTTP1: boolean }, listener: Listener): NodeServer;
}

/** Makes a server for HTTP/1.1, HTTP/2 or both. HTTP/2 is for TLS only. */
export function createNodeServer(
  tls: { key: string; cert: string } | undefined,
  protocols: readonly string[],
  listener: Listener,
): NodeServer {
  if (!tls) return getModule<NodeHttp>('node:http').createServer(listener);
  if (!protocols.includes('h2')) return getModule<NodeHttps>('node:https').createServer(tls, listener);
  const options = { ...tls, allowHTTP1: protocols.includes('http/1.1') };
  return getModule<NodeHttp2>('node:http2').createSecureServer(options, listener);
}

/** A module of Node, without an import that would keep this entry out of browsers. */
function getModule<T>(id: string): T {
  const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } };
  const found = process?.getBuiltinModule?.(id);
  if (!found) throw new Error('serveFakeGraph needs Node 20.16 or later. Elsewhere, use createFakeGraph().');
  return found as T;
}
