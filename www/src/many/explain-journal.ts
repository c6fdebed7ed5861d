/** Says why a job cannot be kept or gone on with. */
import type { JournalError } from 'entra-access-packages';

/** A failure in words. */
interface JournalExplanation {
  title: string;
  text: string;
  next: string[];
  /** Whether the job can be done without a journal. */
  withoutHelps: boolean;
}

const WORDS: Record<JournalError['reason'], JournalExplanation> = {
  unsupported: {
    title: 'This browser cannot keep a journal',
    text: 'It has no IndexedDB or no Web Locks, or the page is not served over https. No further row was sent.',
    next: ['Use another browser or address, or start without a journal.'],
    withoutHelps: true,
  },
  blocked: {
    title: 'The browser does not let this page keep a journal',
    text: 'Its settings forbid it, or it does not answer. No further row was sent.',
    next: ['Allow this page to store data, or start without a journal.'],
    withoutHelps: true,
  },
  full: {
    title: 'There is no room left for a journal',
    text: 'What cannot be written down first is not sent, so the job has stopped.',
    next: ['Make room on the disk, or throw old journals away. Then go on.'],
    withoutHelps: true,
  },
  failed: {
    title: 'The journal could not be written or read',
    text: 'What cannot be written down first is not sent, so the job has stopped.',
    next: ['Reload the page. If the job is listed above, resume it.'],
    withoutHelps: true,
  },
  notFound: {
    title: 'There is no such journal any more',
    text: 'It was thrown away, here or in another tab.',
    next: ['Plan the file again: what was created is found.'],
    withoutHelps: false,
  },
  inUse: {
    title: 'Another tab is at this job',
    text: 'Two at once could create things twice, so this one was not begun.',
    next: ['Go on in the other tab, or close it and resume here.'],
    withoutHelps: false,
  },
  foreign: {
    title: 'That journal is of another version, or of another place',
    text: 'It cannot be read truthfully here.',
    next: ['Plan the file again: what was created is found.'],
    withoutHelps: false,
  },
};

/** Explains it. */
export function explainJournal({ reason }: JournalError): JournalExplanation {
  return WORDS[reason];
}
