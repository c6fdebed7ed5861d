/** Parts of outcomes that are more than a line: texts that depend on what happened, warnings, advice. */
import type { AccessPackage, CreateResult } from 'entra-access-packages';
import { element } from './dom.js';
import type { Explanation } from './explanation.js';
import { packageList } from './package-facts.js';

/** How a create ended that Graph confirmed, to this tab or to another. */
export function createdText({ attempts, duplicates }: CreateResult): string {
  const sent = attempts.filter(({ purpose }) => purpose === 'create');
  // Both asked for the same at the same time, and one create answers both.
  if (sent.length === 0) return 'Another tab of this page created it just now, and this one has not sent it again.';
  const repeated = sent.some(({ reason }) => reason === 'ambiguous');
  const confirmed = repeated
    ? 'The first request came to nothing, as looks have shown. It was sent again, and Graph confirmed it with status 201.'
    : 'Graph confirmed it with status 201.';
  return `${confirmed} ${aloneText(duplicates)}`.trim();
}

function aloneText(duplicates: readonly AccessPackage[] | undefined): string {
  if (!duplicates) return 'Nobody could look afterwards whether there is a second one of this name.';
  return duplicates.length === 0 ? 'A look afterwards found no second one of this name.' : '';
}

/** Others of the name that have appeared, and what to do about them. */
export function duplicateWarning(duplicates: readonly AccessPackage[]): HTMLElement {
  const count = duplicates.length === 1 ? 'One more package' : `${duplicates.length} more packages`;
  return element(
    'div',
    { class: 'notice', 'data-part': 'duplicates' },
    element('h3', {}, 'There is more than one'),
    element(
      'p',
      {},
      `${count} of exactly this name appeared in the catalog at the same time. Somebody else made it, or the browser ` +
        'sent the request twice by itself.',
    ),
    packageList(duplicates),
    element(
      'ol',
      {},
      element('li', {}, 'Look in the Entra admin center whether anybody works with it already.'),
      element('li', {}, 'Keep one, and delete the other before it gets a policy.'),
    ),
  );
}

/** What may be missing, each with its fix. */
export function missingParts({ missing = [] }: Explanation): Node[] {
  if (missing.length === 0) return [];
  const items = missing.map(({ name, fix }) => element('li', {}, element('strong', {}, name), element('p', {}, fix)));
  const title = items.length === 1 ? 'What is missing' : 'What may be missing, the likeliest first';
  return [element('h3', {}, title), element('ol', { class: 'missing' }, ...items)];
}

/** What to do now. */
export function nextParts({ next }: Explanation): Node[] {
  if (next.length === 0) return [];
  const steps = next.map((step) => element('li', {}, step));
  return [element('h3', {}, 'What to do now'), element('ol', {}, ...steps)];
}
