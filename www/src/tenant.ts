/** The tenant as an identity: the sign-in panel, and MSAL.js behind it, loaded once it is needed. */
import { createAccessPackageClient, type TokenRequest } from 'entra-access-packages';
import { InteractionRequiredError } from 'entra-access-packages/msal';
import type { TenantConfig } from './config.js';
import { announce, bindCopy, byId } from './dom.js';
import { Field } from './field.js';
import type { Identity } from './identity.js';
import { clientIdProblem, recallIds, rememberIds, type TenantIds, tenantIdProblem } from './remembered-ids.js';
import type { TenantSession } from './tenant-session.js';

/** What signing in needs besides the ids. */
interface Tools {
  open: typeof TenantSession.open;
  /** The scopes that the package will ask for, as it tells them, so that one consent covers all. */
  scopes: string[];
}

/** The tenant as an identity. */
export class Tenant implements Identity {
  readonly kind = 'tenant';
  readonly connection: Identity['connection'];
  readonly #config: TenantConfig;
  readonly #changed: () => void;
  readonly #clientId = new Field('client-id');
  readonly #tenantId = new Field('tenant-id');
  readonly #ids = byId('tenant-ids', HTMLElement);
  readonly #status = byId('tenant-status', HTMLElement);
  readonly #signIn = byId('sign-in', HTMLButtonElement);
  readonly #signOut = byId('sign-out', HTMLButtonElement);
  readonly #setup = byId('tenant-setup', HTMLDetailsElement);
  #tools: Promise<Tools> | undefined;
  #session: TenantSession | undefined;
  #attempts = 0;

  /** @param changed runs when somebody signed in or out. */
  constructor(config: TenantConfig, changed: () => void) {
    this.#config = config;
    this.#changed = changed;
    this.connection = { cloud: config.cloud, graphRoot: config.graphRoot };
    const uri = `${location.origin}/`;
    byId('redirect-uri', HTMLElement).textContent = uri;
    bindCopy(byId('copy-redirect-uri', HTMLButtonElement), () => uri);
    const { clientId, tenantId } = recallIds();
    this.#clientId.input.value = clientId;
    this.#tenantId.input.value = tenantId;
    this.#setup.open = clientId === '';
    for (const field of [this.#clientId, this.#tenantId]) {
      field.input.addEventListener('input', () => this.#check());
      field.input.addEventListener('change', () => field.reveal());
    }
    byId('tenant-panel', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      void this.signIn();
    });
    this.#signOut.addEventListener('click', () => void this.#leave());
    this.#check();
    this.#show();
  }

  get place(): string {
    const { cloud = 'global', graphRoot = '' } = this.connection;
    return ['tenant', cloud, graphRoot, this.signedIn ? this.#session?.tenant : ''].join(' ');
  }

  get signedIn(): boolean {
    return this.#session?.userName !== undefined;
  }

  readonly getToken = async (request: TokenRequest): Promise<string> => {
    if (!this.#session) throw new InteractionRequiredError('signedOut');
    return this.#session.token(request);
  };

  async beforeCreate(): Promise<void> {}

  /** Loads what signing in needs, so that the popup opens while the click is still fresh. */
  warmUp(): void {
    this.#load().catch(() => {
      // Told when the button is pressed, which tries again.
      this.#tools = undefined;
    });
  }

  /** Opens the popup to sign in, once both ids are plausible. */
  async signIn(): Promise<void> {
    this.#check();
    this.#clientId.reveal();
    this.#tenantId.reveal();
    const wrong = [this.#clientId, this.#tenantId].find((field) => field.wrong);
    if (wrong) {
      wrong.input.focus();
      return;
    }
    rememberIds(this.#typedIds);
    await this.#attempt('Sign in, in the window that opens. No window? Press the button again.', async () => {
      const { open, scopes } = await this.#load();
      const session = this.signedIn && this.#session ? this.#session : await open(this.#typedIds, this.#config);
      await session.signIn(scopes);
      this.#session = session;
    });
  }

  async #leave(): Promise<void> {
    await this.#attempt('Signing out…', async () => this.#session?.signOut());
  }

  #load(): Promise<Tools> {
    this.#tools ??= Promise.all([import('./tenant-session.js'), this.#scopes()]).then(
      ([{ TenantSession }, scopes]) => ({
        open: TenantSession.open,
        scopes,
      }),
    );
    return this.#tools;
  }

  async #scopes(): Promise<string[]> {
    const client = createAccessPackageClient({ ...this.connection, getToken: this.getToken });
    const anything = { displayName: 'any', catalog: { id: '00000000-0000-0000-0000-000000000000' } };
    return (await client.prepare(anything)).scopes;
  }

  get #typedIds(): TenantIds {
    return { clientId: this.#clientId.input.value.trim(), tenantId: this.#tenantId.input.value.trim() };
  }

  /** Signs in or out. An attempt that a newer one replaced has no say any more. */
  async #attempt(doing: string, work: () => Promise<void>): Promise<void> {
    this.#attempts += 1;
    const attempt = this.#attempts;
    this.#status.textContent = doing;
    this.#status.classList.remove('failed');
    let failure = '';
    try {
      await work();
    } catch (error) {
      failure = `That did not succeed. ${error instanceof Error ? error.message : ''}`.trim();
    }
    if (attempt !== this.#attempts) return;
    this.#show(failure);
    if (failure) announce(failure);
    else this.#changed();
  }

  #check(): void {
    const { clientId, tenantId } = this.#typedIds;
    this.#clientId.setProblem(clientIdProblem(clientId));
    this.#tenantId.setProblem(tenantIdProblem(tenantId));
  }

  #show(failure = ''): void {
    const name = this.#session?.userName;
    const hadFocus = document.activeElement;
    this.#ids.hidden = name !== undefined;
    this.#signIn.textContent = name === undefined ? 'Sign in' : 'Sign in again';
    this.#signOut.hidden = name === undefined;
    if (name !== undefined) this.#setup.open = false;
    // What is taken away must not take the focus with it.
    if (hadFocus === this.#signOut && name === undefined) this.#signIn.focus();
    this.#status.textContent = failure || (name === undefined ? 'Not signed in.' : `Signed in as ${name}.`);
    this.#status.classList.toggle('failed', failure !== '');
  }
}
