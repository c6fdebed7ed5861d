/** The form: what was filled in, and what the package's own validation says of it. */
import { type AccessPackageInput, type ValidationIssue, validateAccessPackage } from 'entra-access-packages';
import type { CatalogPicker } from './catalog-picker.js';
import { announce, byId } from './dom.js';
import { Field } from './field.js';

const FIELDS = ['catalog', 'display-name', 'description'] as const;
type FieldId = (typeof FIELDS)[number];

const LABELS: Record<FieldId, string> = {
  catalog: 'The catalog',
  'display-name': 'The name',
  description: 'The description',
};

/** How long typing has to rest before a problem is read out, in milliseconds. */
const ANNOUNCE_AFTER_MS = 800;

/** The fields that an access package is made of. */
export class PackageForm {
  readonly #fields: Record<FieldId, Field>;
  readonly #hidden = byId('is-hidden', HTMLInputElement);
  readonly #picker: CatalogPicker;
  readonly #changed: () => void;
  #validates = false;
  #asksForCatalog = true;

  constructor(picker: CatalogPicker, changed: () => void) {
    this.#picker = picker;
    this.#changed = changed;
    this.#fields = {
      catalog: new Field('catalog'),
      'display-name': new Field('display-name'),
      description: new Field('description'),
    };
    for (const id of ['display-name', 'description'] as const) {
      this.#fields[id].input.addEventListener('input', () => this.#edited(id));
    }
    this.#hidden.addEventListener('change', () => this.#changed());
  }

  /** Whether a package is filled in just now: elsewhere on the page no catalog need be picked. */
  set asksForCatalog(asks: boolean) {
    this.#asksForCatalog = asks;
    if (!asks && this.#picker.input.value === '') this.#fields.catalog.conceal();
    this.refresh();
  }

  /** The library is loaded: from now on every change is validated. */
  startValidating(): void {
    this.#validates = true;
    this.refresh();
  }

  /** What the form asks for, in the shape that the package takes. */
  get input(): AccessPackageInput {
    const description = this.#fields.description.input.value;
    return {
      // Nobody means the white space around a name, and whoever types has it there between two words.
      displayName: this.#fields['display-name'].input.value.trim(),
      ...(description === '' ? {} : { description }),
      isHidden: this.#hidden.checked,
      catalog: { id: this.#picker.catalogId },
    };
  }

  /** The id of the catalog, once it can be one. */
  get catalogId(): string {
    return this.#validates && !this.#fields.catalog.wrong ? this.#picker.catalogId : '';
  }

  /** The labels of the fields that still need something, in the order of the page. */
  get missing(): string[] {
    return FIELDS.filter((id) => this.#fields[id].wrong).map((id) => LABELS[id].toLowerCase());
  }

  /** The catalog changed: half a word is no problem yet, so it is shown once the field was left. */
  catalogChanged(): void {
    this.refresh();
  }

  /** The focus left the catalog. An empty field that was only passed through is no problem yet. */
  catalogLeft(): void {
    if (this.#picker.input.value !== '') this.#fields.catalog.reveal();
    else if (!this.#asksForCatalog) this.#fields.catalog.conceal();
  }

  /** Shows every problem and puts the focus on the first. Answers whether there is none. */
  submit(): boolean {
    this.refresh();
    for (const id of FIELDS) this.#fields[id].reveal();
    const wrong = FIELDS.filter((id) => this.#fields[id].wrong);
    const [first] = wrong;
    if (!first) return true;
    this.#fields[first].input.focus();
    announce(wrong.length === 1 ? 'There is one problem.' : `There are ${wrong.length} problems.`);
    return false;
  }

  /** Empties everything but the catalog, for the next package. */
  clear(): void {
    this.#fields['display-name'].input.value = '';
    this.#fields.description.input.value = '';
    this.#hidden.checked = false;
    for (const id of FIELDS) this.#fields[id].conceal();
    this.refresh();
    this.#fields['display-name'].input.focus();
  }

  /** Validates and shows what was found. */
  refresh(): void {
    if (!this.#validates) return;
    const result = validateAccessPackage(this.input);
    const issues = result.ok ? [] : result.issues;
    for (const id of FIELDS) {
      const issue = issues.find((found) => fieldOf(found) === id);
      this.#fields[id].setProblem(issue ? this.#sentence(issue, id) : '');
    }
    this.#changed();
  }

  #edited(id: FieldId): void {
    const field = this.#fields[id];
    const before = field.shown;
    field.reveal();
    this.refresh();
    if (field.shown !== before) announce(field.shown || `${LABELS[id]} is fine.`, ANNOUNCE_AFTER_MS);
  }

  #sentence(issue: ValidationIssue, id: FieldId): string {
    if (id === 'catalog') {
      return this.#picker.input.value === ''
        ? 'Pick the catalog that the package belongs to.'
        : 'Pick a catalog from the list, or paste a catalog’s id (a GUID).';
    }
    // The package speaks of properties, this page of fields.
    const property = issue.path.join('.');
    const rest = issue.message.startsWith(property) ? issue.message.slice(property.length) : ` ${issue.message}`;
    const hint = issue.hint ? ` ${issue.hint.charAt(0).toUpperCase()}${issue.hint.slice(1)}.` : '';
    return `${LABELS[id]}${rest}.${hint}`;
  }
}

/** The field that an issue belongs to. `isHidden` comes from a checkbox and cannot be wrong. */
function fieldOf({ path }: ValidationIssue): FieldId | undefined {
  switch (path[0]) {
    case 'catalog':
      return 'catalog';
    case 'displayName':
      return 'display-name';
    case 'description':
      return 'description';
    default:
      return undefined;
  }
}
