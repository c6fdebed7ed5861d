/** A browser through its WebDriver: started, sent to an address, asked for a value, ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** How long a driver may take to start, in milliseconds. */
const START_MS = 30_000;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Sends a WebDriver command. @see https://www.w3.org/TR/webdriver2/#endpoints */
async function command(method, url, body) {
  const content = body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(url, { method, ...content });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${method} ${url}: ${value.error}: ${value.message}`);
  return value;
}

/**
 * Starts the driver and a session.
 *
 * @param {{ driver: string, capabilities: object }} options
 */
export async function openBrowser({ driver, capabilities }) {
  const port = await freePort();
  const program = spawn(driver, [`--port=${port}`], { stdio: 'ignore' });
  const base = `http://127.0.0.1:${port}`;
  const ended = once(program, 'exit');
  try {
    const deadline = Date.now() + START_MS;
    while (!(await command('GET', `${base}/status`).catch(() => undefined))) {
      if (Date.now() > deadline || program.exitCode !== null) throw new Error(`${driver} does not start`);
      await new Promise((later) => setTimeout(later, 100));
    }
    const { sessionId } = await command('POST', `${base}/session`, { capabilities: { alwaysMatch: capabilities } });
    const session = `${base}/session/${sessionId}`;
    return {
      goTo: (url) => command('POST', `${session}/url`, { url }),
      /** The value of the body of a function. */
      evaluate: (script) => command('POST', `${session}/execute/sync`, { script, args: [] }),
      async close() {
        await command('DELETE', session).catch(() => {});
        program.kill();
        await ended;
      },
    };
  } catch (error) {
    program.kill();
    await ended;
    throw error;
  }
}
