/** Refusals in Graph's envelope. */
import { type Answer, graphJson, type HeaderLines } from './answer.js';
import { withoutZone } from './clock.js';

/** How the service spells `innerError`, or that it leaves it out. Microsoft's pages and its answers differ. */
export type InnerErrorForm = 'innerError' | 'innererror' | 'absent';

/** The ids of one exchange, and the service's time, for headers and error bodies. */
export interface ExchangeIds {
  requestId: string;
  clientRequestId: string;
  time: number;
  innerError: InnerErrorForm;
}

/** A refusal that the service answers with. */
export class GraphFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: HeaderLines;

  constructor(status: number, code: string, message: string, headers: HeaderLines = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** 400 for a filter that cannot be understood or is not supported. */
export class InvalidFilter extends GraphFailure {
  constructor(what: string) {
    super(400, 'InvalidFilter', `OData query is invalid: ${what}`);
  }
}

/** 400 for anything that OData or HTTP forbids. */
export function badRequest(message: string): GraphFailure {
  return new GraphFailure(400, 'BadRequest', message);
}

/** 400 for a body whose content the service does not accept. */
export function invalidModel(): GraphFailure {
  return new GraphFailure(400, 'InvalidModel', 'The model is invalid.');
}

/** 404 for an entity that is not there. */
export function notFound(status = 404): GraphFailure {
  return new GraphFailure(status, 'ResourceNotFound', 'The resource was not found.');
}

/** 403; the reason is what tells a missing permission from a missing role, though too few have seen either to rely on it. */
export function unauthorized(reason: 'Unauthorized' | 'The caller is not authorized.'): GraphFailure {
  return new GraphFailure(403, 'UnAuthorized', `User is not authorized to perform the operation. Reason: ${reason}`);
}

/** Writes a refusal down. `inner` adds to what `innerError` always has. */
export function renderFailure(failure: GraphFailure, ids: ExchangeIds, inner: Record<string, unknown> = {}): Answer {
  const innerError = {
    date: withoutZone(ids.time),
    'request-id': ids.requestId,
    'client-request-id': ids.clientRequestId,
    ...inner,
  };
  const named = ids.innerError === 'absent' ? {} : { [ids.innerError]: innerError };
  const error = { code: failure.code, message: failure.message, details: [], ...named };
  return {
    status: failure.status,
    headers: [['Content-Type', graphJson], ...failure.headers],
    body: JSON.stringify({ error }),
  };
}

/** https://learn.microsoft.com/graph/throttling shows these in the body of a 429. */
export const throttledInnerError = { code: '429', message: 'Please retry after', status: '429' };
