/**
 * `npm run create -- FILE.json`: creates an access package from a JSON file, through the built package on Node.
 *
 * Without `GRAPH_TOKEN` it is created on a sandbox that lives as long as the command. With it, on the tenant
 * that the token is for; `GRAPH_CLOUD` names its cloud (`global`, `usGovL4`, `usGovL5`, `china`), `GRAPH_ROOT` an
 * origin in place of the cloud's.
 *
 * Exit codes: 0 created · 1 refused or failed, nothing was created · 2 the file, the input or the usage is
 * wrong, nothing was sent · 3 it is not known whether it was created, which a taken name may be a sign of too.
 */
import { readInput, readTarget, UsageError } from './create/input.mjs';
import { describeError, describeResult, EXIT } from './create/outcome.mjs';
import { buildPackage } from './lib/build-all.mjs';
import { runCommand } from './lib/entry.mjs';
import { reportWorkOnly, setUp } from './setup/index.mjs';

const interruption = new AbortController();

/** The exit code to come, once a create is under way. @type {Promise<number> | undefined} */
let outcome;

/** Creates, prints what came of it, gives the exit code. Does not reject. */
async function createAndTell(input, options, where) {
  const { createAccessPackageClient, isAccessPackageError } = await import('entra-access-packages');
  try {
    const client = createAccessPackageClient(options);
    console.log(describeResult(await client.create(input, { signal: interruption.signal }), where));
    return EXIT.created;
  } catch (error) {
    const { text, code } = describeError(error, isAccessPackageError);
    console.error(text);
    return code;
  }
}

async function createOnSandbox(input) {
  const { serveFakeGraph } = await import('entra-access-packages/testing');
  const sandbox = await serveFakeGraph();
  try {
    const options = { graphRoot: sandbox.origin, token: sandbox.fake.issueToken() };
    return await createAndTell(input, options, 'the sandbox, which is gone now');
  } finally {
    await sandbox.close();
  }
}

async function main() {
  try {
    const input = await readInput(process.argv.slice(2), process.env);
    const target = readTarget(process.env);
    await setUp({ report: reportWorkOnly });
    await buildPackage(() => {});
    outcome = target ? createAndTell(input, target, target.graphRoot ?? 'your tenant') : createOnSandbox(input);
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
