/** What hangs on access packages: policies, the roles that they give, and who has them. */
import { requireKeys, requireOneOf, requireThat } from './checks.js';
import type { Clock } from './clock.js';
import { isGuid, newGuid } from './guid.js';
import type {
  AssignmentPolicySeed,
  AssignmentSeed,
  FakeAssignment,
  FakeAssignmentPolicy,
  FakeResourceRoleScope,
  ResourceRoleScopeSeed,
} from './holding-types.js';
import type { Row } from './store.js';

/** What to begin with. */
export interface HoldingSeeds {
  assignmentPolicies?: readonly AssignmentPolicySeed[] | undefined;
  resourceRoleScopes?: readonly ResourceRoleScopeSeed[] | undefined;
  assignments?: readonly AssignmentSeed[] | undefined;
}

/** Things of one kind, in the order of their addition. */
export interface Shelf<T, S> {
  /** Adds one, of which only its package has to be said. */
  add(seed: S): T;
  /** Takes one away; `false` where there is none of that id. */
  remove(id: string): boolean;
  /** All of them, or those of a package. */
  rows(packageId?: string): Iterable<Row<T>>;
  all(): T[];
}

export interface Holdings {
  policies: Shelf<FakeAssignmentPolicy, AssignmentPolicySeed>;
  roles: Shelf<FakeResourceRoleScope, ResourceRoleScopeSeed>;
  assignments: Shelf<FakeAssignment, AssignmentSeed>;
  /** Takes away what hung on a package that is gone. */
  forget(packageId: string): void;
  reset(): void;
}

const states = ['delivering', 'partiallyDelivered', 'delivered', 'expired', 'deliveryFailed'] as const;
const scopes = [
  ...['notSpecified', 'specificDirectoryUsers', 'specificConnectedOrganizationUsers'],
  ...['specificDirectoryServicePrincipals', 'allMemberUsers', 'allDirectoryUsers', 'allDirectoryServicePrincipals'],
  ...['allConfiguredConnectedOrganizationUsers', 'allExternalUsers'],
];

export function createHoldings(seeds: HoldingSeeds, clock: Clock, packageExists: (id: string) => boolean): Holdings {
  const policies = createShelf<FakeAssignmentPolicy, AssignmentPolicySeed>(
    'An assignment policy',
    packageExists,
    () => {
      const createdDateTime = clock.stamp();
      const texts = { displayName: 'Everybody', description: '', allowedTargetScope: 'allMemberUsers' } as const;
      return { id: newGuid(), accessPackageId: '', ...texts, createdDateTime, modifiedDateTime: createdDateTime };
    },
  );
  const roles = createShelf<FakeResourceRoleScope, ResourceRoleScopeSeed>('A role', packageExists, () => {
    const [role, scope, group] = [newGuid(), newGuid(), newGuid()];
    const origin = { originSystem: 'AadGroup', originId: group };
    return {
      id: `${role}_${scope}`,
      accessPackageId: '',
      createdDateTime: clock.stamp(),
      role: { id: role, displayName: 'Member', ...origin, originId: `Member_${group}` },
      scope: { id: scope, displayName: 'Root', description: 'Root Scope', isRootScope: true, ...origin },
    };
  });
  const assignments = createShelf<FakeAssignment, AssignmentSeed>('An assignment', packageExists, () => {
    return { id: newGuid(), accessPackageId: '', state: 'delivered', status: 'Delivered', expiredDateTime: null };
  });
  const shelves = [policies, roles, assignments];

  function reset(): void {
    for (const shelf of shelves) shelf.clear();
    for (const seed of seeds.assignmentPolicies ?? []) policies.add(seed);
    for (const seed of seeds.resourceRoleScopes ?? []) roles.add(seed);
    for (const seed of seeds.assignments ?? []) assignments.add(seed);
  }

  reset();
  return {
    policies,
    roles,
    assignments,
    forget(packageId) {
      for (const shelf of shelves) shelf.forget(packageId);
    },
    reset,
  };
}

interface Holding {
  id: string;
  accessPackageId: string;
}

function createShelf<T extends Holding, S extends object>(
  what: string,
  packageExists: (id: string) => boolean,
  make: () => T,
): Shelf<T, S> & { forget(packageId: string): void; clear(): void } {
  let rows: Row<T>[] = [];
  let nextRank = 0;
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  return {
    add(seed) {
      const made = make();
      requireKeys(seed, what, Object.keys(made));
      const entity: T = { ...made, ...seed };
      const isKnown = typeof entity.accessPackageId === 'string' && packageExists(entity.accessPackageId);
      requireThat(isKnown, `${what} needs the "accessPackageId" of an access package that exists.`);
      check(what, entity);
      requireThat(!rows.some(({ entity: { id } }) => same(id, entity.id)), `${what} of the id ${entity.id} is there.`);
      rows.push({ rank: nextRank, entity });
      nextRank += 1;
      return entity;
    },
    remove(id) {
      const before = rows.length;
      rows = rows.filter(({ entity }) => !same(entity.id, id));
      return rows.length < before;
    },
    rows: (id) => (id === undefined ? rows : rows.filter(({ entity }) => same(entity.accessPackageId, id))),
    all: () => rows.map(({ entity }) => entity),
    forget(id) {
      rows = rows.filter(({ entity }) => !same(entity.accessPackageId, id));
    },
    clear() {
      rows = [];
      nextRank = 0;
    },
  };
}

function check(what: string, entity: Holding & { state?: string; allowedTargetScope?: string }): void {
  const { id, state, allowedTargetScope } = entity;
  const parts = typeof id === 'string' ? id.split('_') : [];
  requireThat(parts.length > 0 && parts.every(isGuid), `${what}: its "id" is not made of GUIDs.`);
  if ('state' in entity) requireOneOf(state, `${what}: "state"`, states);
  if ('allowedTargetScope' in entity) requireOneOf(allowedTargetScope, `${what}: "allowedTargetScope"`, scopes);
}
