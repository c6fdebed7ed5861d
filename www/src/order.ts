/** A create as somebody asked for it on this page. */
import type { AccessPackageClient, AccessPackageInput } from 'entra-access-packages';
import type { Identity } from './identity.js';

/** What to create, where, as whom. */
export interface Order {
  client: AccessPackageClient;
  identity: Identity;
  /** Where it goes to, as it was when it was asked for; see `Identity.place`. */
  place: string;
  input: AccessPackageInput;
  /** The name of the catalog, where it was picked by name. */
  catalogName: string | undefined;
}
