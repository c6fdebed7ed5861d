/** Cross-origin access, as Graph grants it. */
import { type Answer, type HeaderLines, hasHeader, setHeader } from './answer.js';

/**
 * The response headers that Graph lets pages read, as seen in answers of today. `Date`, `OData-Version` and
 * `x-ms-ags-diagnostic` are not among them.
 */
export const defaultExposedHeaders: readonly string[] = [
  'ETag',
  'Location',
  'Preference-Applied',
  'Content-Range',
  'request-id',
  'client-request-id',
  'ReadWriteConsistencyToken',
  'Retry-After',
  'SdkVersion',
  'WWW-Authenticate',
  'x-ms-client-gcc-tenant',
  'X-Planner-Operationid',
  'x-ms-permissions-recommendations',
];

// https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
const safelisted = [
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
];

const allowOrigin = 'Access-Control-Allow-Origin';

export interface Cors {
  /** Whether a request asks for permission instead of doing something. */
  isPreflight(method: string, headers: Headers): boolean;
  preflight(headers: Headers): Answer;
  /** Adds what lets a page of the request's origin read the answer. */
  open(answer: Answer, headers: Headers): void;
}

export function createCors(exposed: readonly string[], origins: '*' | readonly string[]): Cors {
  function grantOrigin(lines: HeaderLines, headers: Headers): void {
    const origin = headers.get('Origin');
    const anybody = origins === '*' || origin === null;
    if (!anybody) setHeader(lines, 'Vary', 'Origin');
    if (anybody || origins.includes(origin)) setHeader(lines, allowOrigin, anybody ? '*' : origin);
  }

  return {
    isPreflight: (method, headers) => method === 'OPTIONS' && headers.has('Access-Control-Request-Method'),
    preflight(headers) {
      const lines: HeaderLines = [
        ['Access-Control-Allow-Methods', 'GET, POST, PATCH, PUT, DELETE, OPTIONS'],
        // Graph's own list is not known; Microsoft's JavaScript SDK sends these from browsers.
        ['Access-Control-Allow-Headers', 'Authorization, Content-Type, client-request-id, SdkVersion'],
        ['Access-Control-Max-Age', '600'],
      ];
      grantOrigin(lines, headers);
      // https://wicg.github.io/private-network-access/: a public page may call a service on this machine.
      if (headers.get('Access-Control-Request-Private-Network') === 'true') {
        lines.push(['Access-Control-Allow-Private-Network', 'true']);
      }
      return { status: 204, headers: lines, body: null };
    },
    open(answer, headers) {
      grantOrigin(answer.headers, headers);
      setHeader(answer.headers, 'Access-Control-Expose-Headers', exposed.join(', '));
    },
  };
}

/** Takes back what lets pages read an answer. */
export function close(answer: Answer): void {
  setHeader(answer.headers, allowOrigin, null);
  setHeader(answer.headers, 'Access-Control-Expose-Headers', null);
}

/** What a page of another origin sees of an answer, or `undefined` where it sees a network failure. */
export function pageView(answer: Answer): Answer | undefined {
  if (!hasHeader(answer.headers, allowOrigin)) return undefined;
  const exposed = answer.headers
    .filter(([name]) => name.toLowerCase() === 'access-control-expose-headers')
    .flatMap(([, value]) => value.toLowerCase().split(/\s*,\s*/));
  const readable = [...safelisted, ...exposed];
  return { ...answer, headers: answer.headers.filter(([name]) => readable.includes(name.toLowerCase())) };
}
