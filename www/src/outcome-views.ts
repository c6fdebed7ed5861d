/** How a create, a look or a delete ended, as the panel shows it. */
import type { AccessPackage, CreateResult, CreateTicket, DeleteResult, RecheckResult } from 'entra-access-packages';
import { element } from './dom.js';
import type { Explanation } from './explanation.js';
import type { Order } from './order.js';
import { createdText, duplicateWarning, missingParts, nextParts } from './outcome-parts.js';
import { askedFacts, differences, type FactRow, factList, packageFacts, packageList } from './package-facts.js';
import type { View } from './result-panel.js';
import { attemptsOf, technicalDetails } from './technical-details.js';

/** What the buttons of an outcome do. */
export interface OutcomeActions {
  /** Empties the form for the next package. */
  another(): void;
  signIn(): void;
  /** Looks what became of a create. */
  lookAgain(order: Order, ticket: CreateTicket): void;
  createAgain(order: Order): void;
  /** Takes the package that has the name in place of a new one. */
  useExisting(order: Order): void;
  /** Deletes a package that was just created, after a question. */
  remove(order: Order, accessPackage: AccessPackage): void;
}

/** The views of the outcomes, with their buttons. */
export class OutcomeViews {
  readonly #actions: OutcomeActions;

  constructor(actions: OutcomeActions) {
    this.#actions = actions;
  }

  /** A create that ended well. */
  created(result: CreateResult, order: Order): View {
    const { outcome, accessPackage, duplicates, attempts } = result;
    const parts = [technicalDetails(attempts)];
    if (outcome === 'existing') return this.#existing(accessPackage, order, parts);
    if (outcome === 'adopted') {
      return this.#made(accessPackage, duplicates, order, parts, [
        'The package was created, and it is yours',
        'The answer was lost on the way. A look found the package: new since the request, and just what was sent. ' +
          'Nothing has to be sent again.',
      ]);
    }
    return this.#made(accessPackage, duplicates, order, parts, ['The access package was created', createdText(result)]);
  }

  /** A look that settled a create. */
  rechecked({ accessPackage, duplicates, existing, attempts }: RecheckResult, order: Order): View {
    const parts = [technicalDetails(attempts)];
    if (accessPackage) {
      return this.#made(accessPackage, duplicates, order, parts, [
        'The package was created, and it is yours',
        'The look found it: new since the request, and just what was sent. Nothing has to be sent again.',
      ]);
    }
    const catalog = catalogRow(order);
    return {
      verdict: 'no',
      title: existing ? 'It was not created; another has its name' : 'It was not created',
      parts: existing
        ? [
            element('p', {}, 'The catalog has this package of that name, which the create did not make.'),
            packageFacts(existing, catalog),
            buttons(...this.#useExisting(existing, order)),
            ...parts,
          ]
        : [
            element(
              'p',
              {},
              'The look did not find it, and by now it would show. It will not be created any more either.',
            ),
            factList(askedFacts(order.input, order.catalogName)),
            buttons(button('Create again', () => this.#actions.createAgain(order), 'primary')),
            ...parts,
          ],
    };
  }

  /** A delete that ended well. */
  deleted({ outcome, attempts }: DeleteResult, { displayName = 'The package' }: AccessPackage): View {
    const gone = outcome === 'deleted';
    return {
      verdict: 'before',
      word: gone ? 'Deleted' : 'Not there',
      mark: gone ? '✓' : '–',
      title: gone ? 'The package was deleted' : 'The package is not there any more',
      parts: [
        element(
          'p',
          {},
          gone
            ? `“${displayName}” is gone, and its name is free again.`
            : `Graph does not have “${displayName}”: it was deleted before, or you may not see it.`,
        ),
        buttons(button('Create another', () => this.#actions.another())),
        technicalDetails(attempts),
      ],
    };
  }

  /** A create, or a look what became of one, that did not succeed. */
  failed(explanation: Explanation, error: unknown, order: Order, ticket = partsOf(error).ticket): View {
    const { existing, candidates = [] } = partsOf(error);
    const found = [
      ...(existing ? [packageFacts(existing, catalogRow(order)), ...caseNote(existing, order)] : []),
      ...(candidates.length > 0 ? [element('h3', {}, 'What a look found'), packageList(candidates)] : []),
    ];
    const offers = [
      ...(ticket ? [this.#lookAgain(order, ticket, explanation.done)] : []),
      ...(existing ? this.#useExisting(existing, order) : []),
    ];
    return this.#failure(explanation, error, found, offers);
  }

  /** A delete that did not succeed. The package stays in sight. */
  notDeleted(explanation: Explanation, error: unknown, order: Order, accessPackage: AccessPackage): View {
    const word = explanation.done === 'unknown' ? 'Deleted or not: unknown' : 'Nothing was deleted';
    const again = button('Delete it…', () => this.#actions.remove(order, accessPackage));
    return this.#failure({ ...explanation, word }, error, [packageFacts(accessPackage, catalogRow(order))], [again]);
  }

  #failure(explanation: Explanation, error: unknown, found: Node[], offers: HTMLElement[]): View {
    const { title, done, word, text, signIn } = explanation;
    const signInAgain = signIn ? [button('Sign in again', () => this.#actions.signIn())] : [];
    return {
      verdict: done,
      ...(word === undefined ? {} : { word }),
      title,
      asksToSignIn: signIn === true,
      parts: [
        element('p', {}, text),
        ...found,
        ...missingParts(explanation),
        ...nextParts(explanation),
        buttons(...signInAgain, ...offers),
        technicalDetails(attemptsOf(error), error),
      ],
    };
  }

  /** A package that this page's request made. */
  #made(
    accessPackage: AccessPackage,
    duplicates: AccessPackage[] | undefined,
    order: Order,
    parts: Node[],
    [title, text]: [title: string, text: string],
  ): View {
    const several = duplicates !== undefined && duplicates.length > 0;
    const where = order.identity.kind === 'sandbox' ? 'It exists in the sandbox only.' : '';
    const remove = button('Delete it…', () => this.#actions.remove(order, accessPackage));
    return {
      verdict: 'yes',
      title: several ? `${title}, and there is another of its name` : title,
      parts: [
        element('p', {}, `${text} ${where}`.trim()),
        packageFacts(accessPackage, catalogRow(order)),
        ...(several ? [duplicateWarning(duplicates)] : []),
        element(
          'p',
          {},
          'It grants nothing yet: next come its resource roles and an assignment policy, in the Entra admin center.',
        ),
        buttons(
          button('Create another', () => this.#actions.another()),
          remove,
        ),
        ...parts,
      ],
    };
  }

  #existing(accessPackage: AccessPackage, order: Order, parts: Node[]): View {
    const differing = differences(order.input, accessPackage);
    const differs =
      differing.length === 0
        ? 'It is as you filled it in.'
        : `It differs from what you filled in: ${differing.join(', ')}. It was not changed.`;
    return {
      verdict: 'before',
      title: 'The catalog has that package already',
      parts: [
        element('p', {}, `A package of exactly this name was there before. ${differs}`),
        packageFacts(accessPackage, catalogRow(order)),
        buttons(button('Create another', () => this.#actions.another())),
        ...parts,
      ],
    };
  }

  #lookAgain(order: Order, ticket: CreateTicket, done: Explanation['done']): HTMLElement {
    const look = () => this.#actions.lookAgain(order, ticket);
    return done === 'unknown' ? button('Look again', look, 'primary') : button('Look whether it was created', look);
  }

  /** The package takes only exactly that name for the same. */
  #useExisting({ displayName }: AccessPackage, order: Order): HTMLElement[] {
    if (displayName !== order.input.displayName) return [];
    return [button('Use the one that exists', () => this.#actions.useExisting(order))];
  }
}

/** What errors of the package may have besides. */
interface ErrorParts {
  existing?: AccessPackage;
  candidates?: AccessPackage[];
  ticket?: CreateTicket;
}

function partsOf(error: unknown): ErrorParts {
  return error instanceof Error ? (error as ErrorParts) : {};
}

function button(label: string, press: () => void, look = ''): HTMLElement {
  const made = element('button', { type: 'button', class: `button ${look}`.trim() }, label);
  made.addEventListener('click', press);
  return made;
}

function buttons(...offers: HTMLElement[]): HTMLElement {
  return element('div', { class: 'actions', hidden: offers.length === 0 }, ...offers);
}

function catalogRow({ input, catalogName }: Order): FactRow {
  return ['Catalog', catalogName ?? element('code', {}, input.catalog.id)];
}

function caseNote({ displayName }: AccessPackage, { input }: Order): Node[] {
  if (displayName === undefined || displayName === input.displayName) return [];
  return [element('p', {}, 'Its name is written differently, and counts as the same.')];
}
