/** Writes down the answers that faults give in place of the service's own. */
import { type Answer, graphJson, type HeaderLines, setHeader } from './answer.js';
import { type ExchangeIds, GraphFailure, renderFailure, throttledInnerError } from './errors.js';
import type { FaultAnswer } from './fault-types.js';

/** What Graph says with a status when nothing more is known: code and message. */
const usual: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['InvalidModel', 'The model is invalid.'],
  401: ['InvalidAuthenticationToken', 'Access token validation failure.'],
  403: ['UnAuthorized', 'User is not authorized to perform the operation. Reason: Unauthorized'],
  404: ['ResourceNotFound', 'The resource was not found.'],
  408: ['RequestTimeout', 'The request timed out.'],
  409: ['DuplicateAccessPackage', 'An access package with this name already exists in the catalog.'],
  429: ['TooManyRequests', 'Please retry again later.'],
  500: ['InternalServerError', 'The service failed.'],
  502: ['BadGateway', 'The service behind the gateway failed.'],
  503: ['ServiceUnavailable', 'The service is not available.'],
  504: ['GatewayTimeout', 'The service behind the gateway did not answer in time.'],
};

/** The body and content type of a fault's answer. `own` is the service's, where it did its work. */
export function renderFaultAnswer(fault: FaultAnswer, own: Answer | undefined, ids: ExchangeIds): Answer {
  const answer = { ...chooseBody(fault, own, ids), status: fault.status };
  if (fault.contentType !== undefined) setHeader(answer.headers, 'Content-Type', fault.contentType);
  return answer;
}

/** The fault's own headers: they come last and win over everything that an answer would carry. */
export function applyFaultHeaders(fault: FaultAnswer, lines: HeaderLines): void {
  const { retryAfter } = fault;
  if (retryAfter !== undefined) {
    setHeader(lines, 'Retry-After', typeof retryAfter === 'object' ? retryAfter : String(retryAfter));
  }
  for (const [name, value] of Object.entries(fault.headers ?? {})) setHeader(lines, name, value);
}

function chooseBody(fault: FaultAnswer, own: Answer | undefined, ids: ExchangeIds): Answer {
  const { status, body } = fault;
  const json: HeaderLines = [['Content-Type', graphJson]];
  // These have no body by definition, and `Response` would refuse one.
  if (body === null || status === 204 || status === 205 || status === 304) return { status, headers: [], body: null };
  if (typeof body === 'string') return { status, headers: json, body };
  if (body !== undefined) return { status, headers: json, body: JSON.stringify(body) };
  if (status >= 400) {
    const inner = { ...(status === 429 && throttledInnerError), ...fault.innerError };
    return renderFailure(usualFailure(fault), ids, inner);
  }
  return own ? { ...own, headers: [...own.headers] } : { status, headers: [], body: null };
}

function usualFailure({ status, code, message }: FaultAnswer): GraphFailure {
  const [usualCode, usualMessage] = usual[status] ?? ['UnknownError', ''];
  return new GraphFailure(status, code ?? usualCode, message ?? usualMessage);
}
