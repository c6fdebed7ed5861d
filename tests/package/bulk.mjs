/** What the tests of bulk work share. */
import assert from 'node:assert/strict';
import { lib } from './service.mjs';

/** The header that they use, and rows below it. */
export const csv = (...rows) => ['displayName,description,isHidden,catalogId', ...rows].join('\r\n');

/** So many inputs for a catalog. */
export function inputs(count, catalogId, name = 'team') {
  return Array.from({ length: count }, (_, at) => ({ displayName: `${name} ${at + 1}`, catalog: { id: catalogId } }));
}

/** A text as UTF-16 with a byte order mark, as Excel writes it. */
export function utf16(text) {
  return new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
}

/** A stream of these chunks. */
export function streamOf(...chunks) {
  return new ReadableStream({
    pull(controller) {
      if (chunks.length === 0) controller.close();
      else controller.enqueue(chunks.shift());
    },
  });
}

/** Reads a source into rows without their numbers, lines and absent problems. */
export async function rowsOf(source, options) {
  const table = await lib.readRows(source, options);
  return Array.from({ length: table.length }, (_, at) => table.row(at + 1));
}

/** The verdicts of a plan, in order. */
export const verdicts = ({ rows }) => rows.map(({ verdict }) => verdict);

/**
 * Follows a job to its end.
 *
 * @param {any} job
 * @param {(event: any, count: number) => void} [on] is called with each event, and how many of its type there were
 */
export async function follow(job, on = () => {}) {
  const events = [];
  for await (const event of job) {
    events.push(event);
    on(event, events.filter(({ type }) => type === event.type).length);
  }
  return { report: await job.report, events };
}

/** The states that were told, each with its reason. */
export const states = (events) =>
  events.filter(({ type }) => type === 'state').map(({ state, reason }) => [state, reason].filter(Boolean).join(' '));

/** The counts of a report that are not 0. */
export const counted = ({ counts }) => Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

/** Checks that a fake has each of these names exactly once. */
export function eachOnce(fake, names) {
  const found = new Map();
  for (const { displayName } of fake.accessPackages) found.set(displayName, (found.get(displayName) ?? 0) + 1);
  assert.deepEqual(
    names.filter((name) => found.get(name) !== 1),
    [],
  );
}

/** Reads CSV with commas, as a spreadsheet does. */
export function parseCsv(text) {
  const records = [];
  let record = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y;
  while (cell.lastIndex < text.length) {
    const [, quoted, plain, end] = cell.exec(text) ?? assert.fail(`no CSV at ${cell.lastIndex}`);
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
