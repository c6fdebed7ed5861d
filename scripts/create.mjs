/**
 * `npm run create -- FILE.json`: creates an access package from a JSON file, through the built package on Node.
 * `npm run create -- --recheck TICKET.json`: finds out what became of a create whose outcome was not known.
 *
 * Without `GRAPH_TOKEN` it is created on a sandbox that lives as long as the command. With it, on the tenant
 * that the token is for; `GRAPH_CLOUD` names its cloud (`global`, `usGovL4`, `usGovL5`, `china`), `GRAPH_ROOT` an
 * origin in place of the cloud's. What is going on is told on standard error.
 *
 * Exit codes: 0 created · 1 refused or failed, nothing was created · 2 the file, the input or the usage is
 * wrong, nothing was sent · 3 it is not known whether it was created; the ticket that settles it is printed.
 */
import { readInput, readTarget, UsageError } from './create/input.mjs';
import { describeError, describeEvent, describeResult, EXIT } from './create/outcome.mjs';
import { buildPackage } from './lib/build-all.mjs';
import { runCommand } from './lib/entry.mjs';
import { reportWorkOnly, setUp } from './setup/index.mjs';

const interruption = new AbortController();

/** The exit code to come, once a create is under way. @type {Promise<number> | undefined} */
let outcome;

/** Creates or settles, prints what came of it, gives the exit code. Does not reject. */
async function carryOut({ input, isTicket }, options, where) {
  const { createAccessPackageClient, isAccessPackageError } = await import('entra-access-packages');
  const onEvent = (event) => {
    const sentence = describeEvent(event);
    if (sentence) console.error(sentence);
  };
  try {
    const client = createAccessPackageClient({ ...options, onEvent });
    const callOptions = { signal: interruption.signal };
    const result = await (isTicket ? client.recheck(input, callOptions) : client.create(input, callOptions));
    const { text, code } = describeResult(result, where);
    console.log(text);
    return code;
  } catch (error) {
    const { text, code } = describeError(error, isAccessPackageError);
    console.error(text);
    return code;
  }
}

async function onSandbox(asked) {
  const { serveFakeGraph } = await import('entra-access-packages/testing');
  const sandbox = await serveFakeGraph();
  try {
    const options = { graphRoot: sandbox.origin, token: sandbox.fake.issueToken() };
    return await carryOut(asked, options, 'the sandbox, which is gone now');
  } finally {
    await sandbox.close();
  }
}

async function main() {
  try {
    const asked = await readInput(process.argv.slice(2), process.env);
    const target = readTarget(process.env);
    if (asked.isTicket && !target)
      throw new UsageError('The sandbox of an earlier create is gone: a ticket needs GRAPH_TOKEN.');
    await setUp({ report: reportWorkOnly });
    await buildPackage(() => {});
    outcome = target ? carryOut(asked, target, target.graphRoot ?? 'your tenant') : onSandbox(asked);
    return await outcome;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return EXIT.usage;
  }
}

await runCommand(main, {
  // Whoever interrupts a create that was sent is told that its outcome is unknown.
  onSignal: async () => {
    interruption.abort(new Error('Interrupted.'));
    return (await outcome) ?? 130;
  },
});
