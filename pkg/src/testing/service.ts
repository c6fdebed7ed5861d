/** The service: finds the operation, lets it run, and writes its result or refusal down. */
import { createAccess } from './access.js';
import { type Answer, graphJson, type ServiceRequest } from './answer.js';
import { badRequest, type ExchangeIds, GraphFailure, renderFailure } from './errors.js';
import type { Operation, Operations } from './operations.js';
import { serviceRoot, splitPath } from './paths.js';
import type { TokenDesk } from './tokens.js';

/** Answers a request. Never rejects: what goes wrong is an answer. */
export type Service = (request: ServiceRequest, ids: ExchangeIds) => Promise<Answer>;

interface Route {
  methods: Readonly<Record<string, Operation>>;
  id: string;
}

export function createService(operations: Operations, tokens: TokenDesk, licensed: boolean): Service {
  const root = splitPath(serviceRoot);
  const templates = Object.entries(operations).map(([template, methods]) => ({
    parts: [...root, ...splitPath(`/${template}`)],
    methods,
  }));

  function findRoute(pathname: string): Route | undefined {
    const parts = splitPath(pathname);
    const found = templates.find(
      (each) =>
        each.parts.length === parts.length &&
        each.parts.every((part, i) => (part === '{id}' ? parts[i] : part === parts[i])),
    );
    return found && { methods: found.methods, id: decode(parts[found.parts.indexOf('{id}')] ?? '') };
  }

  async function run(request: ServiceRequest): Promise<Answer> {
    // Graph looks at the token first, whatever the path.
    const grant = await tokens.check(request);
    const route = findRoute(request.url.pathname);
    if (!route) {
      const segment = request.url.pathname.split('/').at(-1) ?? '';
      throw new GraphFailure(404, 'BadRequest', `Resource not found for the segment '${segment}'.`);
    }
    const operation = Object.hasOwn(route.methods, request.method) ? route.methods[request.method] : undefined;
    if (!operation) {
      const allow = Object.keys(route.methods).join(', ');
      throw new GraphFailure(405, 'BadRequest', 'The HTTP method is not allowed for this resource.', [
        ['Allow', allow],
      ]);
    }
    const { body, ...result } = operation({ request, access: createAccess(grant, licensed), id: route.id });
    if (body === undefined) return { ...result, headers: [], body: null };
    return { ...result, headers: [['Content-Type', graphJson]], body: JSON.stringify(body) };
  }

  return async (request, ids) => {
    try {
      return await run(request);
    } catch (error) {
      if (error instanceof GraphFailure) return renderFailure(error, ids);
      const message = error instanceof Error ? error.message : '';
      return renderFailure(new GraphFailure(500, 'InternalServerError', `The fake failed: ${message}`), ids);
    }
  };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw badRequest('The request URL is not valid.');
  }
}
