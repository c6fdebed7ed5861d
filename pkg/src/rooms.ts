/**
 * Rooms: where creates of one name meet, one at a time in this realm and, by Web Locks, in all tabs of the origin.
 *
 * Whoever leaves may leave a note. In this realm it stays for a while; in other tabs those get it who were waiting
 * at the time. It is carried in the name of a further lock, which all tabs can read, and which no storage keeps.
 */
import { realm } from './realm.js';

/** A room of this realm. */
export interface Room {
  /** Resolves when everybody who has come so far has left. */
  free: Promise<void>;
  /** How many are in it or wait for it. */
  inside: number;
  note?: string | undefined;
  /** When the note was left, by {@link performance.now}. */
  leftAt: number;
}

/** What one finds. */
export interface Entry {
  /** Whether somebody else was in the room. */
  waited: boolean;
  /** The last note, parsed. */
  note: unknown;
  /** How old it is, in milliseconds. */
  age: number;
}

/** Leaves the room, with a note or with none. */
export type Leave = (note?: string) => void;

const PREFIX = 'entra-access-packages ';

/** How many rooms are kept for their notes. */
const MOST = 200;

/** How long a note is kept for the other tabs that were waiting, in milliseconds. */
const NOTE_MS = 5_000;

/**
 * Enters a room. `queue` is called if that means waiting.
 *
 * @throws The signal's reason when it fires before.
 */
export async function enter(name: string, signal: AbortSignal, queue: () => void): Promise<[Entry, Leave]> {
  const { rooms } = realm();
  const room = rooms.get(name) ?? { free: Promise.resolve(), inside: 0, leftAt: 0 };
  rooms.delete(name);
  rooms.set(name, room);
  prune(rooms);
  const before = room.free;
  let open: () => void = () => {};
  const left = new Promise<void>((resolve) => {
    open = resolve;
  });
  room.free = before.then(() => left);
  let waited = room.inside > 0;
  room.inside += 1;
  try {
    if (waited) queue();
    await unless(signal, before);
    const lock = await lockTabs(PREFIX + name, signal, () => {
      if (!waited) queue();
      waited = true;
    });
    const note = lock.note ?? room.note;
    const age = lock.note === undefined && room.note !== undefined ? performance.now() - room.leftAt : 0;
    return [
      { waited, note: note === undefined ? undefined : JSON.parse(note), age },
      (written) => {
        if (written !== undefined) Object.assign(room, { note: written, leftAt: performance.now() });
        // Whoever comes from now on comes later, and does not share what was made.
        room.inside -= 1;
        void lock.release(written ?? note).then(open);
      },
    ];
  } catch (reason) {
    room.inside -= 1;
    open();
    throw reason;
  }
}

/** Takes away the notes that name a package: it has been changed or deleted. */
export function forget(id: string): void {
  for (const room of realm().rooms.values()) if (room.note?.includes(`"${id}"`)) room.note = undefined;
}

function prune(rooms: Map<string, Room>): void {
  for (const [name, room] of rooms) {
    if (rooms.size <= MOST) return;
    if (room.inside === 0) rooms.delete(name);
  }
}

interface TabLock {
  note?: string | undefined;
  release(note: string | undefined): Promise<void>;
}

/** Takes the lock that all tabs know, where there are such locks. */
async function lockTabs(name: string, signal: AbortSignal, queue: () => void): Promise<TabLock> {
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  if (!locks) return { release: async () => {} };
  let free = await hold(locks, name, { ifAvailable: true });
  let note: string | undefined;
  if (free === 'taken') {
    queue();
    free = await hold(locks, name, { signal });
    note = await readNote(locks, name);
  }
  const release = typeof free === 'function' ? free : () => {};
  return {
    note,
    async release(written) {
      if (written !== undefined) await leaveNote(locks, name, written).catch(() => {});
      release();
    },
  };
}

/**
 * Holds a lock until the function that it gives is called. `taken` where somebody else has it and `ifAvailable` is
 * asked for; `undefined` where the browser does not give locks to this page.
 */
function hold(locks: LockManager, name: string, options: LockOptions): Promise<(() => void) | 'taken' | undefined> {
  return new Promise((resolve, reject) => {
    const request = locks.request(name, options, (lock) => {
      if (!lock) return resolve('taken');
      return new Promise<void>((release) => resolve(() => release()));
    });
    request.catch((reason: unknown) => {
      if (options.signal?.aborted) reject(reason);
      else resolve(undefined);
    });
  });
}

/** What is between a lock's name and the note in the name of the further lock: no name has it. */
const SEPARATOR = '\n';

async function readNote(locks: LockManager, name: string): Promise<string | undefined> {
  const { held = [] } = await locks.query();
  const notes = held.filter((lock) => lock.name?.startsWith(name + SEPARATOR));
  return notes.at(-1)?.name?.slice(name.length + SEPARATOR.length);
}

/** Leaves a note for those in other tabs who wait at this moment. */
async function leaveNote(locks: LockManager, name: string, note: string): Promise<void> {
  const { pending = [] } = await locks.query();
  if (!pending.some((lock) => lock.name === name)) return;
  const release = await hold(locks, name + SEPARATOR + note, { mode: 'shared' });
  if (typeof release === 'function') setTimeout(release, NOTE_MS);
}

/** Waits, but not beyond the signal. */
function unless(signal: AbortSignal, wait: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort);
    wait.then(resolve).finally(() => signal.removeEventListener('abort', abort));
  });
}
