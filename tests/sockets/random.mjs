/** Random numbers that a seed repeats. */

/** The seed of a run: the environment variable `SOCKET_SEED`, else a new one. It is printed, so that a run can be repeated. */
export const seedOfRun = () => Number(process.env.SOCKET_SEED ?? Math.floor(Math.random() * 1_000_000_000));

/**
 * A generator after Weyl and a multiplicative hash of 32 bits: small, and good enough to mix test cases.
 *
 * @param {number} seed
 */
export function createRandom(seed) {
  let state = seed >>> 0;
  /** A number from 0 up to, but not including, 1. */
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
  /** An integer of this range, both ends included. */
  const integer = (least, most) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    integer,
    /** Whether something of this probability happens. */
    chance: (probability) => next() < probability,
    /** One of these. @template T @param {readonly T[]} items @returns {T} */
    pick: (items) => /** @type {any} */ (items[integer(0, items.length - 1)]),
    /** One of these, as often as their weights say. @template {{ weight?: number }} T @param {readonly T[]} items */
    weighted(items) {
      const total = items.reduce((sum, { weight = 1 }) => sum + weight, 0);
      let left = next() * total;
      for (const item of items) {
        left -= item.weight ?? 1;
        if (left < 0) return item;
      }
      return /** @type {T} */ (items[items.length - 1]);
    },
  };
}

/** @typedef {ReturnType<typeof createRandom>} Random */
