/**
 * Where each job of this browser creates, so that it is not gone on with in another tenant.
 *
 * A journal knows the root of Graph, which all tenants of a cloud share. Only ids are kept here.
 */
import type { JournalInfo } from 'entra-access-packages';
import { ask } from '../dialog.js';

const KEY = 'entra-access-packages.job-places';

/** More jobs than anybody looks back at. */
const MAX_JOBS = 50;

/** The places by the ids of the jobs. */
export class JobPlaces {
  /** Keeps where a job creates. */
  keep(jobId: string, place: string): void {
    write([...read().filter(([id]) => id !== jobId), [jobId, place] as const].slice(-MAX_JOBS));
  }

  forget(jobId: string): void {
    write(read().filter(([id]) => id !== jobId));
  }

  /** Asks where a job is to be gone on with elsewhere, or nobody knows where it began. */
  async confirm({ id, label, ended }: JournalInfo, place: string): Promise<boolean> {
    const known = read().find(([job]) => job === id)?.[1];
    if (ended || known === place) return true;
    const why =
      known === undefined
        ? 'This browser does not remember in which tenant it was begun.'
        : 'It was begun in another tenant than the one that is signed in to now.';
    const answer = await ask(
      'Go on here?',
      `${label}: ${why} Going on in the wrong one would create its packages there.`,
      [
        { value: 'no', label: 'Do not go on', look: 'primary' },
        { value: 'yes', label: 'It is the right one: go on' },
      ],
      'no',
    );
    return answer === 'yes';
  }
}

type Entry = readonly [jobId: string, place: string];

function read(): Entry[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    if (!Array.isArray(stored)) return [];
    return stored.filter(
      (each): each is Entry =>
        Array.isArray(each) && each.length === 2 && each.every((text) => typeof text === 'string'),
    );
  } catch {
    return [];
  }
}

function write(entries: readonly Entry[]): void {
  try {
    if (entries.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(entries));
  } catch {
    // Strict settings refuse; then the person is asked.
  }
}
