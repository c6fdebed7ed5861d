/** What the fake begins with. */
import { withTicks } from './clock.js';
import type { FakeGraphOptions } from './fake-options.js';
import { isGuid, newGuid } from './guid.js';
import type { AccessPackageSeed, CatalogSeed, FakeAccessPackage, FakeCatalog } from './types.js';

const general = '8f3e1f4a-2c0b-4c5e-9d7a-51b0c7a9e210';
const sales = '66584aae-98bb-48cc-9458-7bee5d2a6577';
const engineering = '2d1a6c3e-7f54-4b8e-a1c9-0e6f3b5d8a42';
const partners = 'c5b7e9d1-3a46-4f02-8b6d-94e1f0a2c738';

/**
 * The catalogs of a fake that is not told otherwise. *Sales* has the id of Microsoft's documented example,
 * *General* is built in, *Board rooms* is not published.
 */
export const defaultCatalogs: readonly CatalogSeed[] = [
  { id: general, displayName: 'General', description: 'Built-in catalog.', catalogType: 'serviceDefault' },
  { id: sales, displayName: 'Sales', description: 'Resources of the sales teams.', isExternallyVisible: true },
  { id: engineering, displayName: 'Engineering', description: 'Source code, build machines and test tenants.' },
  { id: '9e0d4b7c-6a18-4e93-b2f5-7c8d1a3e5f60', displayName: 'Finance', description: 'Ledgers and payroll.' },
  { id: partners, displayName: 'Partners', description: 'For guests.', isExternallyVisible: true },
  { id: '41f6a8b2-d05c-4972-8e3b-6f9a2c7d1e54', displayName: 'Board rooms', description: null, state: 'unpublished' },
  { id: 'b83c2e6f-1d97-4a50-9c4e-0a5b7f8d3621', displayName: 'Ärzte & Pflege “Nord”', description: null },
];

const defaultAccessPackages: readonly AccessPackageSeed[] = [
  { id: '5a0c7f3e-9b21-4d68-8e4f-1c6d2b9a7e03', displayName: 'All staff', catalogId: general },
  { id: 'd4e8b1a6-2f73-4c95-a0b8-3e7f5d6c9a14', displayName: 'Sales managers', catalogId: sales },
  { id: '7c2f9e5d-8a40-4b16-9d3c-6b1e0f4a8d25', displayName: "Dealers' portal", catalogId: sales, isHidden: true },
  { id: 'e1b6d3c8-4f92-4a57-8c0e-9a2d7f5b6e36', displayName: 'Build engineers', catalogId: engineering },
  { id: '3f8a5c0e-6d17-4e29-b4f6-2c9e8b1d7a47', displayName: 'Auditors', catalogId: partners },
];

export interface Seed {
  catalogs: readonly FakeCatalog[];
  accessPackages: readonly FakeAccessPackage[];
}

/** Fills in what the options leave open, once, so that a reset brings the same ids back. */
export function readSeed(options: FakeGraphOptions): Seed {
  const first = Date.UTC(2021, 10, 10, 1, 10, 9, 522);
  const dated = (position: number) => {
    const createdDateTime = withTicks(first + position * 86_400_000, 1199);
    return { createdDateTime, modifiedDateTime: createdDateTime };
  };
  const catalogs = (options.catalogs ?? defaultCatalogs).map(
    (seed, position): FakeCatalog => ({
      id: newGuid(),
      description: null,
      catalogType: 'userManaged',
      state: 'published',
      isExternallyVisible: false,
      ...dated(position),
      ...seed,
    }),
  );
  const packageSeeds = options.accessPackages ?? (options.catalogs ? [] : defaultAccessPackages);
  const accessPackages = packageSeeds.map(
    (seed, position): FakeAccessPackage => ({
      id: newGuid(),
      description: null,
      isHidden: false,
      ...dated(100 + position),
      ...seed,
    }),
  );
  checkIds('catalogs', catalogs);
  checkIds('accessPackages', accessPackages);
  const ids = new Set(catalogs.map(({ id }) => id));
  const stray = accessPackages.find((each) => !ids.has(each.catalogId));
  if (stray) throw new TypeError(`The access package "${stray.displayName}" is in a catalog that is not seeded.`);
  return { catalogs, accessPackages };
}

function checkIds(option: string, entities: readonly { id: string; displayName: string }[]): void {
  const seen = new Set<string>();
  for (const { id, displayName } of entities) {
    if (typeof displayName !== 'string') throw new TypeError(`Each of "${option}" needs a "displayName".`);
    if (!isGuid(id)) throw new TypeError(`"${option}": the id of "${displayName}" is not a GUID.`);
    if (seen.has(id.toLowerCase())) throw new TypeError(`"${option}": the id of "${displayName}" is there twice.`);
    seen.add(id.toLowerCase());
  }
}
