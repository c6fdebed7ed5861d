/**
 * Rooms: where creates of one name meet, one at a time in this realm and, by Web Locks, in all tabs of the origin.
 *
 * Whoever leaves may leave a note for those who come later. In other tabs it is carried in the name of a further lock:
 * all tabs can read it at once, no storage keeps it, and it is gone with the tab that holds it. Who has nothing to tell leaves
 * an empty one for a moment: a tab that is closed in the middle leaves none, and so those who wait know of it.
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
  /** Whether another tab was in the room that is gone without having left it. */
  vanished: boolean;
}

/** Leaves the room, with a note that matters for so many milliseconds, or with none; or breaks off without having done anything. */
export type Leave = (note?: string, matters?: number) => void;

/** The name of a room's lock: a name of a package in it may have a line break, and this has none. */
const lockOf = (room: string): string => `entra-access-packages ${JSON.stringify(room)}`;

/** How many rooms are kept for their notes. */
const MOST_ROOMS = 200;

/** How long somebody who waits may take to look when the room is free, in milliseconds. */
const GLANCE_MS = 2_000;

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
    let found = view(lock);
    let vanished = false;
    release = await asked;
    if (release === TAKEN) {
      if (!waited) queue();
      waited = true;
      const [{ ahead }, granted] = await Promise.all([found, hold(lock, { signal })]);
      release = granted;
      found = view(lock);
      const { leavers } = await found;
      // Where nobody was ahead any more, somebody had just left.
      vanished =
        !isServer() && (ahead.length > 0 ? !ahead.every((tab) => leavers.includes(tab)) : leavers.length === 0);
    }
    // Who is closed now has not left, whatever it did before.
    takeAway(glances, lock);
    const told = release && (await found).note;
    const note = told ?? room.note;
    // How old another tab's is, nobody knows.
    const age = note === room.note ? performance.now() - room.leftAt : 0;
    return [
      { waited, note: parse(note), age, vanished },
      async (written, matters) => {
        if (written !== undefined) Object.assign(room, { note: written, leftAt: performance.now() });
        // Whoever comes from now on comes later, and does not share what was made.
        room.inside -= 1;
        // Who broke off has not settled what somebody may have left open, and says nothing.
        if (release && (matters !== undefined || !vanished)) await leaveNote(lock, written, matters);
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
    takeAway(notes, lockOf(name));
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

/** What there is to see of a room. */
interface View {
  /** The last note that any tab left. */
  note: string | undefined;
  /** The tab that is in it, and those that wait for it. */
  ahead: unknown[];
  /** The tabs that have left notes, empty ones too. */
  leavers: unknown[];
}

async function view(lock: string): Promise<View> {
  const start = lock + SEPARATOR;
  const query = async () => navigator.locks.query();
  const { held = [], pending = [] } = await query().catch((): LockManagerSnapshot => ({}));
  const left = held.filter(({ name }) => name?.startsWith(start));
  const notes = left.map(({ name }) => (name as string).slice(start.length));
  return {
    // They begin with their time, all in the same number of digits.
    note: notes
      .filter(({ length }) => length > TIME_DIGITS)
      .sort()
      .at(-1)
      ?.slice(TIME_DIGITS),
    ahead: [...held, ...pending].filter(({ name }) => name === lock).map(({ clientId }) => clientId),
    leavers: left.map(({ clientId }) => clientId),
  };
}

const TIME_DIGITS = 16;

/** Notes of this realm for other tabs, the oldest first: by the lock of the room, the function that takes each away. */
type Notes = Map<string, () => void>;

const notes: Notes = new Map();

/** The empty ones. */
const glances: Notes = new Map();

/** Whether this is Deno or Node: a lock that is held keeps the process alive there, and no tab is there to read a note. */
function isServer(): boolean {
  const { process, document } = globalThis as { process?: { versions?: { node?: string } }; document?: unknown };
  return document === undefined && process?.versions?.node !== undefined;
}

async function leaveNote(room: string, note: string | undefined, matters = 0): Promise<void> {
  if (isServer()) return;
  const time = String(Math.round(performance.timeOrigin + performance.now())).padStart(TIME_DIGITS, '0');
  const release = await hold(room + SEPARATOR + time + (note ?? ''), { ifAvailable: true });
  if (!release) return;
  const [kept, keptFor] = note === undefined ? [glances, 0] : [notes, matters];
  takeAway(kept, room);
  // Those who wait find it in any case.
  const timer: unknown = setTimeout(() => takeAway(kept, room), Math.max(keptFor, GLANCE_MS));
  // Nothing that a process should stay alive for.
  (timer as { unref?: () => void }).unref?.();
  kept.set(room, () => {
    clearTimeout(timer as number);
    release();
  });
  for (const oldest of notes.keys()) {
    if (notes.size <= MOST_NOTES) break;
    takeAway(notes, oldest);
  }
}

function takeAway(from: Notes, room: string): void {
  from.get(room)?.();
  from.delete(room);
}
