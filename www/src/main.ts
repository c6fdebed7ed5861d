/** Puts the page together. */
import {
  type AccessPackageClient,
  type AnyAccessPackageError,
  type CreateTicket,
  createAccessPackageClient,
  init,
  isAccessPackageError,
} from 'entra-access-packages';
import { CatalogContents } from './catalog-contents.js';
import { CatalogPicker } from './catalog-picker.js';
import { loadPortalConfig, type PortalConfig } from './config.js';
import { Creation, type Surroundings } from './creation.js';
import { byId, setAttribute } from './dom.js';
import { explain } from './explain.js';
import type { Identity, IdentityKind } from './identity.js';
import { ManyView } from './many/many-view.js';
import type { Order } from './order.js';
import { OutcomeViews } from './outcome-views.js';
import { PackageForm } from './package-form.js';
import { elsewhere, lookAgain } from './recheck.js';
import { setUpRehearsals } from './rehearsal-select.js';
import { remove } from './removal.js';
import { RequestPanel } from './request-panel.js';
import { ResultPanel } from './result-panel.js';
import { Sandbox } from './sandbox.js';
import { comesFromSignIn, handOver } from './sign-in-return.js';
import { Tenant } from './tenant.js';
import { UnsettledCard } from './unsettled-card.js';
import { keyOf, type Unsettled, UnsettledStore } from './unsettled-store.js';
import { type ViewName, Views } from './views.js';
import { Work } from './work.js';

const radios = {
  sandbox: byId('identity-sandbox', HTMLInputElement),
  tenant: byId('identity-tenant', HTMLInputElement),
};

function start(config: PortalConfig): void {
  const chosenRehearsal = setUpRehearsals(() => {
    // A pause that the last rehearsal asked for is not to hold up the next one.
    if (identity === sandbox) client = connect(identity);
  });
  const tenant = new Tenant(config.tenant ?? {}, () => {
    if (identity !== tenant) return;
    picker.replaceSource(...catalogSource());
    many.identityChanged();
    if (!result.asksToSignIn) return;
    result.clear();
    if (!card.focus()) byId('create', HTMLButtonElement).focus();
  });
  const sandbox = config.sandbox && new Sandbox(config.sandbox, chosenRehearsal);
  let identity: Identity;
  let client: AccessPackageClient;

  const picker = new CatalogPicker({
    changed: () => form.catalogChanged(),
    left: () => form.catalogLeft(),
    explain: (error) => explainList(error, identity.kind, 'list'),
  });
  const contents = new CatalogContents(
    (catalogId, signal) => client.list({ catalogId, signal }),
    (error) => explainList(error, identity.kind, 'contents'),
  );
  const form = new PackageForm(picker, () => {
    contents.show(identity.signedIn ? form.catalogId : '');
    showRequest();
  });
  const request = new RequestPanel();

  const store = new UnsettledStore(() => showUnsettled());
  const result = new ResultPanel(() => showUnsettled());
  const views = new OutcomeViews({
    another: () => {
      result.clear();
      form.clear();
    },
    signIn: () => void tenant.signIn(),
    lookAgain: (order, ticket) => look(order, ticket),
    createAgain: (order) => void creation.run(order, { again: true }),
    useExisting: (order) => void creation.run(order, { again: true, useExisting: true }),
    remove: (order, accessPackage) => void remove(order, accessPackage, around),
  });
  const work = new Work((busy) => {
    for (const radio of Object.values(radios)) radio.disabled = busy || (radio.value === 'sandbox' && !sandbox);
    // Not `disabled`, which would throw the focus away.
    setAttribute(byId('create', HTMLButtonElement), 'aria-disabled', busy ? 'true' : undefined);
    card.busy = busy;
    many.busy = busy;
    if (!busy) contents.refresh();
  });
  const around: Surroundings = { work, panel: result, views, store };
  const creation = new Creation(around, (order, ticket) => look(order, ticket));
  const card = new UnsettledCard({
    look: (entry) => lookFor(entry),
    forget: ({ place, ticket }) => store.settle(place, ticket.input),
  });

  const many = new ManyView({
    work,
    identity: () => identity,
    connect: () => connect(identity),
    catalogId: () => form.catalogId,
    isVisible: () => switcher.current === 'many',
    signIn: () => void tenant.signIn(),
    onState: (text) => {
      switcher.stateOfMany = text;
    },
  });
  const switcher = new Views((view) => {
    placeCatalogField(view);
    form.asksForCatalog = view === 'one';
    many.visible = view === 'many';
  });

  /** Whether the package was loaded, so that it can say what is missing and what would be sent. */
  let loaded = false;

  function showRequest(): void {
    if (!loaded) return;
    if (form.missing.length > 0) request.showMissing(form.missing);
    else request.show((input) => client.prepare(input), form.input).catch((error: unknown) => showPageProblem(error));
  }

  /** What the panel is about is not told a second time. */
  function showUnsettled(): void {
    card.show(store.all.filter(({ place, ticket }) => keyOf(place, ticket.input) !== result.about));
  }

  function look(order: Order, ticket: CreateTicket): void {
    // A look in another tenant would find nothing, and say so with confidence.
    if (order.identity.signedIn && order.identity.place !== order.place) result.show(elsewhere(order));
    else void lookAgain(order, ticket, around);
  }

  function lookFor({ kind, place, ticket, catalogName }: Unsettled): void {
    if (identity.kind !== kind) use(kind === 'sandbox' && sandbox ? sandbox : tenant);
    look({ client, identity, place, input: ticket.input, catalogName }, ticket);
  }

  function catalogSource(): Parameters<CatalogPicker['setSource']> {
    return identity.signedIn
      ? [(signal) => client.listCatalogs({ signal })]
      : [undefined, 'Sign in to see your catalogs.'];
  }

  function use(next: Identity): void {
    identity = next;
    client = connect(next);
    byId('sandbox-panel', HTMLElement).hidden = next.kind !== 'sandbox';
    byId('tenant-panel', HTMLElement).hidden = next.kind !== 'tenant';
    radios[next.kind].checked = true;
    if (next === tenant) tenant.warmUp();
    result.clear();
    picker.setSource(...catalogSource());
    form.refresh();
    many.identityChanged();
  }

  byId('package-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    if (work.busy || !loaded || !form.submit()) return;
    const { place } = identity;
    void creation.run({ client, identity, place, input: form.input, catalogName: picker.catalogName });
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
  // A sandbox that is gone has taken its packages along.
  for (const { kind, place, ticket } of store.all) {
    if (kind === 'sandbox' && place !== sandbox?.place) store.settle(place, ticket.input);
  }
  use(sandbox ?? tenant);
  switcher.start();
  card.announce(store.all);
}

/** There is one catalog field, which both views use: it goes where it is needed, with what was picked in it. */
function placeCatalogField(view: ViewName): void {
  const field = byId('catalog-field', HTMLElement);
  if (view === 'many') byId('many-catalog', HTMLElement).append(field);
  else byId('package-title', HTMLElement).after(field);
  byId('catalog-label', HTMLElement).textContent = view === 'many' ? 'Catalog for rows that name none' : 'Catalog';
  setAttribute(byId('catalog', HTMLInputElement), 'aria-required', view === 'many' ? undefined : 'true');
}

function connect({ connection, getToken }: Identity): AccessPackageClient {
  return createAccessPackageClient({ ...connection, getToken });
}

/** Says why something could not be listed, in one paragraph. */
function explainList(error: unknown, identity: IdentityKind, doing: 'list' | 'contents'): string {
  if (!isAccessPackageError(error)) return 'The list could not be loaded.';
  const { title, text, next } = explain(error, { identity, doing });
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
