/** Rounds in which everybody has a turn, so that a moment of load hits all alike. */

/**
 * @template Value
 * @param {object} options
 * @param {string[]} options.names
 * @param {number} options.rounds
 * @param {number} [options.warmUp] rounds before, which do not count
 * @param {(name: string, round: number) => Promise<Value>} options.measure
 * @returns {Promise<Record<string, Value[]>>} by name, one a round
 */
export async function inTurn({ names, rounds, warmUp = 0, measure }) {
  const results = Object.fromEntries(names.map((name) => [name, /** @type {Value[]} */ ([])]));
  for (let round = -warmUp; round < rounds; round++) {
    // Each round begins with another, so that nobody always follows the same one.
    const first = Math.abs(round) % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const value = await measure(name, round);
      if (round >= 0) results[name].push(value);
    }
  }
  return results;
}
