/** Tokens: what a grant may say, the fake's own opaque tokens, and the check of whatever a request carries. */
import type { Clock } from './clock.js';
import { GraphFailure } from './errors.js';
import type { FakeGraphOptions } from './types.js';

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
export type RoleAssignment = DirectoryRole | { role: CatalogRole; catalogId: string };

/**
 * What a token allows. A call needs the permission (`scopes`) and a role.
 *
 * @see https://learn.microsoft.com/graph/api/entitlementmanagement-post-accesspackages#permissions
 */
export interface TokenGrant {
  /**
   * The delegated permissions, as bare names or with the resource before them.
   * Default: `EntitlementManagement.ReadWrite.All`.
   */
  scopes?: readonly string[] | undefined;
  /** The roles that the user holds. Default: `globalAdministrator`. */
  roles?: readonly RoleAssignment[] | undefined;
  /** When it expires: a date, or milliseconds since 1970. Default: an hour after it was issued. */
  expiresAt?: Date | number | string | undefined;
}

/** What became of judging a token: what it allows, or a refusal with 401 and this `message`. */
export type TokenVerdict = { ok: true; grant?: TokenGrant | undefined } | { ok: false; message?: string | undefined };

/** A grant whose defaults are filled in. */
export interface Grant {
  scopes: readonly string[];
  roles: readonly RoleAssignment[];
  expiresAt: number;
}

export interface TokenDesk {
  issue(grant?: TokenGrant): string;
  /** The grant of a request's token. Throws a 401 where there is none. */
  check(authorization: string | null): Promise<Grant>;
}

const hour = 3_600_000;
const grantKeys = ['scopes', 'roles', 'expiresAt'];
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

export function createTokenDesk(verify: FakeGraphOptions['verifyToken'], clock: Clock): TokenDesk {
  const issued = new Map<string, Grant>();

  async function judge(token: string): Promise<Grant> {
    let verdict: TokenVerdict | undefined;
    try {
      verdict = await verify?.(token);
    } catch {
      throw refusal('Access token validation failure.');
    }
    if (verdict !== undefined && typeof verdict?.ok !== 'boolean') {
      throw new TypeError('"verifyToken" must give { ok: true }, { ok: false } or undefined.');
    }
    if (verdict?.ok === false) throw refusal(verdict.message ?? 'Access token validation failure.');
    const grant = verdict ? readGrant(verdict.grant, clock) : issued.get(token);
    if (!grant) throw refusal('Access token validation failure.');
    return grant;
  }

  return {
    issue(grant) {
      const token = newToken();
      issued.set(token, readGrant(grant, clock));
      return token;
    },
    async check(authorization) {
      const token = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) throw refusal('Access token is empty.');
      const grant = await judge(token);
      if (grant.expiresAt <= clock.now()) throw refusal('Lifetime validation failed, the token is expired.');
      return grant;
    },
  };
}

/** Opaque on purpose: a client that tries to look inside finds nothing. */
function newToken(): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const digits = Array.from({ length: 64 }, () => alphabet[Math.floor(Math.random() * alphabet.length)]);
  return `fake.${digits.join('')}`;
}

function readGrant(grant: TokenGrant = {}, clock: Clock): Grant {
  const unknown = Object.keys(grant).find((key) => !grantKeys.includes(key));
  if (unknown) throw new TypeError(`A grant has no property "${unknown}" (it has ${grantKeys.join(', ')}).`);
  const { scopes = ['EntitlementManagement.ReadWrite.All'], roles = ['globalAdministrator'], expiresAt } = grant;
  if (!Array.isArray(scopes) || scopes.some((scope) => typeof scope !== 'string')) {
    throw new TypeError('"scopes" must be an array of strings.');
  }
  if (!Array.isArray(roles) || !roles.every(isRole)) {
    throw new TypeError('"roles" must be an array of directory roles and { role, catalogId } objects.');
  }
  const expiry = expiresAt === undefined ? clock.now() + hour : new Date(expiresAt).getTime();
  if (Number.isNaN(expiry)) throw new TypeError('"expiresAt" must be a date.');
  return { scopes: scopes.map((scope) => scope.slice(scope.lastIndexOf('/') + 1)), roles, expiresAt: expiry };
}

function isRole(role: unknown): role is RoleAssignment {
  if (typeof role !== 'object' || role === null) return directoryRoles.includes(role);
  return (
    'role' in role && catalogRoles.includes(role.role) && 'catalogId' in role && typeof role.catalogId === 'string'
  );
}

function refusal(message: string): GraphFailure {
  const challenge =
    'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", ' +
    'client_id="00000003-0000-0000-c000-000000000000"';
  return new GraphFailure(401, 'InvalidAuthenticationToken', message, [['WWW-Authenticate', challenge]]);
}
