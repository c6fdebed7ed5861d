/**
 * Rooms: where creates of one name meet, one at a time in this realm and, by Web Locks, in all tabs of the origin.
 *
 * Whoever leaves may leave a note for those who come later. In other tabs it is carried in the name of a further lock:
 * all tabs can read it at once, no storage keeps it, and it is gone with the tab that holds it.
 */
import { race } from './deadline.js';
import { realm } from './realm.js';

/** A room of this realm. */
export interface Room {
  /** Resolves when everybody who has come so far has left. */
  free: Promise<unknown>;
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

/** Leaves the room, with a note that matters for so many milliseconds, or with none. */
export type Leave = (note: string | undefined, matters: number) => void;

/** The name of a room's lock: a name of a package in it may have a line break, and this has none. */
const lockOf = (room: string): string => `entra-access-packages ${JSON.stringify(room)}`;

/** How many rooms are kept for their notes. */
const MOST_ROOMS = 200;

/** How many notes are kept for other tabs: more than people press buttons, and little to look through. */
const MOST_NOTES = 50;

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
  room.free = Promise.all([before, left]);
  const lock = lockOf(name);
  let release: (() => void) | undefined;
  let waited = room.inside > 0;
  room.inside += 1;
  try {
    if (waited) queue();
    await race(signal, () => before);
    // Both at once: the browser does what it is asked for in that order, so the notes are those that the lock's last holder
    // knew of.
    const asked = hold(lock, { ifAvailable: true });
    let found = readNote(lock);
    release = await asked;
    if (release === TAKEN) {
      if (!waited) queue();
      waited = true;
      release = await hold(lock, { signal });
      found = readNote(lock);
    }
    const told = release && (await found);
    const note = told ?? room.note;
    // How old another tab's is, nobody knows.
    const age = note === room.note ? performance.now() - room.leftAt : 0;
    return [
      { waited, note: parse(note), age },
      async (written, matters) => {
        if (written !== undefined) Object.assign(room, { note: written, leftAt: performance.now() });
        // Whoever comes from now on comes later, and does not share what was made.
        room.inside -= 1;
        if (release && written !== undefined) await leaveNote(lock, written, matters);
        release?.();
        open();
      },
    ];
  } catch (reason) {
    room.inside -= 1;
    release?.();
    open();
    throw reason;
  }
}

/** Takes away the notes that name a package: it has been changed or deleted. */
export function forget(id: string): void {
  for (const [name, room] of realm().rooms) {
    if (!room.note?.includes(`"${id}"`)) continue;
    room.note = undefined;
    takeAway(lockOf(name));
  }
}

function prune(rooms: Map<string, Room>): void {
  for (const [name, room] of rooms) {
    if (rooms.size <= MOST_ROOMS) return;
    if (room.inside === 0) rooms.delete(name);
  }
}

/** What a note says; nothing where it is none of ours. */
function parse(note: string | undefined): unknown {
  try {
    return note && JSON.parse(note);
  } catch {
    return undefined;
  }
}

/** What there is instead of a lock that somebody else has. */
const TAKEN = () => {};

/**
 * Holds a lock that all tabs know until the function that it gives is called. {@link TAKEN} where somebody else has it and
 * `ifAvailable` is asked for; `undefined` where there are no such locks, or the browser does not give them to this page.
 */
function hold(name: string, options: LockOptions): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    const request = async () =>
      navigator.locks.request(name, options, (lock) =>
        lock ? new Promise<void>((release) => resolve(release)) : resolve(TAKEN),
      );
    request().catch((reason: unknown) => {
      if (options.signal?.aborted) reject(reason);
      else resolve(undefined);
    });
  });
}

/** What is between a lock's name and the note in the name of the further lock. */
const SEPARATOR = '\n';

/** The last note that any tab left in the room. */
async function readNote(name: string): Promise<string | undefined> {
  const start = name + SEPARATOR;
  const query = async () => navigator.locks.query();
  const { held = [] } = await query().catch((): LockManagerSnapshot => ({}));
  const notes = held.flatMap((lock) => (lock.name?.startsWith(start) ? [lock.name.slice(start.length)] : []));
  // They begin with their time, all in the same number of digits.
  return notes.sort().at(-1)?.slice(TIME_DIGITS);
}

const TIME_DIGITS = 16;

/** The notes of this realm for other tabs, the oldest first, each with the function that takes it away. */
const notes = new Map<string, () => void>();

/** Whether this is Deno or Node: a lock that is held keeps the process alive there, and no tab is there to read a note. */
function isServer(): boolean {
  const { process, document } = globalThis as { process?: { versions?: { node?: string } }; document?: unknown };
  return document === undefined && process?.versions?.node !== undefined;
}

async function leaveNote(room: string, note: string, matters: number): Promise<void> {
  if (isServer()) return;
  const time = String(Math.round(performance.timeOrigin + performance.now())).padStart(TIME_DIGITS, '0');
  const release = await hold(room + SEPARATOR + time + note, { ifAvailable: true });
  if (!release) return;
  takeAway(room);
  const timer: unknown = setTimeout(() => takeAway(room), matters);
  // Nothing that a process should stay alive for.
  (timer as { unref?: () => void }).unref?.();
  notes.set(room, () => {
    clearTimeout(timer as number);
    release();
  });
  for (const oldest of notes.keys()) {
    if (notes.size <= MOST_NOTES) break;
    takeAway(oldest);
  }
}

function takeAway(room: string): void {
  notes.get(room)?.();
  notes.delete(room);
}
