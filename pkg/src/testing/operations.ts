/** The operations of the service, as Microsoft's pages describe them. */
import type { Access } from './access.js';
import type { ServiceRequest } from './answer.js';
import { type ContentRules, readCreate, readUpdate } from './bodies.js';
import { GraphFailure, notFound } from './errors.js';
import type { Holdings, Shelf } from './holdings.js';
import { type EntityView, renderEntity, renderPage, type Source } from './odata.js';
import type { FilterRules } from './query-support.js';
import type { Store } from './store.js';
import type { FakeAccessPackage, FakeCatalog } from './types.js';
import { createViews, type ViewRules } from './views.js';

/** What an operation gives: a status and, where there is one, a body for JSON, and the id of a package that it made. */
export interface Result {
  status: number;
  body?: Record<string, unknown>;
  created?: string;
}

/** One call of an operation. `id` is the key in the path, or empty. */
export interface Call {
  request: ServiceRequest;
  access: Access;
  id: string;
}

/** An operation. What it changes, it changes synchronously, so that two calls never interleave. */
export type Operation = (call: Call) => Result;

export interface OperationRules extends ViewRules {
  content: ContentRules;
  filters: FilterRules;
  unknownCatalogStatus: number;
  unpublishedCatalogStatus: number | undefined;
  assignedStatus: number;
  pageSize: number;
}

/** The operations by path template below entitlement management, then by method. */
export type Operations = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

export function createOperations(store: Store, holdings: Holdings, rules: OperationRules): Operations {
  const { packages, catalogs, policies, roles, assignments } = createViews(store, holdings, rules);

  function listPackages({ request, access }: Call, within?: string): Result {
    const source: Source<FakeAccessPackage> = function* ({ displayName, 'catalog/id': catalogId }) {
      for (const row of store.visible.accessPackages({ displayName, catalogId: within ?? catalogId })) {
        if (access.canRead(row.entity.catalogId)) yield row;
      }
    };
    return { status: 200, body: renderPage(source, request.url, packages, rules) };
  }

  function requireCatalog({ id, access }: Call): FakeCatalog {
    access.requireReader();
    const found = store.catalog(id);
    if (!found) throw notFound();
    access.requireRead(found.id);
    return found;
  }

  /** A package as reads see it. */
  function requireReadable({ id, access }: Call): FakeAccessPackage {
    access.requireReader();
    const found = store.visible.accessPackage(id);
    if (!found) throw notFound();
    access.requireRead(found.catalogId);
    return found;
  }

  /** What hangs on packages, of one package or of all that the caller may read. */
  function listHoldings<T extends { accessPackageId: string }>(
    { request, access }: Call,
    shelf: Shelf<T, never>,
    view: EntityView<T>,
    of?: string,
  ): Result {
    access.requireReader();
    const source: Source<T> = function* ({ 'accessPackage/id': filtered }) {
      for (const row of shelf.rows(of ?? filtered)) {
        if (access.canRead(store.accessPackage(row.entity.accessPackageId)?.catalogId ?? '')) yield row;
      }
    };
    return { status: 200, body: renderPage(source, request.url, view, rules) };
  }

  /** The package that a change is about. Writes see what was committed, whether or not reads see it yet. */
  function requireWritable({ id, access }: Call): FakeAccessPackage {
    access.requireWriter();
    const found = store.accessPackage(id);
    if (!found) throw notFound();
    access.requireWrite(found.catalogId);
    return found;
  }

  return {
    catalogs: {
      GET({ request, access }) {
        access.requireReader();
        const source = function* () {
          for (const row of store.visible.catalogs()) if (access.canRead(row.entity.id)) yield row;
        };
        return { status: 200, body: renderPage(source, request.url, catalogs, rules) };
      },
    },
    'catalogs/{id}': {
      GET: (call) => ({ status: 200, body: renderEntity(requireCatalog(call), call.request.url, catalogs) }),
    },
    // Where the link of an expanded collection that goes on leads to.
    'catalogs/{id}/accessPackages': { GET: (call) => listPackages(call, requireCatalog(call).id) },
    accessPackages: {
      GET(call) {
        call.access.requireReader();
        return listPackages(call);
      },
      POST({ request, access }) {
        access.requireWriter();
        const { catalogId, content } = readCreate(request, rules.content);
        // The role is judged before the catalog is looked up: who may not write learns nothing about it.
        access.requireWrite(catalogId);
        const catalog = store.catalog(catalogId);
        if (!catalog) throw notFound(rules.unknownCatalogStatus);
        if (catalog.state === 'unpublished') requirePublished(rules.unpublishedCatalogStatus);
        const made = store.create(catalog.id, content);
        const url = new URL(request.url.pathname, request.url);
        return { status: 201, body: renderEntity(made, url, packages), created: made.id };
      },
    },
    'accessPackages/{id}': {
      GET: (call) => ({ status: 200, body: renderEntity(requireReadable(call), call.request.url, packages) }),
      PATCH(call) {
        const found = requireWritable(call);
        store.update(found.id, readUpdate(call.request, rules.content));
        return { status: 204 };
      },
      DELETE(call) {
        const { id } = requireWritable(call);
        for (const _ of holdings.assignments.rows(id)) throw assigned(rules.assignedStatus);
        store.remove(id);
        holdings.forget(id);
        return { status: 204 };
      },
    },
    'accessPackages/{id}/assignmentPolicies': {
      GET: (call) => listHoldings(call, holdings.policies, policies, requireReadable(call).id),
    },
    'accessPackages/{id}/resourceRoleScopes': {
      GET: (call) => listHoldings(call, holdings.roles, roles, requireReadable(call).id),
    },
    'accessPackages/{id}/catalog': {
      GET(call) {
        const catalog = store.catalog(requireReadable(call).catalogId);
        if (!catalog) throw notFound();
        return { status: 200, body: renderEntity(catalog, call.request.url, catalogs) };
      },
    },
    assignmentPolicies: { GET: (call) => listHoldings(call, holdings.policies, policies) },
    assignments: { GET: (call) => listHoldings(call, holdings.assignments, assignments) },
  };
}

function assigned(status: number): GraphFailure {
  return new GraphFailure(status, 'BadRequest', 'The access package has assignments.');
}

function requirePublished(refusal: number | undefined): void {
  if (refusal === undefined) return;
  throw new GraphFailure(refusal, 'InvalidModel', 'The catalog is not published.');
}
