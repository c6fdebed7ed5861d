/** Grants: what a token allows. */
import { requireKeys, requireThat } from './checks.js';
import type { Clock } from './clock.js';

/** Entra roles that are held in the whole tenant. The first two may write, the others may only read. */
export type DirectoryRole =
  | 'globalAdministrator'
  | 'identityGovernanceAdministrator'
  | 'globalReader'
  | 'securityAdministrator'
  | 'securityReader'
  | 'complianceAdministrator';

/** Roles of entitlement management that are held on one catalog. Only the reader may not create packages. */
export type CatalogRole = 'catalogOwner' | 'accessPackageManager' | 'catalogReader';

/** A role that the caller holds. */
export type RoleAssignment =
  | DirectoryRole
  | {
      /** A role on one catalog. */
      role: CatalogRole;
      /** The id of the catalog. */
      catalogId: string;
    };

/**
 * What a token allows. A call of a user needs the permission (`scopes`) and a role; a call of an app alone
 * (`appOnly`) needs the permission or, in its place, a role on the catalog.
 *
 * @see https://learn.microsoft.com/graph/api/entitlementmanagement-post-accesspackages#permissions
 */
export interface TokenGrant {
  /**
   * The delegated permissions, or the application permissions of an app alone, as bare names or with the resource
   * before them. Default: `EntitlementManagement.ReadWrite.All`.
   */
  scopes?: readonly string[] | undefined;
  /**
   * The roles that the user or the app holds. Those of an app are roles on catalogs.
   * Default: `globalAdministrator` for a user, none for an app.
   */
  roles?: readonly RoleAssignment[] | undefined;
  /** Whether the token is of an app alone, without a user. Default: `false`. */
  appOnly?: boolean | undefined;
  /**
   * The claims that were asked for with the token, as an object or as JSON text, e.g. the `claims` of a token request
   * after a challenge. A {@link ClaimsChallenge} that demands nothing else lets the token pass.
   */
  claims?: string | Record<string, unknown> | undefined;
  /** When it expires: a date, or milliseconds since 1970. Default: an hour after it was issued. */
  expiresAt?: Date | number | string | undefined;
}

/** A grant whose defaults are filled in. */
export interface Grant {
  scopes: readonly string[];
  roles: readonly RoleAssignment[];
  appOnly: boolean;
  claims: Readonly<Record<string, unknown>>;
  expiresAt: number;
}

const hour = 3_600_000;
const grantKeys = ['scopes', 'roles', 'appOnly', 'claims', 'expiresAt'];
const directoryRoles: readonly unknown[] = [
  'globalAdministrator',
  'identityGovernanceAdministrator',
  'globalReader',
  'securityAdministrator',
  'securityReader',
  'complianceAdministrator',
] satisfies DirectoryRole[];
const catalogRoles: readonly unknown[] = [
  'catalogOwner',
  'accessPackageManager',
  'catalogReader',
] satisfies CatalogRole[];

/** Checks a grant and fills in its defaults. */
export function readGrant(grant: TokenGrant = {}, clock: Clock): Grant {
  requireKeys(grant, 'A grant', grantKeys);
  const { scopes = ['EntitlementManagement.ReadWrite.All'], appOnly = false, expiresAt } = grant;
  const { roles = appOnly ? [] : ['globalAdministrator'] } = grant;
  const areTexts = Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string');
  requireThat(areTexts, '"scopes" must be an array of strings.');
  const areRoles = Array.isArray(roles) && roles.every(isRole);
  requireThat(areRoles, '"roles" must be an array of directory roles and { role, catalogId } objects.');
  requireThat(typeof appOnly === 'boolean', '"appOnly" must be true or false.');
  const areHeldByApps = !appOnly || roles.every((role) => typeof role === 'object');
  requireThat(areHeldByApps, '"roles" of an app alone must be { role, catalogId } objects.');
  const expiry = expiresAt === undefined ? clock.now() + hour : new Date(expiresAt).getTime();
  requireThat(!Number.isNaN(expiry), '"expiresAt" must be a date.');
  return {
    scopes: scopes.map((scope) => scope.slice(scope.lastIndexOf('/') + 1)),
    roles,
    appOnly,
    claims: readClaims(grant.claims),
    expiresAt: expiry,
  };
}

/** Reads claims from an object or its JSON text; nothing is no claims. */
export function readClaims(claims: string | Record<string, unknown> = {}): Record<string, unknown> {
  let value: unknown = claims;
  if (typeof claims === 'string') {
    try {
      value = JSON.parse(claims);
    } catch {
      throw new TypeError('"claims" is not JSON.');
    }
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  requireThat(isObject, '"claims" must be an object, or JSON text of one.');
  return value as Record<string, unknown>;
}

function isRole(role: unknown): role is RoleAssignment {
  if (typeof role !== 'object' || role === null) return directoryRoles.includes(role);
  return (
    'role' in role && catalogRoles.includes(role.role) && 'catalogId' in role && typeof role.catalogId === 'string'
  );
}
