/** A body that Graph would refuse does not compile, however it comes about. */
import type {
  AccessPackage,
  AccessPackageCatalog,
  AccessPackageClient,
  AccessPackageInput,
  CatalogReference,
  CreateResult,
  ValidationResult,
} from 'entra-access-packages';

declare const client: AccessPackageClient;
declare const catalog: AccessPackageCatalog;
declare const accessPackage: AccessPackage;
declare const text: string;
declare const flag: boolean;
declare const maybe: string | undefined;
const { id } = catalog;

// biome-ignore lint/suspicious/noExplicitAny: it is welcome, as everywhere
export function compiles(anything: any, input: AccessPackageInput, frozen: Readonly<AccessPackageInput>) {
  client.create({ displayName: 'n', catalog: { id: 'x' } }) satisfies Promise<CreateResult>;
  client.create({ displayName: text, description: maybe, isHidden: flag, catalog: { id } });
  client.create({ displayName: 'n', description: undefined, isHidden: undefined, catalog: { id: text } });
  client.create({ displayName: 'n', ...(maybe !== undefined && { description: maybe }), catalog: { id: text } });
  client.create(input, { ifExists: 'return', verify: false });
  client.create(frozen);
  client.create(anything);
  client.create({ displayName: 'n', catalog: { id: 'x' } } as const);
  const variable = { displayName: 'n', catalog: { id: text } };
  client.create(variable);
  client.prepare(variable);
  const whole: AccessPackageInput = variable;
  client.create({ ...whole, displayName: 'other' });
  const reference: CatalogReference = catalog;
  client.create({ displayName: 'n', catalog: reference });
}

/** What a validation has let through can be created. */
export function checked(result: ValidationResult) {
  if (result.ok) client.create(result.value);
}

/** Whoever writes a client of their own for a test need not repeat the checks. */
export class Double implements Pick<AccessPackageClient, 'create' | 'prepare' | 'update'> {
  async create(input: AccessPackageInput): Promise<CreateResult> {
    return { outcome: 'created', accessPackage: { id: input.displayName }, attempts: [] };
  }
  prepare: AccessPackageClient['prepare'] = async ({ displayName, catalog: { id: catalogId } }) => {
    displayName satisfies string;
    return { method: 'POST', url: catalogId, headers: {}, body: '', scopes: [] };
  };
  async update() {
    return { attempts: [] };
  }
}

/** A function around it keeps what it is given. */
export function around(input: Parameters<AccessPackageClient['create']>[0]) {
  return client.create(input);
}

export function doesNotCompile(record: Record<string, string>, unknown: unknown) {
  client.create({ displayName: 'n' }); // TS2345: a catalog is required
  client.create({ catalog: { id: 'x' } }); // TS2345: so is a name
  client.create({ displayName: 'n', catalog: {} }); // TS2322 TS2741: so is the id of the catalog
  client.create({}); // TS2345
  client.create(); // TS2554
  client.create(null); // TS2345
  client.create(unknown); // TS2345
  client.create(record); // TS2345
  client.create({ displayName: null, catalog: { id } }); // TS2322: null is not left out
  client.create({ displayName: maybe, catalog: { id } }); // TS2322 TS2375 TS2379
  client.create({ displayName: 'n', description: null, catalog: { id } }); // TS2322
  client.create({ displayName: 'n', isHidden: 'no', catalog: { id } }); // TS2322
  client.create({ displayName: 7, catalog: { id } }); // TS2322
  client.create({ displayName: 'n', catalog: id }); // TS2322
  client.create({ displayName: 'n', catalog: { id: accessPackage.id } }); // TS2322 TS2375: the id of a package
  client.create({ displayName: 'n', catalog: { id }, catalogId: id }); // TS2322 TS2375: a property that there is not
  client.create({ displayName: 'n', catalog: { id }, hidden: true }); // TS2322
  client.create({ displayName: 'n', catalog: { id, state: 'published' } }); // TS2322
  client.create({ displayName: 'n', catalog }); // TS2322 TS2375: more of a catalog than its id
  client.create(accessPackage); // TS2345: what was read is not what is sent
  client.prepare({ displayName: 'n', catalog: { id }, catalogId: id }); // TS2322 TS2375
  const surplus = { displayName: 'n', catalog: { id }, catalogId: id };
  client.create(surplus); // TS2345 TS2379: nor in a variable
  client.create({ ...surplus }); // TS2345 TS2322 TS2379
  const nested = { displayName: 'n', catalog: { id, name: 'x' } };
  client.create(nested); // TS2345 TS2379
  const one: AccessPackageInput | (AccessPackageInput & { title: string }) = { ...nested, title: 'x' };
  client.create(flag ? surplus : { displayName: 'n', catalog: { id } }); // TS2345 TS2379: nor in one of several
  return one;
}

export function changes(surplus: { isHidden: boolean; catalog: CatalogReference }) {
  client.update('x', { isHidden: true });
  client.update(accessPackage.id, { displayName: 'n', description: '' });
  client.update('x', { catalog: { id } }); // TS2345 TS2353: a package stays in its catalog
  client.update('x', surplus); // TS2345 TS2379
  client.update('x', { isHidden: null }); // TS2322
  client.update(catalog.id, { isHidden: true }); // TS2345 TS2379: the id of a catalog
}
