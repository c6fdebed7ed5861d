/** What the server of this page says about its surroundings: `/portal.json`. */
import type { Cloud } from 'entra-access-packages';

/** The sandbox: a fake Graph that gives tokens to anybody. */
export interface SandboxConfig {
  /** Its origin. */
  graphRoot: string;
}

/** What stands in for Microsoft's public cloud in other deployments. Everything is optional. */
export interface TenantConfig {
  /** The authority to sign in at. Default: the cloud's, with the tenant id from the page. */
  authority?: string;
  /** Hosts that MSAL.js takes as authorities without asking Microsoft about them. */
  knownAuthorities?: string[];
  /** The protocol of the authority. Default: `AAD`. */
  protocolMode?: 'AAD' | 'OIDC';
  /** An origin in place of the cloud's Graph root. */
  graphRoot?: string;
  /** The cloud. Default: `global`. */
  cloud?: Cloud;
}

/** The whole of `/portal.json`. */
export interface PortalConfig {
  sandbox?: SandboxConfig;
  tenant?: TenantConfig;
}

/** Reads `/portal.json`. It comes from the page's own origin and is trusted as the page's scripts are. */
export async function loadPortalConfig(): Promise<PortalConfig> {
  const response = await fetch('/portal.json', { cache: 'no-store', credentials: 'omit', redirect: 'error' });
  if (!response.ok) throw new Error(`/portal.json was answered with ${response.status}`);
  return (await response.json()) as PortalConfig;
}
