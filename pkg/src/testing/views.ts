/** How access packages and catalogs show themselves, and what filters and expansions know of them. */
import type { EntityView } from './odata.js';
import { readPage } from './paging.js';
import { serviceRoot } from './paths.js';
import type { ExpandRules } from './query-support.js';
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
}

const dates = ['createdDateTime', 'modifiedDateTime'];
const packageProperties = ['id', 'displayName', 'description', 'isHidden', ...dates];
const catalogProperties = ['catalogType', 'state', 'isExternallyVisible', 'id', 'displayName', 'description', ...dates];

export function createViews(store: Store, rules: ViewRules): Views {
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
  const always = { one: 'honoured', list: 'honoured' } as const;
  const { catalog: support, accessPackagesOfCatalog: one, accessPackagesOfCatalogs: list } = rules.expand;

  return {
    packages: {
      type: 'microsoft.graph.accessPackage',
      set: 'identityGovernance/entitlementManagement/accessPackages',
      properties: packageProperties,
      expansions: {
        catalog: {
          expand: ({ catalogId }) => ({ catalog: show(store.catalog(catalogId) ?? {}, catalogProperties) }),
          one: support,
          list: support,
        },
        assignmentPolicies: { expand: () => ({ assignmentPolicies: [] }), ...always },
        resourceRoleScopes: { expand: () => ({ resourceRoleScopes: [] }), ...always },
      },
      filters: { displayName: nameField, 'catalog/id': idField },
    },
    catalogs: {
      type: 'microsoft.graph.accessPackageCatalog',
      set: 'identityGovernance/entitlementManagement/catalogs',
      properties: catalogProperties,
      expansions: { accessPackages: { expand: expandPackages, one, list } },
      filters: { displayName: nameField },
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
