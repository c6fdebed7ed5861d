/** Request bodies: what the service takes from them, and what it refuses. */
import type { ServiceRequest } from './answer.js';
import { badRequest, GraphFailure, invalidModel } from './errors.js';
import { isGuid } from './guid.js';
import type { AccessPackageContent } from './store.js';

type JsonObject = Record<string, unknown>;

/** A create, as far as it can be judged without the state. */
export interface CreateBody {
  catalogId: string;
  content: AccessPackageContent;
}

/** What the service demands of a body. Of none of it is Graph's own rule known. */
export interface ContentRules {
  wrongContentTypeStatus: number;
  maxNameLength: number;
  maxDescriptionLength: number;
  descriptionRequired: boolean;
  trimsNames: boolean;
}

const packageType = 'microsoft.graph.accessPackage';
const content = ['displayName', 'description', 'isHidden'];
const readOnly = ['id', 'createdDateTime', 'modifiedDateTime'];
const nested = [
  'accessPackagesIncompatibleWith',
  'assignmentPolicies',
  'incompatibleAccessPackages',
  'incompatibleGroups',
  'resourceRoleScopes',
];
const catalogProperties = [
  ...['id', 'displayName', 'description', 'catalogType', 'state', 'isExternallyVisible'],
  ...['createdDateTime', 'modifiedDateTime'],
];

/** Reads the body of `POST accessPackages`. Surplus properties that the type has are ignored, as reported of Graph. */
export function readCreate(request: ServiceRequest, rules: ContentRules): CreateBody {
  const body = readObject(request, rules.wrongContentTypeStatus);
  checkProperties(body, packageType, [...content, ...readOnly, ...nested, 'catalog']);
  // Role scopes and the like are added after creation.
  if (nested.some((name) => name in body)) throw invalidModel();
  const displayName = readName(body, rules);
  const description = readDescription(body, rules);
  const isHidden = readBoolean(body, 'isHidden');
  const { catalog } = body;
  if (!isObject(catalog)) {
    if (catalog === undefined || catalog === null) throw invalidModel();
    throw wrongType('catalog');
  }
  checkProperties(catalog, 'microsoft.graph.accessPackageCatalog', catalogProperties);
  const catalogId = readText(catalog, 'id');
  if (!displayName?.trim() || !catalogId || !isGuid(catalogId)) throw invalidModel();
  if (rules.descriptionRequired && !description) throw invalidModel();
  return {
    catalogId,
    content: { displayName, description: description ?? null, isHidden: isHidden ?? false },
  };
}

/** Reads the body of `PATCH accessPackages/{id}`. The catalog of a package cannot be changed in v1.0. */
export function readUpdate(request: ServiceRequest, rules: ContentRules): Partial<AccessPackageContent> {
  const body = readObject(request, rules.wrongContentTypeStatus);
  checkProperties(body, packageType, [...content, ...readOnly, ...nested, 'catalog']);
  if ('catalog' in body || nested.some((name) => name in body)) throw invalidModel();
  const displayName = readName(body, rules);
  const description = readDescription(body, rules);
  const isHidden = readBoolean(body, 'isHidden');
  if (displayName === null || displayName?.trim() === '' || isHidden === null) throw invalidModel();
  return {
    ...(displayName !== undefined && { displayName }),
    ...(description !== undefined && { description }),
    ...(isHidden !== undefined && { isHidden }),
  };
}

function readObject(request: ServiceRequest, wrongContentTypeStatus: number): JsonObject {
  const mediaType = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') {
    const message = `The content type '${mediaType ?? ''}' is not supported.`;
    throw new GraphFailure(wrongContentTypeStatus, 'UnsupportedMediaType', message);
  }
  let body: unknown;
  try {
    body = JSON.parse(request.body);
  } catch {
    throw badRequest('Unable to read JSON request payload.');
  }
  if (!isObject(body)) throw badRequest('The request payload must be a JSON object.');
  return body;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkProperties(body: JsonObject, type: string, known: readonly string[]): void {
  const unknown = Object.keys(body).find((name) => !known.includes(name) && !name.includes('@odata.'));
  if (unknown !== undefined) throw badRequest(`The property '${unknown}' does not exist on type '${type}'.`);
}

function readText(body: JsonObject, name: string): string | null | undefined {
  const value = body[name];
  if (value === undefined || value === null || typeof value === 'string') return value;
  throw wrongType(name);
}

function readName(body: JsonObject, { maxNameLength, trimsNames }: ContentRules): string | null | undefined {
  const name = readText(body, 'displayName');
  if ((name?.length ?? 0) > maxNameLength) throw invalidModel();
  return trimsNames && name ? name.trim() : name;
}

function readDescription(body: JsonObject, { maxDescriptionLength }: ContentRules): string | null | undefined {
  const description = readText(body, 'description');
  if ((description?.length ?? 0) > maxDescriptionLength) throw invalidModel();
  return description;
}

function readBoolean(body: JsonObject, name: string): boolean | null | undefined {
  const value = body[name];
  if (value === undefined || value === null || typeof value === 'boolean') return value;
  throw wrongType(name);
}

function wrongType(name: string): GraphFailure {
  return badRequest(`Cannot convert the value of property '${name}' to the expected type.`);
}
