/** One run of one entry: its commands, its page or process, the judgement. */
import path from 'node:path';
import { serveFakeGraph } from 'entra-access-packages/testing';
import { run } from '../../scripts/lib/processes.mjs';
import { pressCreate, pressForSignIn, readPage } from './drive.mjs';
import { judge, judgeExample, judgeSandbox, judgeSignIn, resultIn } from './judge.mjs';
import { serveFolder, startServer } from './serve.mjs';

const COMMAND_TIMEOUT_MS = 240_000;

/** A process ends when its work does: the package's own timers run for up to 60 seconds, and must not keep it alive. */
const PROCESS_TIMEOUT_MS = 50_000;

/** How much of a log is told, in characters: its end says why. */
const TOLD = 4_000;

/**
 * @param {import('./entries.mjs').Entry} entry
 * @param {import('./entries.mjs').Run} plan
 * @param {{ folder: string, browser: import('playwright-core').Browser }} place
 */
export async function runEntry(entry, plan, { folder, browser }) {
  const graph = await serveFakeGraph();
  const service = { graphRoot: graph.origin, token: graph.fake.issueToken() };
  const before = new Set(graph.fake.accessPackages.map(({ id }) => id));
  let log = '';
  try {
    const env = environment(folder, entry, service);
    const timeoutMs = entry.kind === 'process' ? PROCESS_TIMEOUT_MS : COMMAND_TIMEOUT_MS;
    let stdout = '';
    for (const [command, ...args] of plan.commands) {
      const done = await run(command, args, { cwd: folder, env, timeoutMs });
      log += `$ ${command} ${args.join(' ')}\n${done.output}`;
      stdout = done.stdout;
      if (done.timedOut) throw new Error(`${command} had not ended after ${timeoutMs / 1000} s`);
      if (done.code !== 0) throw new Error(`exit code ${done.code}`);
    }
    if (entry.kind === 'example' && !plan.serve) return judgeExample(stdout);
    const result = plan.serve ? await openPage(entry, plan, { folder, env, service, browser }) : resultIn(stdout);
    if (entry.kind === 'example') return;
    const made = graph.fake.accessPackages.filter(({ id }) => !before.has(id));
    judge(result, plan.fake === 'own' ? result.held : made);
  } catch (error) {
    throw new Error(`${entry.name}, ${plan.name}: ${error.message}\n${log.slice(-TOLD)}`);
  } finally {
    await graph.close();
  }
}

/** Nothing is told to the tools' makers, and nobody asks them for news. */
const QUIET = {
  DO_NOT_TRACK: '1',
  DENO_NO_UPDATE_CHECK: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  NG_CLI_ANALYTICS: 'false',
};

function environment(folder, entry, { graphRoot, token }) {
  return {
    PATH: [path.join(folder, 'node_modules', '.bin'), process.env.PATH].join(path.delimiter),
    // A runner of tests must not take itself for a part of ours.
    NODE_TEST_CONTEXT: undefined,
    NO_COLOR: '1',
    ...QUIET,
    ...(entry.kind === 'example' ? { SANDBOX: '1' } : { GRAPH_ROOT: graphRoot, GRAPH_TOKEN: token }),
  };
}

async function openPage(entry, { serve, open = '/', inlineScripts }, { folder, env, service, browser }) {
  const server = Array.isArray(serve)
    ? await startServer(serve, { folder, env })
    : await serveFolder(path.join(folder, serve), { graphRoot: service.graphRoot, inlineScripts });
  try {
    if (entry.kind === 'example') {
      judgeSandbox(await pressCreate(browser, server.origin, open));
      judgeSignIn(await pressForSignIn(browser, server.origin, open));
      return;
    }
    return await readPage(browser, server.origin, open, service);
  } catch (error) {
    throw new Error(`${error.message}\n${server.output().slice(-TOLD)}`);
  } finally {
    await server.close();
  }
}
