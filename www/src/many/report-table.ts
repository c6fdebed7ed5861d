/** The table of a report: what became of each row, and why. */
import type { ReportRow, RowError, RowVerdict } from 'entra-access-packages';
import { element } from '../dom.js';
import { clockTime } from '../explanation.js';
import { type FactRow, factList } from '../package-facts.js';
import { badge, button, copyableId, paragraph } from './cells.js';
import { sentence } from './explain-source.js';
import type { CatalogName } from './plan-table.js';
import { RecordTable } from './record-table.js';
import { counted, PLAN_WORDS, ROW_WORDS } from './words.js';

/** The table. `look` finds out what became of a row that is unknown. */
export function reportTable(
  nameOf: () => CatalogName,
  look: (row: ReportRow) => void,
): RecordTable<ReportRow, RowVerdict> {
  const catalogOf = ({ catalogId }: ReportRow) => (catalogId === undefined ? '' : (nameOf()(catalogId) ?? catalogId));
  return new RecordTable<ReportRow, RowVerdict>({
    label: 'Report',
    words: ROW_WORDS,
    columns: [
      { title: 'Row', name: 'number', cell: ({ row }) => row.toLocaleString('en') },
      { title: 'Verdict', name: 'verdict', cell: ({ verdict }) => badge(ROW_WORDS[verdict]) },
      { title: 'Name', name: 'name', cell: ({ displayName }) => displayName ?? '—' },
      { title: 'Catalog', name: 'catalog', cell: (row) => catalogOf(row) || '—' },
      { title: 'Id, or why not', name: 'what', cell: summary },
    ],
    kindOf: ({ verdict }) => verdict,
    nameOf: ({ displayName }) => displayName ?? '',
    details: (row) => ({
      title: `Row ${row.row.toLocaleString('en')}`,
      parts: details(row, catalogOf(row), look),
    }),
  });
}

function summary({ verdict, planned, accessPackageId, error }: ReportRow): Node | string {
  if (error) return sentence(error.message);
  if (verdict === 'skipped') return `By the plan: ${PLAN_WORDS[planned].text.toLowerCase()}.`;
  return accessPackageId === undefined ? '' : element('code', {}, accessPackageId);
}

const MEANING: Record<RowVerdict, string> = {
  created: 'Graph confirmed that it was created.',
  adopted: 'The answer was lost on the way. A look found the package: new since the request, and just what was sent.',
  existing: 'A package of this name was there by then. It was left alone, and nothing was created.',
  failed: 'Nothing was created.',
  unknown: 'It was sent, and it is not known what became of it. Do not send it again before a look.',
  notStarted: 'The job ended before its turn. Nothing was created. Plan the file again to go on with it.',
  skipped: 'It was not to be created, by the plan.',
};

function details(row: ReportRow, catalog: string, look: (row: ReportRow) => void): Node[] {
  const { verdict, error, ticket, accessPackageId, attempts, duplicateIds = [], planned, displayName } = row;
  const parts: Node[] = [badge(ROW_WORDS[verdict]), paragraph(MEANING[verdict])];
  if (verdict === 'unknown' && ticket) parts.push(button('Look again', () => look(row), 'small'));
  const facts: FactRow[] = [
    ['Name', displayName ?? '—'],
    ['Catalog', catalog || '—'],
    ['Planned', PLAN_WORDS[planned].text],
  ];
  if (accessPackageId !== undefined) facts.push(['Id', copyableId(accessPackageId)]);
  if (attempts > 0) facts.push(['Sent', counted(attempts, 'request')]);
  if (ticket) facts.push(['Sent at', clockTime(ticket.sentAt)]);
  parts.push(factList(facts));
  if (error) parts.push(element('h4', {}, 'Why'), factList(errorFacts(error)));
  if (duplicateIds.length > 0) {
    parts.push(
      element('h4', {}, 'There is more than one'),
      paragraph('Others of this name appeared during the job. Keep one, and delete the others before they are used.'),
      element('ul', {}, ...duplicateIds.map((id) => element('li', {}, copyableId(id)))),
    );
  }
  return parts;
}

/** An error as facts, with what to quote to somebody who has to look into it. */
export function errorFacts({
  code,
  message,
  reason,
  status,
  graphCode,
  requestId,
  clientRequestId,
}: RowError): FactRow[] {
  const facts: FactRow[] = [
    ['Reason', sentence(message)],
    ['Code', element('code', {}, reason === undefined ? code : `${code} (${reason})`)],
  ];
  if (status !== undefined) facts.push(['Status', graphCode === undefined ? String(status) : `${status} ${graphCode}`]);
  if (requestId !== undefined) facts.push(['Request', element('code', {}, requestId)]);
  if (clientRequestId !== undefined) facts.push(['Client request', element('code', {}, clientRequestId)]);
  return facts;
}
