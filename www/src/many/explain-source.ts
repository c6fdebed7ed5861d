/** Says why a file cannot be read as rows, and what to do about it. */
import type { SourceError } from 'entra-access-packages';

/** A failure in words. */
export interface SourceExplanation {
  title: string;
  text: string;
  /** What to do, in order. */
  next: string[];
}

type Words = [title: string, next: string];

const WORDS: Record<SourceError['reason'], Words> = {
  unreadable: [
    'The file could not be read',
    'If it is a folder, choose a file in it. If it was changed just now, choose it again.',
  ],
  empty: ['The file is empty', 'Choose another file, or use the sample to see what one looks like.'],
  noRows: ['The file has a header and no rows', 'Add a row for each package below the header.'],
  tooLarge: ['The file is too large', 'Split it into smaller files and bring them one after the other.'],
  binary: ['That is not a text file', 'In Excel, save it as “CSV UTF-8 (Comma delimited)”, and choose that file.'],
  encoding: [
    'The text is in an encoding that is not known here',
    'In Excel, save it as “CSV UTF-8 (Comma delimited)”.',
  ],
  cut: ['The file ends in the middle', 'It may not have been copied whole: fetch it again.'],
  malformed: ['The file is not written as CSV or JSON', 'Save it anew from the program that it comes from.'],
  columns: ['The columns do not fit', 'Mend the header as said, and choose the file again.'],
  tooManyColumns: ['The file has too many columns', 'Remove the columns that are not needed.'],
  cellTooLong: [
    'A cell is too long',
    'Look whether a quotation mark is missing: then one cell goes on over many rows.',
  ],
};

/** Explains it. Nothing was sent in any case. */
export function explainSource({ reason, message, hint, line, row, columns }: SourceError): SourceExplanation {
  const [title, advice] = WORDS[reason] ?? ['The file cannot be used', 'Choose another file.'];
  const where = line === undefined ? (row === undefined ? '' : ` (row ${row})`) : ` (line ${line})`;
  const problems = columns.map((column) => sentence(`${column.message}${column.hint ? `: ${column.hint}` : ''}`));
  return {
    title: `${title}${where}`,
    text: `${sentence(message)} Nothing was sent.`,
    next: [...problems, ...(hint && columns.length === 0 ? [sentence(hint)] : []), advice],
  };
}

/** A clause as a sentence. The name of a property keeps its case. */
export function sentence(clause: string): string {
  const text = clause.trim();
  const begun = /^[a-z]+[A-Z]/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
