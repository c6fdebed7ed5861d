/**
 * The creates whose end this tab has not seen, so that a reload or a crash does not lose them.
 *
 * Each is kept by its ticket, which the package gives before it sends the request. A ticket holds what was asked for
 * and no token. It is kept in `sessionStorage`, which belongs to this tab and ends with it, and only until the create
 * has settled.
 */
import type { AccessPackageInput, CreateTicket } from 'entra-access-packages';
import type { IdentityKind } from './identity.js';

/** A create whose end nobody has seen. */
export interface Unsettled {
  kind: IdentityKind;
  /** Where it went to; see `Identity.place`. */
  place: string;
  /** The name of the catalog, where it was picked by name. */
  catalogName?: string;
  ticket: CreateTicket;
}

const KEY = 'entra-access-packages.unsettled';

/** The creates that are not settled: one for each name in a catalog. */
export class UnsettledStore {
  readonly #changed: () => void;
  #entries = new Map<string, Unsettled>();

  /** @param changed runs when one came or went */
  constructor(changed: () => void) {
    this.#changed = changed;
    for (const entry of readStored()) this.#entries.set(keyOf(entry.place, entry.ticket.input), entry);
    // What could not be read is not kept for the next time either.
    this.#write();
  }

  /** All of them, the oldest first. */
  get all(): Unsettled[] {
    return [...this.#entries.values()];
  }

  /** The one of this name in this catalog. */
  find(place: string, input: AccessPackageInput): Unsettled | undefined {
    return this.#entries.get(keyOf(place, input));
  }

  /** Keeps one, in place of an earlier one of the same name. */
  keep(entry: Unsettled): void {
    this.#entries.set(keyOf(entry.place, entry.ticket.input), entry);
    this.#write();
    this.#changed();
  }

  /** Forgets the one of this name: it is known what became of it. */
  settle(place: string, input: AccessPackageInput): void {
    if (!this.#entries.delete(keyOf(place, input))) return;
    this.#write();
    this.#changed();
  }

  #write(): void {
    try {
      if (this.#entries.size === 0) sessionStorage.removeItem(KEY);
      else sessionStorage.setItem(KEY, JSON.stringify(this.all));
    } catch {
      // Strict settings refuse, and there is a limit. What is in memory lasts as long as the page.
    }
  }
}

/** Two creates are the same when they would make packages of one name in one catalog. */
export function keyOf(place: string, { catalog, displayName }: AccessPackageInput): string {
  return JSON.stringify([place, catalog.id.toLowerCase(), displayName.trim().toLowerCase()]);
}

/** Reads what was kept. What is not of our making is left out. */
function readStored(): Unsettled[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isUnsettled) : [];
  } catch {
    return [];
  }
}

/** Checks what this page reads of an entry. The rest of a ticket is the package's, which checks it itself. */
function isUnsettled(value: unknown): value is Unsettled {
  const { kind, place, catalogName, ticket } = asRecord(value);
  const { version, graphRoot, input, sentAt } = asRecord(ticket);
  const { displayName, description, catalog } = asRecord(input);
  const texts = [place, graphRoot, sentAt, displayName, asRecord(catalog).id];
  const optionalTexts = [catalogName, description];
  return (
    (kind === 'sandbox' || kind === 'tenant') &&
    version === 1 &&
    texts.every((text) => typeof text === 'string') &&
    optionalTexts.every((text) => text === undefined || typeof text === 'string')
  );
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
