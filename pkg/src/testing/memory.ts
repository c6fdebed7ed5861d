/** The transport without a network: deliveries become `Response`s, or the errors that `fetch` would give. */
import type { Answer, Delivery, ServiceRequest } from './answer.js';

/** What a browser says when a request fails on the network. The `cause` is for whoever debugs a test. */
export function networkError(why: string): TypeError {
  return new TypeError('Failed to fetch', { cause: new Error(`The fake Graph: ${why}.`) });
}

/** Reads a request. The token stays in its headers and nowhere else. */
export async function readRequest(request: Request): Promise<ServiceRequest> {
  return { method: request.method, url: new URL(request.url), headers: request.headers, body: await request.text() };
}

/**
 * Begins work unless the signal is aborted already, and waits as `fetch` does: an abort rejects with the signal's
 * reason at once, while what the service has begun goes on.
 */
export async function unlessAborted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let abort: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort);
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Makes a `Response` of a delivery; rejects where there is none, and never settles after `hang`. */
export async function receive(delivery: Delivery, signal: AbortSignal, url: string): Promise<Response> {
  if (delivery.kind === 'hang') return new Promise(() => {});
  if (!delivery.answer) throw networkError('a fault dropped the connection');
  const { answer, kind } = delivery;
  const body = kind === 'whole' || !answer.body ? answer.body : brokenBody(answer, kind, signal);
  const response = new Response(body, { status: answer.status });
  response.headers.delete('Content-Type');
  for (const [name, value] of answer.headers) response.headers.append(name, value);
  // The constructor knows no URL, but a fetched response has one.
  Object.defineProperty(response, 'url', { value: url });
  return response;
}

/** Half of the body, and then an error or nothing. */
function brokenBody(answer: Answer, kind: 'cut' | 'stall', signal: AbortSignal): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(answer.body ?? '');
  let sent = false;
  return new ReadableStream({
    start(controller) {
      signal.addEventListener('abort', () => controller.error(signal.reason), { once: true });
    },
    pull(controller) {
      if (!sent) {
        sent = true;
        controller.enqueue(bytes.subarray(0, Math.floor(bytes.length / 2)));
        return undefined;
      }
      if (kind === 'stall') return new Promise(() => {});
      controller.error(new TypeError('network error'));
      return undefined;
    },
  });
}
