/** Requests as they come off a socket, and deliveries as they go onto it, over HTTP/1.1 and HTTP/2 alike. */
import { type Answer, type Delivery, graphJson, type ServiceRequest } from './answer.js';
import type { Connection } from './connections.js';
import type { NodeRequest, NodeResponse } from './node-net.js';

const maxBodyBytes = 8 * 1024 * 1024;
const loopbackHost = /^(?:127\.0\.0\.1|\[::1\]|(?:[a-z0-9-]+\.)*localhost)(?::\d{1,5})?$/i;

/** Reads a request to its end, or gives the refusal of one that cannot be read. Rejects when the client goes away. */
export async function readWire(
  request: NodeRequest,
  scheme: 'http' | 'https',
): Promise<ServiceRequest | { refusal: Answer }> {
  const headers = new Headers();
  let authority: string | undefined;
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    const [name = '', value = ''] = request.rawHeaders.slice(i, i + 2);
    if (name === ':authority') authority = value;
    if (!name.startsWith(':')) headers.append(name, value);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    // What is too much is read all the same, so that the client gets to see the answer.
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  // Over HTTP/2 the body of a request that was given up just ends.
  if (!request.complete) throw new Error('The client went away.');
  if (size > maxBodyBytes) return { refusal: refuse(413, 'The request body is too large for the fake.') };

  const host = authority ?? headers.get('Host') ?? '';
  // A name that only resolves to this machine is somebody's page in disguise (DNS rebinding).
  if (!loopbackHost.test(host)) return { refusal: refuse(421, 'The fake answers on loopback names only.') };
  // The links in answers have to lead back to the name that the caller used.
  const target = `${scheme}://${host}${request.url ?? ''}`;
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

/** HTTP/2's error code INTERNAL_ERROR. */
export const internalError = 2;

/** Puts a delivery on the wire. */
export function sendWire(response: NodeResponse, delivery: Delivery, connection: Connection | undefined): void {
  const { stream } = response;
  if (!delivery.answer) {
    if (delivery.kind === 'streamReset' && stream) stream.close(internalError);
    else if (delivery.kind !== 'hang') connection?.reset();
    return;
  }
  const { answer, kind } = delivery;
  response.statusCode = answer.status;
  response.sendDate = false;
  for (const [name, values] of groupLines(answer)) {
    if (!stream) response.setHeader(name, values);
    else if (!hopByHop.includes(name)) response.setHeader(name, manyLines.includes(name) ? values : values.join(', '));
  }
  if (answer.body === null) {
    response.end();
    return;
  }
  const bytes = new TextEncoder().encode(answer.body);
  response.setHeader('content-length', String(bytes.length));
  if (kind === 'whole') {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
    if (kind !== 'cut') return;
    const end = () => connection?.end();
    // Behind a ping's answer the client has what was written; over HTTP/1.1 the end comes after it anyway.
    if (!stream?.session?.ping(end)) end();
  });
}

/** Headers that HTTP/2 has no place for. */
const hopByHop = ['connection', 'keep-alive', 'proxy-connection', 'upgrade'];
/** Headers that Node sends over HTTP/2 in lines of their own. Callers of `fetch` see lines joined by commas anyway. */
const manyLines = ['www-authenticate'];

/** Header lines by lower-case name, because Node takes lines that repeat together. */
function groupLines(answer: Answer): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const [name, value] of answer.headers) {
    const key = name.toLowerCase();
    lines.set(key, [...(lines.get(key) ?? []), value]);
  }
  return lines;
}
