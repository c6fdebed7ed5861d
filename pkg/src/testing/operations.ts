/** The operations of the service, as Microsoft's pages describe them. */
import type { Access } from './access.js';
import type { ServiceRequest } from './answer.js';
import { readCreate, readUpdate } from './bodies.js';
import { notFound } from './errors.js';
import { type EntityView, renderEntity, renderPage } from './odata.js';
import { nameKey, type Store } from './store.js';
import type { FakeAccessPackage, FakeCatalog, NameUniqueness } from './types.js';

/** What an operation gives: a status and, where there is one, a body for JSON. */
export interface Result {
  status: number;
  body?: Record<string, unknown>;
}

/** One call of an operation. `id` is the key in the path, or empty. */
export interface Call {
  request: ServiceRequest;
  access: Access;
  id: string;
}

/** An operation. What it changes, it changes synchronously, so that two calls never interleave. */
export type Operation = (call: Call) => Result;

export interface OperationRules {
  nameUniqueness: NameUniqueness;
  unknownCatalogStatus: number;
  wrongContentTypeStatus: number;
  pageSize: number;
}

/** The operations by path template below entitlement management, then by method. */
export type Operations = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

export function createOperations(store: Store, rules: OperationRules): Operations {
  const nameField = {
    read: (entity: { displayName: string }) => entity.displayName,
    equals: (value: string, literal: string) =>
      nameKey(value, rules.nameUniqueness) === nameKey(literal, rules.nameUniqueness),
    contains: true,
  };
  const sameGuid = (value: string, literal: string) => value.toLowerCase() === literal.toLowerCase();
  const dates = ['createdDateTime', 'modifiedDateTime'];
  const packageProperties = ['id', 'displayName', 'description', 'isHidden', ...dates];
  const catalogProperties = ['catalogType', 'state', 'isExternallyVisible', ...packageProperties].filter(
    (name) => name !== 'isHidden',
  );
  const show = (entity: object, properties: readonly string[]) =>
    Object.fromEntries(Object.entries(entity).filter(([name]) => properties.includes(name)));

  const packages: EntityView<FakeAccessPackage> = {
    type: 'microsoft.graph.accessPackage',
    set: 'identityGovernance/entitlementManagement/accessPackages',
    properties: packageProperties,
    expansions: {
      catalog: (entity) => show(store.catalog(entity.catalogId) ?? {}, catalogProperties),
      assignmentPolicies: () => [],
      resourceRoleScopes: () => [],
    },
    filters: {
      displayName: nameField,
      'catalog/id': { read: (entity) => entity.catalogId, equals: sameGuid, guid: true },
    },
  };
  const catalogs: EntityView<FakeCatalog> = {
    type: 'microsoft.graph.accessPackageCatalog',
    set: 'identityGovernance/entitlementManagement/catalogs',
    properties: catalogProperties,
    expansions: {
      accessPackages: (entity) =>
        store
          .accessPackages()
          .filter((each) => each.catalogId === entity.id)
          .map((each) => show(each, packageProperties)),
    },
    filters: { displayName: nameField },
  };

  function requirePackage({ id, access }: Call): FakeAccessPackage {
    const found = store.accessPackage(id);
    if (!found) throw notFound();
    access.requireRead(found.catalogId);
    return found;
  }

  const withoutQuery = (request: ServiceRequest) => new URL(request.url.pathname, request.url);

  return {
    catalogs: {
      GET({ request, access }) {
        access.requireReader();
        const readable = store.catalogs().filter((each) => access.canRead(each.id));
        return { status: 200, body: renderPage(readable, request.url, catalogs, rules.pageSize) };
      },
    },
    'catalogs/{id}': {
      GET({ request, access, id }) {
        access.requireReader();
        const found = store.catalog(id);
        if (!found) throw notFound();
        access.requireRead(found.id);
        return { status: 200, body: renderEntity(found, request.url, catalogs) };
      },
    },
    accessPackages: {
      GET({ request, access }) {
        access.requireReader();
        const readable = store.accessPackages().filter((each) => access.canRead(each.catalogId));
        return { status: 200, body: renderPage(readable, request.url, packages, rules.pageSize) };
      },
      POST({ request, access }) {
        access.requireWriter();
        const { catalogId, content } = readCreate(request, rules.wrongContentTypeStatus);
        // The role is judged before the catalog is looked up: who may not write learns nothing about it.
        access.requireWrite(catalogId);
        const catalog = store.catalog(catalogId);
        if (!catalog) throw notFound(rules.unknownCatalogStatus);
        const made = store.create(catalog.id, content);
        return { status: 201, body: renderEntity(made, withoutQuery(request), packages) };
      },
    },
    'accessPackages/{id}': {
      GET(call) {
        call.access.requireReader();
        return { status: 200, body: renderEntity(requirePackage(call), call.request.url, packages) };
      },
      PATCH(call) {
        call.access.requireWriter();
        const found = requirePackage(call);
        call.access.requireWrite(found.catalogId);
        store.update(found.id, readUpdate(call.request, rules.wrongContentTypeStatus));
        return { status: 204 };
      },
      DELETE(call) {
        call.access.requireWriter();
        const found = requirePackage(call);
        call.access.requireWrite(found.catalogId);
        store.remove(found.id);
        return { status: 204 };
      },
    },
  };
}
