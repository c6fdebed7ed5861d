/** Shows how a create ended, and moves the focus to it. */
import type { AccessPackageInput, Attempt, CreateResult, GraphAnswer } from 'entra-access-packages';
import { announce, byId, copyButton, element } from './dom.js';
import type { Explanation } from './explain.js';
import type { IdentityKind } from './identity.js';

/** What was asked for, as the page names it. */
export interface Asked {
  identity: IdentityKind;
  input: AccessPackageInput;
  catalogName: string | undefined;
}

/** What the buttons of the panel do. */
export interface ResultActions {
  another(): void;
  signIn(): void;
}

const VERDICTS: Record<Explanation['created'], { mark: string; word: string }> = {
  yes: { mark: '✓', word: 'Created' },
  no: { mark: '✕', word: 'Nothing was created' },
  unknown: { mark: '?', word: 'Created or not: unknown' },
};

/** The panel below the form. */
export class ResultPanel {
  readonly #panel = byId('result', HTMLElement);
  readonly #actions: ResultActions;
  #asksToSignIn = false;

  constructor(actions: ResultActions) {
    this.#actions = actions;
  }

  /** Whether it shows a failure that signing in was to mend. */
  get asksToSignIn(): boolean {
    return this.#asksToSignIn;
  }

  /** Takes the last outcome away. */
  clear(): void {
    this.#asksToSignIn = false;
    this.#panel.hidden = true;
    this.#panel.replaceChildren();
  }

  /** Shows a package that was created. */
  showCreated({ accessPackage, attempts }: CreateResult, asked: Asked): void {
    const rows: [string, Node | string, string?][] = [
      [
        'Id',
        element(
          'span',
          { class: 'copyable' },
          element('code', { 'data-field': 'id' }, accessPackage.id),
          copyButton(() => accessPackage.id, 'Copy the id'),
        ),
      ],
      ['Name', accessPackage.displayName ?? asked.input.displayName],
      ['Description', accessPackage.description ?? '—'],
      ['Catalog', asked.catalogName ?? element('code', {}, asked.input.catalog.id)],
      ['Hidden', accessPackage.isHidden ? 'Yes' : 'No'],
    ];
    if (accessPackage.createdDateTime) rows.push(['Created', timeElement(accessPackage.createdDateTime)]);
    const where = asked.identity === 'sandbox' ? 'It exists in the sandbox only.' : '';
    const another = element('button', { type: 'button', class: 'button' }, 'Create another');
    another.addEventListener('click', () => this.#actions.another());
    this.#show(
      'yes',
      'The access package was created',
      element('p', {}, `Graph confirmed it with status 201. ${where}`.trim()),
      facts(rows),
      element(
        'p',
        {},
        'It grants nothing yet: next come its resource roles and an assignment policy, in the Entra admin center.',
      ),
      details('Technical details', attempts, []),
      element('div', { class: 'actions' }, another),
    );
  }

  /** Shows a create that did not succeed, in plain words. */
  showFailure(explanation: Explanation, error: unknown): void {
    const { title, created, text, next, signIn } = explanation;
    const parts: Node[] = [element('p', {}, text)];
    if (next.length > 0) {
      parts.push(
        element('h3', {}, 'What to do now'),
        element('ol', {}, ...next.map((step) => element('li', {}, step))),
      );
    }
    if (signIn) {
      const button = element('button', { type: 'button', class: 'button' }, 'Sign in again');
      button.addEventListener('click', () => this.#actions.signIn());
      parts.push(element('div', { class: 'actions' }, button));
    }
    parts.push(details('Technical details', attemptsOf(error), technicalRows(error)));
    this.#show(created, title, ...parts);
    this.#asksToSignIn = signIn === true;
  }

  #show(created: Explanation['created'], title: string, ...parts: Node[]): void {
    const { mark, word } = VERDICTS[created];
    this.#asksToSignIn = false;
    const heading = element('h2', { id: 'result-title', tabindex: '-1' }, title);
    this.#panel.dataset.created = created;
    this.#panel.replaceChildren(
      element('p', { class: 'verdict' }, element('span', { class: 'verdict-mark', 'aria-hidden': 'true' }, mark), word),
      heading,
      ...parts,
    );
    this.#panel.hidden = false;
    heading.focus();
    announce(`${title}. ${word}.`);
  }
}

function facts(rows: [string, Node | string, string?][]): HTMLElement {
  return element(
    'dl',
    { class: 'facts' },
    ...rows.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  );
}

/** What to quote to somebody who has to look into it: ids and codes, never a token. */
function details(summary: string, attempts: readonly Attempt[], rows: [string, string][]): HTMLElement {
  const all: [string, string][] = [...rows];
  attempts.forEach((attempt, index) => {
    const prefix = attempts.length === 1 ? '' : `Try ${index + 1}: `;
    all.push([`${prefix}sent`, attempt.startedAt]);
    if (attempt.status !== undefined) all.push([`${prefix}status`, String(attempt.status)]);
    all.push([`${prefix}result`, attempt.result], [`${prefix}client-request-id`, attempt.clientRequestId]);
    if (attempt.requestId !== undefined) all.push([`${prefix}request-id`, attempt.requestId]);
  });
  if (all.length === 0) all.push(['requests', 'none was sent']);
  const text = all.map(([name, value]) => `${name}: ${value}`).join('\n');
  return element(
    'details',
    { class: 'more' },
    element('summary', {}, summary),
    facts(all),
    copyButton(() => text, `Copy: ${summary.toLowerCase()}`),
  );
}

function technicalRows(error: unknown): [string, string][] {
  if (!(error instanceof Error)) return [['error', String(error)]];
  const rows: [string, string][] = [['error', `${error.name}: ${error.message}`]];
  const { code, reason } = error as { code?: unknown; reason?: unknown };
  if (typeof code === 'string') rows.push(['code', code]);
  if (typeof reason === 'string') rows.push(['reason', reason]);
  const answer = error as GraphAnswer;
  for (const key of ['graphCode', 'graphMessage', 'date', 'retryAt'] as const) {
    if (typeof answer[key] === 'string') rows.push([key, answer[key]]);
  }
  if (error.cause instanceof Error) rows.push(['cause', `${error.cause.name}: ${error.cause.message}`]);
  return rows;
}

function attemptsOf(error: unknown): readonly Attempt[] {
  const { attempts } = error as { attempts?: readonly Attempt[] };
  return Array.isArray(attempts) ? attempts : [];
}

/** A time in the reader's zone, with Graph's own text beside it for machines. */
function timeElement(iso: string): HTMLElement {
  const time = new Date(iso);
  const text = Number.isNaN(time.getTime())
    ? iso
    : time.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'long' });
  return element('time', { datetime: iso }, text);
}
