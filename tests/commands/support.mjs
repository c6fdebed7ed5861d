/** What the tests of the commands share. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';

/** A folder of its own for a test, removed with it. */
export async function temporaryFolder(t) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'commands-test-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Serves answers on loopback for the time of a test: `routes` by path, 404 for the rest. */
export async function serve(t, routes) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    const body = routes[request.url];
    response.writeHead(body === undefined ? 404 : 200).end(body ?? 'nothing here');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return { origin: `http://127.0.0.1:${server.address().port}`, asked };
}

/** Sets environment variables for the time of a test; `undefined` takes one away. */
export function withEnvironment(t, variables) {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  const assign = (values) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  assign(variables);
  t.after(() => assign(before));
}
