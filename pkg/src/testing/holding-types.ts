/** What hangs on access packages, as the fake stores it: Graph's properties, and the access package that it is for. */

/** A policy by which an access package can be assigned. */
export interface FakeAssignmentPolicy {
  /** A GUID. */
  id: string;
  /** The id of its access package. Answers show it with `$expand=accessPackage` only. */
  accessPackageId: string;
  /** Its name. */
  displayName: string;
  /** What it is for. */
  description: string | null;
  /** Who may have the access package by it. */
  allowedTargetScope:
    | 'notSpecified'
    | 'specificDirectoryUsers'
    | 'specificConnectedOrganizationUsers'
    | 'specificDirectoryServicePrincipals'
    | 'allMemberUsers'
    | 'allDirectoryUsers'
    | 'allDirectoryServicePrincipals'
    | 'allConfiguredConnectedOrganizationUsers'
    | 'allExternalUsers';
  /** ISO 8601 in UTC with seven fraction digits, as Graph writes it. */
  createdDateTime: string;
  /** ISO 8601 in UTC with seven fraction digits, as Graph writes it. */
  modifiedDateTime: string;
}

/** A role on a resource that an access package gives. */
export interface FakeResourceRoleScope {
  /** The ids of the role and of the scope, joined by `_`. */
  id: string;
  /** The id of its access package. Answers never show it. */
  accessPackageId: string;
  /** ISO 8601 in UTC with seven fraction digits, as Graph writes it. */
  createdDateTime: string;
  /** The role. Answers show it with `$expand=role`. */
  role: {
    /** Its id. */
    id: string;
    /** Its name. */
    displayName: string;
    /** Where it comes from, such as `AadGroup`. */
    originSystem: string;
    /** Its id there. */
    originId: string;
  };
  /** The resource, or the part of it. Answers show it with `$expand=scope`. */
  scope: {
    /** Its id. */
    id: string;
    /** Its name. */
    displayName: string;
    /** What it is. */
    description: string;
    /** Whether it is the whole resource. */
    isRootScope: boolean;
    /** Where it comes from, such as `AadGroup`. */
    originSystem: string;
    /** Its id there. */
    originId: string;
  };
}

/** An access package in somebody's hands, or that once was. */
export interface FakeAssignment {
  /** A GUID. */
  id: string;
  /** The id of its access package. Answers show it with `$expand=accessPackage` only. */
  accessPackageId: string;
  /** How far it is. */
  state: 'delivering' | 'partiallyDelivered' | 'delivered' | 'expired' | 'deliveryFailed';
  /** The same in more words. */
  status: string;
  /** When it ended, if it has. */
  expiredDateTime: string | null;
}

/** A policy to add: its access package is enough. */
export type AssignmentPolicySeed = Pick<FakeAssignmentPolicy, 'accessPackageId'> & Partial<FakeAssignmentPolicy>;

/** A role to add: its access package is enough. */
export type ResourceRoleScopeSeed = Pick<FakeResourceRoleScope, 'accessPackageId'> & Partial<FakeResourceRoleScope>;

/** An assignment to add: its access package is enough. */
export type AssignmentSeed = Pick<FakeAssignment, 'accessPackageId'> & Partial<FakeAssignment>;

/**
 * What hangs on the access packages of a fake. It is visible at once, whatever `replicationLagMs` says. An access
 * package with assignments cannot be deleted, not even when they have expired; what else hangs on it goes with it.
 */
export interface FakeHoldings {
  /** The policies as they are now: copies. */
  readonly assignmentPolicies: readonly FakeAssignmentPolicy[];
  /** The roles of access packages as they are now: copies. */
  readonly resourceRoleScopes: readonly FakeResourceRoleScope[];
  /** The assignments as they are now: copies. */
  readonly assignments: readonly FakeAssignment[];
  /**
   * Gives an access package a policy.
   *
   * @throws `TypeError` where there is no such access package.
   * @example
   * ```js
   * fake.addAssignmentPolicy(id, { displayName: 'All staff' });
   * ```
   */
  readonly addAssignmentPolicy: (
    accessPackageId: string,
    others?: Partial<Omit<FakeAssignmentPolicy, 'accessPackageId'>>,
  ) => FakeAssignmentPolicy;
  /** Gives an access package a role. Throws as {@link FakeHoldings.addAssignmentPolicy} does. */
  readonly addResourceRoleScope: (
    accessPackageId: string,
    others?: Partial<Omit<FakeResourceRoleScope, 'accessPackageId'>>,
  ) => FakeResourceRoleScope;
  /** Assigns an access package. Throws as {@link FakeHoldings.addAssignmentPolicy} does. */
  readonly addAssignment: (
    accessPackageId: string,
    others?: Partial<Omit<FakeAssignment, 'accessPackageId'>>,
  ) => FakeAssignment;
  /** Takes a policy away by its id; `false` where there is none. */
  readonly removeAssignmentPolicy: (id: string) => boolean;
  /** Takes a role away by its id; `false` where there is none. */
  readonly removeResourceRoleScope: (id: string) => boolean;
  /** Takes an assignment away by its id; `false` where there is none. */
  readonly removeAssignment: (id: string) => boolean;
}
