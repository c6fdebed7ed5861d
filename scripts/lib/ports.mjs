/** Where servers of the commands listen. */
import { SetupError } from '../setup/problem.mjs';

/** The highest port that leaves room for one more after it. */
const HIGHEST = 65_534;

/**
 * Reads `PORT`.
 *
 * @param {string | undefined} text
 * @returns {number | undefined} `undefined` when it is not set; 0 asks for any free port
 */
export function portFrom(text) {
  if (text === undefined || text === '') return undefined;
  if (!/^\d+$/.test(text) || Number(text) > HIGHEST) {
    throw new SetupError(`PORT is ${JSON.stringify(text)}: it must be a number from 0 to ${HIGHEST}.`);
  }
  return Number(text);
}

/** Opens a server at a port, or at a free one where that is taken. */
export async function listenNear(port, open) {
  try {
    return await open(port);
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error;
    return open(0);
  }
}

/** Opens a server at exactly this port. */
export async function listenAt(port, open) {
  try {
    return await open(port);
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new SetupError(`Port ${port} is taken: choose another PORT, or none.`);
  }
}
