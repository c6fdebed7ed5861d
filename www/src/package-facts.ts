/** Access packages on the page: what Graph says of them, with ids to copy. */
import type { AccessPackage, AccessPackageInput } from 'entra-access-packages';
import { copyButton, element } from './dom.js';

/** A name and what stands beside it. */
export type FactRow = [name: string, value: Node | string];

/** A list of names and values. */
export function factList(rows: FactRow[]): HTMLElement {
  return element(
    'dl',
    { class: 'facts' },
    ...rows.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  );
}

/** What was asked for: for creates of which nothing more is known. */
export function askedFacts(input: AccessPackageInput, catalogName: string | undefined): FactRow[] {
  return [
    ['Name', input.displayName],
    ['Description', input.description ?? '—'],
    ['Catalog', catalogName ?? element('code', {}, input.catalog.id)],
    ['Hidden', input.isHidden ? 'Yes' : 'No'],
  ];
}

/** A package as Graph answered it. */
export function packageFacts(accessPackage: AccessPackage, catalog: FactRow | undefined): HTMLElement {
  const { id, displayName, description, isHidden, createdDateTime } = accessPackage;
  const rows: FactRow[] = [
    ['Id', copyableId(id)],
    ['Name', displayName ?? '—'],
    ['Description', description ?? '—'],
  ];
  if (catalog) rows.push(catalog);
  rows.push(['Hidden', isHidden ? 'Yes' : 'No']);
  if (createdDateTime) rows.push(['Created', timeElement(createdDateTime)]);
  return factList(rows);
}

/** Several packages, each with what tells it from the others. */
export function packageList(packages: readonly AccessPackage[]): HTMLElement {
  const items = packages.map(({ id, displayName, createdDateTime }) => {
    const item = element('li', {}, element('span', { class: 'package-name' }, displayName ?? '—'));
    if (createdDateTime)
      item.append(element('span', { class: 'package-time' }, 'Created ', timeElement(createdDateTime)));
    item.append(copyableId(id));
    return item;
  });
  return element('ul', { class: 'packages' }, ...items);
}

function copyableId(id: string): HTMLElement {
  const button = copyButton(() => id, `Copy the id ${id}`);
  return element('span', { class: 'copyable' }, element('code', { 'data-field': 'id' }, id), button);
}

/** In what a package differs from what was asked for. */
export function differences(input: AccessPackageInput, found: AccessPackage): string[] {
  const differing = [];
  if (found.displayName !== undefined && found.displayName !== input.displayName) differing.push('the name');
  if ((found.description ?? '') !== (input.description ?? '')) differing.push('the description');
  if (input.isHidden !== undefined && (found.isHidden ?? false) !== input.isHidden) {
    differing.push('whether it is hidden');
  }
  return differing;
}

/** A time in the reader's zone, with Graph's own text beside it for machines. */
export function timeElement(iso: string): HTMLElement {
  const time = new Date(iso);
  const text = Number.isNaN(time.getTime())
    ? iso
    : time.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'long' });
  return element('time', { datetime: iso }, text);
}
