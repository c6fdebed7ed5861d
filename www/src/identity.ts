/** Who creates, and where: the one thing in which the sandbox and a tenant differ. */
import type { AccessPackageInput, ConnectionOptions, GetToken } from 'entra-access-packages';

/** Says which identity it is. */
export type IdentityKind = 'sandbox' | 'tenant';

/** What a client needs of an identity. */
export interface Identity {
  readonly kind: IdentityKind;
  /** Names where creates go to, to tell those of one place from those of another. */
  readonly place: string;
  /** Where Graph is, and how long what is lost is looked for. */
  readonly connection: Pick<ConnectionOptions, 'cloud' | 'graphRoot' | 'settleMs'>;
  /** Gives the package its tokens. */
  readonly getToken: GetToken;
  /** Whether somebody is signed in, so that asking Graph makes sense. */
  readonly signedIn: boolean;
  /** Runs right before a create is sent. */
  beforeCreate(input: AccessPackageInput, signal: AbortSignal): Promise<void>;
}
