/** Who may do what: the permission and role tables of Microsoft's pages. */
import { GraphFailure, unauthorized } from './errors.js';
import type { CatalogRole, DirectoryRole, Grant } from './grants.js';

const readScopes = ['EntitlementManagement.Read.All', 'EntitlementManagement.ReadWrite.All'];
const writeScopes = ['EntitlementManagement.ReadWrite.All'];
const writingDirectoryRoles: readonly DirectoryRole[] = ['globalAdministrator', 'identityGovernanceAdministrator'];
const writingCatalogRoles: readonly CatalogRole[] = ['catalogOwner', 'accessPackageManager'];

/** The rights of one caller. Catalog ids are GUIDs and compared without regard to case. */
export interface Access {
  /** Throws 403 unless the caller may read something. */
  requireReader(): void;
  canRead(catalogId: string): boolean;
  /** Throws 403 unless the caller may read in this catalog. */
  requireRead(catalogId: string): void;
  /** Throws 403 unless the token allows writing at all. */
  requireWriter(): void;
  /** Throws 403 unless the caller may write in this catalog. */
  requireWrite(catalogId: string): void;
}

export function createAccess(grant: Grant, licensed: boolean): Access {
  const hasScope = (scopes: readonly string[]) => grant.scopes.some((scope) => scopes.includes(scope));
  const hasDirectoryRole = (roles?: readonly DirectoryRole[]) =>
    grant.roles.some((role) => typeof role === 'string' && (!roles || roles.includes(role)));
  // An app's permission is enough by itself, and a role on a catalog replaces it there.
  const readsAll = grant.appOnly ? hasScope(readScopes) : hasDirectoryRole();
  const writesAll = grant.appOnly ? hasScope(writeScopes) : hasDirectoryRole(writingDirectoryRoles);
  const rolesOn = (catalogId: string) =>
    grant.roles.flatMap((role) =>
      typeof role === 'object' && role.catalogId.toLowerCase() === catalogId.toLowerCase() ? [role.role] : [],
    );

  function requireScope(scopes: readonly string[]): void {
    if (!licensed) {
      const reason = 'Tenant does not meet license requirement!';
      throw new GraphFailure(403, 'NoLicense', `User is not authorized to perform the operation. Reason: ${reason}`);
    }
    const holdsRole = grant.appOnly && grant.roles.length > 0;
    if (!hasScope(scopes) && !holdsRole) throw unauthorized('The caller is not authorized.');
  }

  const canRead = (catalogId: string) => readsAll || rolesOn(catalogId).length > 0;
  return {
    canRead,
    requireReader() {
      requireScope(readScopes);
      if (!readsAll && grant.roles.length === 0) throw unauthorized('Unauthorized');
    },
    requireRead(catalogId) {
      if (!canRead(catalogId)) throw unauthorized('Unauthorized');
    },
    requireWriter() {
      requireScope(writeScopes);
    },
    requireWrite(catalogId) {
      const may = writesAll || rolesOn(catalogId).some((role) => writingCatalogRoles.includes(role));
      if (!may) throw unauthorized('Unauthorized');
    },
  };
}
