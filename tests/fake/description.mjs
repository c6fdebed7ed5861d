/**
 * Checks exchanges against Microsoft's OpenAPI description, with the validator of openapi-backend (ajv under it).
 *
 * Microsoft's file cannot be taken literally in one respect: every schema says `additionalProperties: { type: object }`,
 * which inside `allOf` would forbid the very properties that the other half declares. So each `allOf` is merged into
 * one schema, and every schema with properties is closed, save for OData's annotations. That is stricter than the
 * file: a property that Microsoft does not name is a problem.
 */
import { readFile } from 'node:fs/promises';
import addFormats from 'ajv-formats';
import { OpenAPIBackend } from 'openapi-backend';
import { parse } from 'yaml';

const place =
  process.env.GRAPH_OPENAPI ?? new URL('../../../shared/graph/accesspackages.openapi.yaml', import.meta.url);

/** OData's control information, which the description leaves out except for the link to the next page. */
const annotations = {
  '@odata.context': { type: 'string' },
  '@odata.type': { type: 'string' },
  'accessPackages@odata.nextLink': { type: 'string', format: 'uri' },
};

/** @typedef {{ check(exchange: Exchange): string[] }} Description */
/**
 * @typedef {object} Exchange
 * @property {{ method: string, url: string, headers: Record<string, string>, body: string }} request
 * @property {{ status: number, headers: Headers, text: string }} response
 */

/** Loads the description, or gives `undefined` where it is not present. @returns {Promise<Description | undefined>} */
export async function loadDescription() {
  let text;
  try {
    text = await readFile(place, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
  const definition = parse(text);
  const { schemas, parameters } = definition.components;
  // Without meaning for single values, but the validator would split a filter at its commas.
  for (const parameter of Object.values(parameters)) delete parameter.explode;
  for (const [name, schema] of Object.entries(schemas)) schemas[name] = closed(schema, schemas);
  const api = new OpenAPIBackend({
    definition,
    strict: true,
    apiRoot: '/v1.0',
    ajvOpts: { allErrors: true },
    customizeAjv: (ajv) => addFormats(ajv),
  });
  await api.init();
  return { check: (exchange) => [...checkRequest(api, exchange), ...checkResponse(api, exchange)] };
}

/** Watches a function like `fetch`: what goes through it is checked, and what is wrong with it is collected. */
export function watch(fetch, description) {
  const seen = { exchanges: 0, statuses: new Set(), problems: [] };
  const watched = async (input, init) => {
    const request = new Request(input, init);
    const body = await request.clone().text();
    const response = await fetch(request);
    const { method, url } = request;
    const { status, headers } = response;
    const text = await response.clone().text();
    seen.exchanges += 1;
    seen.statuses.add(status);
    const exchange = {
      request: { method, url, headers: Object.fromEntries(request.headers), body },
      response: { status, headers, text },
    };
    seen.problems.push(...description.check(exchange));
    return response;
  };
  return { fetch: watched, seen };
}

function closed(schema, schemas) {
  const parts = (schema.allOf ?? [schema]).map((part) => (part.$ref ? schemas[part.$ref.split('/').at(-1)] : part));
  const { allOf: _, additionalProperties: __, ...merged } = Object.assign({}, ...parts);
  const properties = Object.assign({}, ...parts.map((part) => part.properties));
  // Enumerations, and objects whose structure "is service-specific".
  if (Object.keys(properties).length === 0) return merged;
  return { ...merged, properties: { ...annotations, ...properties }, additionalProperties: false };
}

function describe(where, errors) {
  return errors.map((error) => `${where}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
}

function checkRequest(api, { request }) {
  const { method, headers, body } = request;
  const url = new URL(request.url);
  // A link to the next page is the service's own; the description knows it as `x-ms-pageable` only.
  url.searchParams.delete('$skiptoken');
  const where = `${method} ${url.pathname}`;
  const read = { method, path: url.pathname, query: Object.fromEntries(url.searchParams), headers };
  const operation = api.matchOperation(read);
  if (!operation) return [`${where}: not described`];
  if (body !== '' && !operation.requestBody) return [`${where}: a body is not described`];
  const { errors } = api.validateRequest({ ...read, ...(body !== '' && { body }) }, operation);
  return describe(where, errors ?? []);
}

function checkResponse(api, { request, response }) {
  const { method, url } = request;
  const { status, headers, text } = response;
  const where = `${status} to ${method} ${new URL(url).pathname}`;
  const operation = api.matchOperation({ method, path: new URL(url).pathname, headers: {} });
  if (!operation) return [`${where}: not described`];
  if (status === 204) return text === '' ? [] : [`${where}: a body with 204`];
  const described = operation.responses[`${Math.floor(status / 100)}XX`] ?? operation.responses.default;
  const type = headers.get('Content-Type')?.split(';')[0] ?? 'nothing';
  if (!described.content?.[type]) return [`${where}: the content type ${type} is not described`];
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    return [`${where}: not JSON`];
  }
  return describe(where, api.validateResponse(body, operation, status).errors ?? []);
}
