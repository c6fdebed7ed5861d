/** How access packages and catalogs show themselves, and what filters and expansions know of them. */
import type { FakeAssignment, FakeAssignmentPolicy, FakeResourceRoleScope } from './holding-types.js';
import type { Holdings } from './holdings.js';
import type { EntityView } from './odata.js';
import { readPage } from './paging.js';
import { serviceRoot } from './paths.js';
import type { ExpandRules, QuerySupport } from './query-support.js';
import type { Store } from './store.js';
import type { FakeAccessPackage, FakeCatalog } from './types.js';

export interface ViewRules {
  expand: ExpandRules;
  filterCase: 'sensitive' | 'insensitive';
  expandedPageSize: number;
}

export interface Views {
  packages: EntityView<FakeAccessPackage>;
  catalogs: EntityView<FakeCatalog>;
  policies: EntityView<FakeAssignmentPolicy>;
  roles: EntityView<FakeResourceRoleScope>;
  assignments: EntityView<FakeAssignment>;
}

const dates = ['createdDateTime', 'modifiedDateTime'];
const packageProperties = ['id', 'displayName', 'description', 'isHidden', ...dates];
const policyProperties = ['id', 'displayName', 'description', 'allowedTargetScope', ...dates];
const roleProperties = ['id', 'createdDateTime'];
const assignmentProperties = ['id', 'state', 'status', 'expiredDateTime'];
const catalogProperties = ['catalogType', 'state', 'isExternallyVisible', 'id', 'displayName', 'description', ...dates];

export function createViews(store: Store, holdings: Holdings, rules: ViewRules): Views {
  const fold = (name: string) => (rules.filterCase === 'insensitive' ? name.toLowerCase() : name);
  const nameField = {
    read: (entity: { displayName: string }) => entity.displayName,
    equals: (value: string, literal: string) => fold(value) === fold(literal),
    form: 'nameEquals',
    contains: true,
  } as const;
  const idField = {
    read: (entity: FakeAccessPackage) => entity.catalogId,
    equals: (value: string, literal: string) => value.toLowerCase() === literal.toLowerCase(),
    form: 'catalogEquals',
    guid: true,
  } as const;
  const packageField = {
    read: (entity: { accessPackageId: string }) => entity.accessPackageId,
    equals: idField.equals,
    form: 'packageEquals',
    guid: true,
  } as const;
  const { accessPackagesOfCatalog: one, accessPackagesOfCatalogs: list, several } = rules.expand;
  const both = (support: QuerySupport) => ({ one: support, list: support });
  const set = (name: string) => `identityGovernance/entitlementManagement/${name}`;
  const catalogOf = (id: string) => ({ catalog: show(store.catalog(id) ?? {}, catalogProperties) });
  const packageOf = {
    expand: ({ accessPackageId }: { accessPackageId: string }) => ({
      accessPackage: show(store.accessPackage(accessPackageId) ?? {}, packageProperties),
    }),
    ...both(rules.expand.accessPackage),
  };
  const showRole = (role: FakeResourceRoleScope, nested: readonly string[]) =>
    show(role, [...roleProperties, ...nested]);

  return {
    packages: {
      type: 'microsoft.graph.accessPackage',
      set: set('accessPackages'),
      properties: packageProperties,
      expansions: {
        catalog: {
          expand: ({ catalogId }) => catalogOf(catalogId),
          ...both(rules.expand.catalog),
        },
        assignmentPolicies: {
          expand: ({ id }) => ({
            assignmentPolicies: Array.from(holdings.policies.rows(id), ({ entity }) => show(entity, policyProperties)),
          }),
          ...both(rules.expand.assignmentPolicies),
        },
        resourceRoleScopes: {
          expand: ({ id }, _url, nested) => ({
            resourceRoleScopes: Array.from(holdings.roles.rows(id), ({ entity }) => showRole(entity, nested)),
          }),
          nested: ['role', 'scope'],
          ...both(rules.expand.resourceRoleScopes),
        },
      },
      several,
      filters: { displayName: nameField, 'catalog/id': idField },
    },
    catalogs: {
      type: 'microsoft.graph.accessPackageCatalog',
      set: set('catalogs'),
      properties: catalogProperties,
      expansions: { accessPackages: { expand: expandPackages, one, list } },
      several,
      filters: { displayName: nameField },
    },
    policies: {
      type: 'microsoft.graph.accessPackageAssignmentPolicy',
      set: set('assignmentPolicies'),
      properties: policyProperties,
      expansions: {
        accessPackage: packageOf,
        catalog: {
          expand: ({ accessPackageId: id }) => catalogOf(store.accessPackage(id)?.catalogId ?? ''),
          ...both(rules.expand.catalog),
        },
      },
      several,
      filters: { displayName: nameField, 'accessPackage/id': packageField },
    },
    roles: {
      type: 'microsoft.graph.accessPackageResourceRoleScope',
      set: set('accessPackages/resourceRoleScopes'),
      properties: roleProperties,
      expansions: {
        role: { expand: ({ role }) => ({ role }), one: 'honoured', list: 'honoured' },
        scope: { expand: ({ scope }) => ({ scope }), one: 'honoured', list: 'honoured' },
      },
      several: 'honoured',
      filters: {},
    },
    assignments: {
      type: 'microsoft.graph.accessPackageAssignment',
      set: set('assignments'),
      properties: assignmentProperties,
      expansions: { accessPackage: packageOf },
      several,
      filters: { 'accessPackage/id': packageField },
    },
  };

  /** The packages of a catalog, or the first of them and where the rest is. */
  function expandPackages({ id: catalogId }: FakeCatalog, { origin }: URL): Record<string, unknown> {
    const rows = store.visible.accessPackages({ catalogId });
    const rest = new URL(`${serviceRoot}/catalogs/${catalogId}/accessPackages`, origin);
    const { items, nextLink } = readPage(rows, undefined, { size: rules.expandedPageSize }, rest);
    const link = nextLink === undefined ? {} : { 'accessPackages@odata.nextLink': nextLink };
    return { accessPackages: items.map((each) => show(each, packageProperties)), ...link };
  }
}

function show(entity: object, properties: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entity).filter(([name]) => properties.includes(name)));
}
