/** The table of a plan: what is to become of each row, and why. */
import type { Plan, PlanRow, PlanVerdict } from 'entra-access-packages';
import { element } from '../dom.js';
import { type FactRow, factList, timeElement } from '../package-facts.js';
import { badge, catalogText, copyableId, paragraph } from './cells.js';
import { sentence } from './explain-source.js';
import { RecordTable } from './record-table.js';
import { counted, PLAN_WORDS, quoted } from './words.js';

/** Names a catalog by its id. */
export type CatalogName = (id: string) => string | undefined;

/** Makes the names of a plan's catalogs. */
export function catalogNames(plan: Plan): CatalogName {
  const names = new Map(plan.catalogs.map(({ id, displayName }) => [id?.toLowerCase(), displayName]));
  return (id) => names.get(id.toLowerCase());
}

/** The table. */
export function planTable(nameOf: () => CatalogName): RecordTable<PlanRow, PlanVerdict> {
  const catalogOf = (row: PlanRow) => catalogText(row.input?.catalog ?? row.catalog, nameOf());
  return new RecordTable<PlanRow, PlanVerdict>({
    label: 'Plan',
    words: PLAN_WORDS,
    columns: [
      { title: 'Row', name: 'number', cell: ({ row }) => row.toLocaleString('en') },
      { title: 'Verdict', name: 'verdict', cell: ({ verdict }) => badge(PLAN_WORDS[verdict]) },
      { title: 'Name', name: 'name', cell: (row) => nameOfRow(row) || '—' },
      { title: 'Catalog', name: 'catalog', cell: (row) => catalogOf(row) || '—' },
      { title: 'Note', name: 'what', cell: (row) => summary(row) || (row.input?.description ?? '') },
    ],
    kindOf: ({ verdict }) => verdict,
    nameOf: nameOfRow,
    details: (row) => ({
      title: `Row ${row.row.toLocaleString('en')}${row.line === undefined ? '' : `, line ${row.line.toLocaleString('en')}`}`,
      parts: details(row, catalogOf(row)),
    }),
  });
}

const DIFFERENCES: Record<NonNullable<PlanRow['differences']>[number], string> = {
  displayName: 'the name',
  description: 'the description',
  isHidden: 'whether it is hidden',
};

function nameOfRow({ input, displayName = '' }: PlanRow): string {
  return input?.displayName ?? displayName;
}

/** A row in one line. */
export function summary(row: PlanRow): string {
  switch (row.verdict) {
    case 'create':
      return '';
    case 'same':
      return 'A package just like it is there.';
    case 'different':
      return `Differs in ${list((row.differences ?? []).map((each) => DIFFERENCES[each]))}.`;
    case 'duplicate':
      return row.duplicateOf === undefined
        ? 'The same name as an earlier row.'
        : `The same name as row ${row.duplicateOf}.`;
    case 'invalid': {
      const [first, ...others] = row.problems ?? [];
      const more = others.length > 0 ? ` And ${counted(others.length, 'more problem')}.` : '';
      return first ? `${sentence(first.message)}${more}` : 'The row is wrong.';
    }
    case 'catalogNotFound':
      return 'The catalog does not exist, or you may not see it.';
    case 'catalogNotPermitted':
      return 'You may not list what is in the catalog.';
    default:
      return 'What is in the catalog could not be found out.';
  }
}

function details(row: PlanRow, catalog: string): Node[] {
  const { input, existing, problems = [], verdict } = row;
  const parts: Node[] = [badge(PLAN_WORDS[verdict]), paragraph(WHAT_NOW[verdict])];
  if (problems.length > 0) {
    const items = problems.map(({ column, message, hint }) => {
      const item = element('li', {});
      // The column stands before it, by the name that the file has for it.
      const said = column === undefined ? message : message.replace(/^(displayName|description|isHidden)\b/, '');
      if (column !== undefined) item.append(element('code', {}, column), said === message ? ': ' : ' ');
      item.append(element('strong', {}, said === message ? sentence(message) : `${said.trim()}.`));
      if (hint) item.append(paragraph(sentence(hint), 'hint'));
      return item;
    });
    parts.push(element('h4', {}, counted(problems.length, 'problem')), element('ul', { class: 'problems' }, ...items));
  }
  const name = nameOfRow(row);
  const asked: FactRow[] = [
    ['Name', name || '—'],
    ['Catalog', catalog || '—'],
  ];
  if (input) asked.push(['Description', input.description ?? '—'], ['Hidden', hiddenText(input.isHidden)]);
  parts.push(element('h4', {}, 'What the file says'), factList(asked));
  if (existing) {
    const differs = (what: NonNullable<PlanRow['differences']>[number], value: string) =>
      row.differences?.includes(what) ? element('mark', {}, value) : value;
    const facts: FactRow[] = [
      ['Name', differs('displayName', existing.displayName ?? '—')],
      ['Description', differs('description', existing.description ?? '—')],
      ['Hidden', differs('isHidden', hiddenText(existing.isHidden))],
      ['Id', copyableId(existing.id)],
    ];
    if (existing.createdDateTime) facts.push(['Created', timeElement(existing.createdDateTime)]);
    parts.push(element('h4', {}, `What is there: ${quoted(existing.displayName)}`), factList(facts));
  }
  return parts;
}

const WHAT_NOW: Record<PlanVerdict, string> = {
  create: 'Nothing of this name is in the catalog. The job creates it.',
  same: 'The catalog has a package of this name with the same content. The job leaves it alone.',
  different: 'The catalog has a package of this name that is not the same. The job leaves it alone: compare the two.',
  duplicate: 'An earlier row has the same name in the same catalog. The job creates that one only.',
  invalid: 'Mend the row in the file, and choose the file again. The job passes it over.',
  catalogNotFound: 'Check the catalog’s name or id. The job passes the row over.',
  catalogNotPermitted: 'Have somebody give you a role in that catalog. The job passes the row over.',
  unchecked: 'The job passes the row over. Plan again to have it checked.',
};

function hiddenText(isHidden: boolean | undefined): string {
  return isHidden === undefined ? '—' : isHidden ? 'Yes' : 'No';
}

/** Words with commas and an “and”. */
function list(words: string[]): string {
  return words.length < 2 ? (words[0] ?? 'something') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
