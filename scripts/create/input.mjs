/** What `npm run create` is told: what to create or to settle, and where. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The command was not used as it is meant to be. The message is one sentence. */
export class UsageError extends Error {}

const USAGE = 'usage: npm run create -- FILE.json, or npm run create -- --recheck TICKET.json';

/**
 * Reads the file named on the command line: what to create, or the ticket of a create to settle.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env npm tells by `INIT_CWD` where its user is
 * @returns {Promise<{ input: unknown, isTicket: boolean }>}
 */
export async function readInput(args, env) {
  const isTicket = args[0] === '--recheck';
  const [name, ...surplus] = isTicket ? args.slice(1) : args;
  if (name === undefined) throw new UsageError(`No file was named; ${USAGE}`);
  if (name.startsWith('-')) throw new UsageError(`There is no option ${name}; ${USAGE}`);
  if (surplus.length > 0) throw new UsageError(`More than one file was named; ${USAGE}`);
  const text = await readFile(path.resolve(env.INIT_CWD ?? '.', name), 'utf8').catch((error) => {
    throw new UsageError(
      error.code === 'ENOENT' ? `There is no file ${name}.` : `${name} cannot be read: ${error.code ?? error.message}.`,
    );
  });
  try {
    return { input: JSON.parse(text.replace(/^\uFEFF/, '')), isTicket };
  } catch (error) {
    throw new UsageError(`${name} is not JSON: ${error.message}.`);
  }
}

/**
 * Where to create, from `GRAPH_TOKEN`, `GRAPH_CLOUD` and `GRAPH_ROOT`.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ token: string, cloud?: string, graphRoot?: string } | undefined} `undefined`: the sandbox
 */
export function readTarget({ GRAPH_TOKEN, GRAPH_CLOUD, GRAPH_ROOT }) {
  if (GRAPH_TOKEN) {
    return {
      token: GRAPH_TOKEN,
      ...(GRAPH_CLOUD && { cloud: GRAPH_CLOUD }),
      ...(GRAPH_ROOT && { graphRoot: GRAPH_ROOT }),
    };
  }
  // Somebody who names a cloud means a tenant: creating on the sandbox in its place would look like success.
  const lonely = [GRAPH_CLOUD && 'GRAPH_CLOUD', GRAPH_ROOT && 'GRAPH_ROOT'].filter(Boolean);
  if (lonely.length > 0)
    throw new UsageError(`${lonely.join(' and ')} is set without GRAPH_TOKEN, which a tenant needs.`);
  return undefined;
}
