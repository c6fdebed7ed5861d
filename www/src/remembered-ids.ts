/** The two ids that this browser remembers, and nothing else. */

/** What identifies an app registration. Neither is a secret. */
export interface TenantIds {
  clientId: string;
  tenantId: string;
}

const KEY = 'entra-access-packages.ids';

/** Reads the ids; empty where there are none or storage is off. */
export function recallIds(): TenantIds {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const { clientId, tenantId } = (stored ?? {}) as Partial<Record<keyof TenantIds, unknown>>;
    return {
      clientId: typeof clientId === 'string' ? clientId : '',
      tenantId: typeof tenantId === 'string' ? tenantId : '',
    };
  } catch {
    return { clientId: '', tenantId: '' };
  }
}

/** Keeps the ids. Where storage is off they have to be typed again. */
export function rememberIds({ clientId, tenantId }: TenantIds): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ clientId, tenantId }));
  } catch {
    // Private windows and strict settings refuse.
  }
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DOMAIN = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i;

/** What is wrong with a client id; empty when it is fine. */
export function clientIdProblem(text: string): string {
  if (text === '') return 'Enter the client id of your app registration.';
  return GUID.test(text) ? '' : 'A client id is a GUID, such as 11111111-2222-3333-4444-555555555555.';
}

/** What is wrong with a tenant id; empty when it is fine. */
export function tenantIdProblem(text: string): string {
  if (text === '') return 'Enter the id of your tenant, or one of its domains.';
  return GUID.test(text) || DOMAIN.test(text) ? '' : 'A tenant id is a GUID or a domain, such as contoso.com.';
}
