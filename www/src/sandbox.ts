/** The sandbox: tokens for anybody, and outcomes to rehearse. */
import type { AccessPackageInput, TokenRequest } from 'entra-access-packages';
import { InteractionRequiredError } from 'entra-access-packages/msal';
import type { Fault } from 'entra-access-packages/testing';
import type { SandboxConfig } from './config.js';
import type { Identity } from './identity.js';
import { type Rehearsal, SANDBOX_SETTLE_MS } from './rehearsals.js';

/** The sandbox as an identity. */
export class Sandbox implements Identity {
  readonly kind = 'sandbox';
  readonly signedIn = true;
  readonly place: string;
  readonly connection: { graphRoot: string; settleMs: number };
  readonly #chosen: () => Rehearsal | undefined;
  /** Whether faults were queued, which may not have struck. */
  #armed = false;
  /** Whether the sign-in has run out, for rehearsing that. */
  #isExpired = false;

  constructor({ graphRoot }: SandboxConfig, chosen: () => Rehearsal | undefined) {
    this.place = `sandbox ${graphRoot}`;
    this.connection = { graphRoot, settleMs: SANDBOX_SETTLE_MS };
    this.#chosen = chosen;
  }

  readonly getToken = async ({ signal }: Pick<TokenRequest, 'signal'>): Promise<string> => {
    if (this.#isExpired) throw new InteractionRequiredError('expired');
    const response = await this.#steer('POST', 'token', undefined, signal);
    const { token } = (await response.json()) as { token: string };
    return token;
  };

  /** Sets up the outcome to rehearse. */
  async beforeCreate(input: AccessPackageInput, signal: AbortSignal): Promise<void> {
    const { faults = [], namesake } = this.#chosen() ?? {};
    // A create that ended before it was sent has left its faults behind.
    if (this.#armed) await this.clearFaults(signal);
    this.#armed = faults.length > 0;
    if (namesake) await this.createNamesake(input, signal);
    for (const fault of faults) await this.fail(fault, signal);
  }

  /** Has something go wrong from now on. */
  async fail(fault: Fault, signal: AbortSignal): Promise<void> {
    await this.#steer('POST', 'fault', fault, signal);
  }

  /** Has nothing go wrong any more. */
  async clearFaults(signal: AbortSignal): Promise<void> {
    await this.#steer('DELETE', 'fault', undefined, signal);
  }

  /** Has the sign-in run out. */
  expireSignIn(): void {
    this.#isExpired = true;
  }

  /** Signs in again, which the sandbox lets everybody. */
  renewSignIn(): void {
    this.#isExpired = false;
  }

  /** Creates a package of that name as somebody else would: without the client that the page shows off. */
  async createNamesake({ displayName, catalog }: AccessPackageInput, signal: AbortSignal): Promise<void> {
    const token = await this.getToken({ signal });
    await this.#ask('/v1.0/identityGovernance/entitlementManagement/accessPackages', {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ displayName, description: 'Created by somebody else.', catalog }),
      signal,
    });
  }

  async #steer(method: string, path: string, body: object | undefined, signal: AbortSignal): Promise<Response> {
    const json = body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    const response = await this.#ask(`/_fake/${path}`, { ...json, method, signal });
    if (!response.ok) throw new Error(`the sandbox answered with ${response.status}`);
    return response;
  }

  #ask(path: string, init: RequestInit): Promise<Response> {
    return fetch(new URL(path, this.connection.graphRoot), { ...init, credentials: 'omit' });
  }
}
