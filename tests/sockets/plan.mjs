/** What goes wrong with which create, drawn from a seed. */
import { createRandom } from './random.mjs';

/** How long a package may still come after the failure, in milliseconds, and be shown after it came. */
export const LATEST_COMMIT_MS = 400;
export const LONGEST_LAG_MS = 250;

/** `settleMs` of the clients: half of it is far from what the service takes, so that a busy machine does not matter. */
export const SETTLE_MS = 2_000;

/** When the work is done, seen from the failure. */
const NEVER = { when: 'not done', commit: () => 'never' };
const BEFORE = { when: 'done', commit: () => 'before' };
const LATER = { when: 'done late', commit: (random) => ({ afterMs: random.integer(1, LATEST_COMMIT_MS) }) };

const HTML = { contentType: 'text/html', body: '<!doctype html><title>Bad Gateway</title>' };

/**
 * The ways in which a create fails. `build` makes the fault from the moment of the commit.
 *
 * @typedef {object} Family
 * @property {string} name
 * @property {(commit: unknown) => object} build
 * @property {typeof NEVER[]} when
 * @property {number} [weight] how often, in comparison with others
 * @property {'h2'} [only] the protocol that has it
 * @property {boolean} [slow] whether the page has to wait for the end of its patience
 */

/** @type {Family[]} */
const FAMILIES = [
  { name: 'no fault', build: () => ({ delivery: 'whole' }), when: [BEFORE] },
  { name: 'reset', build: (commit) => ({ delivery: 'reset', commit }), when: [NEVER, BEFORE, LATER], weight: 8 },
  {
    ...{ name: 'stream reset', only: 'h2', weight: 2 },
    ...{ build: (commit) => ({ delivery: 'streamReset', commit }), when: [NEVER, BEFORE, LATER] },
  },
  { name: 'cut', build: () => ({ delivery: 'cut' }), when: [BEFORE], weight: 2 },
  { name: '201 without CORS', build: () => ({ delivery: 'withoutCors' }), when: [BEFORE] },
  {
    ...{ name: '502 without CORS', when: [NEVER, LATER] },
    build: (commit) => ({ answer: { status: 502 }, delivery: 'withoutCors', commit }),
  },
  { name: '201 of HTML', build: (commit) => ({ answer: { status: 201, ...HTML }, commit }), when: [NEVER, BEFORE] },
  { name: '500', build: (commit) => ({ answer: { status: 500 }, commit }), when: [NEVER, BEFORE, LATER] },
  { name: '502 HTML', build: (commit) => ({ answer: { status: 502, ...HTML }, commit }), when: [NEVER, BEFORE, LATER] },
  { name: '503', build: (commit) => ({ answer: { status: 503 }, commit }), when: [NEVER, BEFORE] },
  {
    ...{ name: '503 with Retry-After', when: [NEVER, BEFORE] },
    build: (commit) => ({ answer: { status: 503, retryAfter: 1 }, commit }),
  },
  { name: '504', build: (commit) => ({ answer: { status: 504 }, commit }), when: [NEVER, BEFORE, LATER], weight: 2 },
  { name: '429', build: (commit) => ({ answer: { status: 429, retryAfter: 1 }, commit }), when: [NEVER, BEFORE] },
  { name: '409', build: (commit) => ({ answer: { status: 409 }, commit }), when: [BEFORE] },
  {
    ...{ name: 'hang', slow: true, weight: 0.3 },
    ...{ build: (commit) => ({ delivery: 'hang', commit }), when: [NEVER, BEFORE] },
  },
  { name: 'hang in the body', build: () => ({ delivery: 'stall' }), when: [BEFORE], slow: true, weight: 0.2 },
];

/** What goes wrong with a look: it is struck as the first, second or third look of its create. */
const LOOK_FAULTS = [
  { delivery: 'reset', commit: 'never' },
  { delivery: 'cut' },
  { delivery: 'withoutCors' },
  { answer: { status: 500 } },
  { answer: { status: 504 } },
  { answer: { status: 429, retryAfter: 1 } },
];

/** What names are made of that breaks careless clients. */
const SPICES = ["O'Brien", "''", '#&+%?/', '%27', '🎉', 'עברית', 'e\u0301', '\u202e', 'a\\b"c', '{[('];

/**
 * @typedef {object} Planned one create
 * @property {string} mark in its name and in no other
 * @property {string} name
 * @property {string} kind what goes wrong, for the table
 * @property {object[]} faults for the fake
 * @property {boolean} twin whether a package of that name is there before
 * @property {boolean} present whether its package is made, and its answer lost, at once, with nothing else in the way
 * @property {boolean} settles whether what became of it can be found out in time, so that `unknown` is no answer
 * @property {{ timeoutMs: number, abortAfterMs?: number }} call
 */

/** @param {import('./random.mjs').Random} random @param {string} protocol */
function drawFaults(random, protocol, mark) {
  const families = FAMILIES.filter(({ only }) => only === undefined || only === protocol);
  const family = random.weighted(families);
  const when = random.pick(family.when);
  const post = { method: 'POST', path: 'accessPackages', body: mark };
  const fault = () => ({ ...family.build(when.commit(random)), match: post });
  const faults = [fault()];
  // A browser may send again by itself after a reset: that is struck as well, or what the client sends next.
  if (!family.slow && random.chance(family.name === 'reset' ? 0.5 : 0.15)) faults.push(fault());
  if (random.chance(0.15)) {
    const look = { method: 'GET', query: new RegExp(mark) };
    const before = random.integer(0, 2);
    if (before > 0) faults.push({ delivery: 'whole', match: look, times: before });
    faults.push({ ...random.pick(LOOK_FAULTS), match: look });
  }
  const kind = `${family.name}, ${when.when}`;
  const present = when === BEFORE && !family.slow && !/^(no fault|429)/.test(kind) && faults.length === 1;
  return { kind, faults, slow: family.slow === true, present };
}

/**
 * @param {{ seed: number, prefix: string, protocol: string, count: number }} options
 * @returns {Planned[]}
 */
export function planCreates({ seed, prefix, protocol, count }) {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, at) => {
    const mark = `${prefix}${String(at).padStart(4, '0')}x`;
    const name = `${mark} ${random.pick(SPICES)}`;
    const { kind, faults, slow, present } = drawFaults(random, protocol, mark);
    const call = { timeoutMs: slow ? 30_000 : 60_000 };
    const caller = random.next();
    if (caller < 0.04) call.timeoutMs = random.integer(100, 1_500);
    else if (caller < 0.08) call.abortAfterMs = random.integer(0, 1_500);
    const twin = caller > 0.96;
    return { mark, name, kind, faults, present, twin, settles: caller >= 0.08, call };
  });
}
