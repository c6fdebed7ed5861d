/**
 * `npm start`: sets up what is missing, builds, serves the portal and its sandbox on loopback until Ctrl-C.
 *
 * `PORT` says where the portal listens and must be free; the sandbox takes the port after it. Without it they
 * take 5173 and 5174, or free ports where these are taken.
 */
import { buildAll } from './lib/build-all.mjs';
import { runCommand } from './lib/entry.mjs';
import { listenAt, listenNear, portFrom } from './lib/ports.mjs';
import { reportWorkOnly, setUp } from './setup/index.mjs';

const DEFAULT_PORT = 5173;

/** What is to be closed at the end, last opened first. @type {{ close: () => Promise<void> }[]} */
const servers = [];

async function start() {
  const started = performance.now();
  const asked = portFrom(process.env.PORT);
  await setUp({ report: reportWorkOnly });
  await buildAll((line) => console.log(`[build] ${line}`));
  // Imported late: set-up and build have made them.
  const { serveFakeGraph } = await import('entra-access-packages/testing');
  const { servePortal } = await import('../www/serve.mjs');

  const portalPort = asked ?? DEFAULT_PORT;
  const sandbox = await listenNear(portalPort === 0 ? 0 : portalPort + 1, (port) =>
    serveFakeGraph({ port, control: true }),
  );
  servers.unshift(sandbox);
  const openPortal = (port) => servePortal({ port, portalConfig: { sandbox: { graphRoot: sandbox.origin } } });
  const portal = await (asked === undefined ? listenNear : listenAt)(portalPort, openPortal);
  servers.unshift(portal);

  console.log(`
  Portal   ${portal.origin}/
  Sandbox  ${sandbox.origin} (a pretend Microsoft Graph)

  Ready in ${((performance.now() - started) / 1000).toFixed(1)} s. Ctrl-C ends both.`);
}

await runCommand(start, {
  onSignal: async () => {
    await Promise.all(servers.map((server) => server.close()));
    return 0;
  },
});
