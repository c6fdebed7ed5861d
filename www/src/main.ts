/** Puts the page together. */
import {
  type AccessPackageClient,
  type AnyAccessPackageError,
  createAccessPackageClient,
  init,
  isAccessPackageError,
} from 'entra-access-packages';
import { CatalogPicker } from './catalog-picker.js';
import { loadPortalConfig, type PortalConfig } from './config.js';
import { Creation } from './creation.js';
import { byId } from './dom.js';
import { explain } from './explain.js';
import type { Identity, IdentityKind } from './identity.js';
import { PackageForm } from './package-form.js';
import { setUpRehearsals } from './rehearsal-select.js';
import { RepeatGuard } from './repeat-guard.js';
import { RequestPanel } from './request-panel.js';
import { ResultPanel } from './result-panel.js';
import { Sandbox } from './sandbox.js';
import { comesFromSignIn, handOver } from './sign-in-return.js';
import { Tenant } from './tenant.js';

const radios = {
  sandbox: byId('identity-sandbox', HTMLInputElement),
  tenant: byId('identity-tenant', HTMLInputElement),
};

function start(config: PortalConfig): void {
  const chosenRehearsal = setUpRehearsals();
  const tenant = new Tenant(config.tenant ?? {}, () => {
    if (identity !== tenant) return;
    picker.replaceSource(...catalogSource());
    if (!result.asksToSignIn) return;
    result.clear();
    byId('create', HTMLButtonElement).focus();
  });
  const sandbox = config.sandbox && new Sandbox(config.sandbox, chosenRehearsal);
  let identity: Identity;
  let client: AccessPackageClient;

  const picker = new CatalogPicker({
    changed: () => form.catalogChanged(),
    left: () => form.catalogLeft(),
    explain: (error) => explainList(error, identity.kind),
  });
  const form = new PackageForm(picker, () => showRequest());
  const request = new RequestPanel();
  const result = new ResultPanel({
    another: () => {
      result.clear();
      form.clear();
    },
    signIn: () => void tenant.signIn(),
  });
  const creation = new Creation(result, new RepeatGuard(), (busy) => {
    for (const radio of Object.values(radios)) radio.disabled = busy || (radio.value === 'sandbox' && !sandbox);
  });

  /** Whether the package was loaded, so that it can say what is missing and what would be sent. */
  let loaded = false;

  function showRequest(): void {
    if (!loaded) return;
    if (form.missing.length > 0) request.showMissing(form.missing);
    else request.show((input) => client.prepare(input), form.input).catch((error: unknown) => showPageProblem(error));
  }

  function catalogSource(): Parameters<CatalogPicker['setSource']> {
    return identity.signedIn
      ? [(signal) => client.listCatalogs({ signal })]
      : [undefined, 'Sign in to see your catalogs.'];
  }

  function use(next: Identity): void {
    identity = next;
    client = createAccessPackageClient({ ...next.connection, getToken: next.getToken });
    byId('sandbox-panel', HTMLElement).hidden = next.kind !== 'sandbox';
    byId('tenant-panel', HTMLElement).hidden = next.kind !== 'tenant';
    radios[next.kind].checked = true;
    if (next === tenant) tenant.warmUp();
    result.clear();
    picker.setSource(...catalogSource());
    form.refresh();
  }

  byId('package-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    if (creation.busy || !loaded || !form.submit()) return;
    void creation.run({ client, identity, input: form.input, catalogName: picker.catalogName });
  });
  for (const radio of Object.values(radios)) {
    radio.addEventListener('change', () => use(radio.value === 'sandbox' && sandbox ? sandbox : tenant));
  }

  init().then(
    () => {
      loaded = true;
      form.startValidating();
    },
    (error: unknown) => showPageProblem(error),
  );
  radios.sandbox.disabled = sandbox === undefined;
  use(sandbox ?? tenant);
}

/** Says why catalogs could not be listed, in one paragraph. */
function explainList(error: unknown, identity: IdentityKind): string {
  if (!isAccessPackageError(error)) return 'The catalogs could not be loaded.';
  const { title, text, next } = explain(error, { identity, doing: 'list' });
  return [`${title}.`, text, ...next].join(' ');
}

/** Tells of something without which the page cannot work. */
function showPageProblem(error: unknown): void {
  const problem = byId('page-problem', HTMLElement);
  problem.textContent = isAccessPackageError(error)
    ? pageProblemText(error)
    : 'This page could not be set up: its server does not answer. Reload it.';
  problem.hidden = false;
}

function pageProblemText(error: AnyAccessPackageError): string {
  const { title, text, next } = explain(error, { identity: 'sandbox', doing: 'create' });
  return [`${title}.`, text, ...next].join(' ');
}

if (comesFromSignIn()) void handOver();
else loadPortalConfig().then(start).catch(showPageProblem);
