/** `npm start`: what it serves, where, and that nothing is left of it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { ROOT } from '../../scripts/lib/paths.mjs';
import { portFrom } from '../../scripts/lib/ports.mjs';

/** How long set-up and build may take when there is nothing to do, in milliseconds: "ready in seconds". */
const READY_MS = 10_000;

/** Starts it and waits until it says where. Ends with the test. */
async function start(t, { command = ['node', 'scripts/start.mjs'], port = '0' } = {}) {
  const child = spawn(command[0], command.slice(1), {
    cwd: ROOT,
    env: { ...process.env, PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit').then(([code]) => code);
  t.after(() => child.kill('SIGKILL'));
  let output = '';
  const started = performance.now();
  await new Promise((resolve, reject) => {
    const hear = (text) => {
      output += text;
      if (output.includes('Ctrl-C')) resolve(undefined);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    exited.then((code) => reject(new Error(`it ended with ${code}:\n${output}`)));
  });
  const readyMs = performance.now() - started;
  const origin = (name) => output.match(new RegExp(`${name} +(http://[^/\\s]+)`))?.[1];
  return { child, exited, readyMs, output, portal: origin('Portal'), sandbox: origin('Sandbox') };
}

/** Whether anything listens there. */
const answers = (origin) =>
  fetch(origin).then(
    () => true,
    () => false,
  );

test('it serves the portal and its sandbox, and is ready in seconds', async (t) => {
  const { portal, sandbox, readyMs } = await start(t);
  assert.ok(readyMs < READY_MS, `it took ${readyMs} ms`);
  const page = await fetch(portal);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  assert.match(await page.text(), /<title>/);
  const config = await (await fetch(`${portal}/portal.json`)).json();
  assert.deepEqual(config, { sandbox: { graphRoot: sandbox } });
  // The portal asks the sandbox for tokens.
  const token = await fetch(`${sandbox}/_fake/token`, { method: 'POST' });
  assert.equal(token.status, 200);
});

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  test(`${signal} ends all of it with exit code 0`, async (t) => {
    const { child, exited, portal, sandbox } = await start(t);
    child.kill(signal);
    assert.equal(await exited, 0);
    assert.deepEqual(await Promise.all([portal, sandbox].map(answers)), [false, false]);
  });
}

test('a signal during a request in flight ends it as well', async (t) => {
  const { child, exited, sandbox } = await start(t);
  const fault = { delivery: 'hang', match: { method: 'GET' } };
  const headers = { 'content-type': 'application/json' };
  assert.equal(
    (await fetch(`${sandbox}/_fake/fault`, { method: 'POST', headers, body: JSON.stringify(fault) })).status,
    204,
  );
  const { token } = await (await fetch(`${sandbox}/_fake/token`, { method: 'POST' })).json();
  const hanging = fetch(`${sandbox}/v1.0/identityGovernance/entitlementManagement/catalogs`, {
    headers: { authorization: `Bearer ${token}` },
  }).catch((error) => error);
  child.kill('SIGINT');
  assert.equal(await exited, 0);
  assert.ok((await hanging) instanceof Error);
});

test('through npm, as people start it', async (t) => {
  const { child, exited, portal, sandbox } = await start(t, { command: ['npm', 'start'] });
  child.kill('SIGINT');
  assert.equal(await exited, 0);
  assert.deepEqual(await Promise.all([portal, sandbox].map(answers)), [false, false]);
});

/** Occupies a port of loopback for the time of a test. */
async function occupy(t, port) {
  const server = createServer();
  server.listen(port, 'localhost');
  await once(server, 'listening');
  t.after(() => server.close());
  return server.address().port;
}

test('PORT says where the portal listens', async (t) => {
  const probe = createServer().listen(0, 'localhost');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  const { portal } = await start(t, { port: String(port) });
  assert.equal(new URL(portal).port, String(port));
});

test('a PORT that is taken is told in one sentence', async (t) => {
  const port = await occupy(t, 0);
  const problem = await start(t, { port: String(port) }).catch((error) => error.message);
  assert.match(problem, new RegExp(`it ended with 1:[\\s\\S]*Port ${port} is taken: choose another PORT, or none\\.`));
});

test('a PORT that is no port is told in one sentence', async (t) => {
  const problem = await start(t, { port: 'http' }).catch((error) => error.message);
  assert.equal(problem.trim(), 'it ended with 1:\nPORT is "http": it must be a number from 0 to 65534.');
});

test('without PORT, ports that are taken are no obstacle', async (t) => {
  // Where somebody else has them already, that serves as well.
  for (const port of [5173, 5174]) await occupy(t, port).catch(() => undefined);
  const { portal, sandbox } = await start(t, { port: '' });
  assert.notEqual(new URL(portal).port, '5173');
  assert.deepEqual(await Promise.all([portal, sandbox].map(answers)), [true, true]);
});

test('PORT is read as a number or not at all', () => {
  assert.equal(portFrom(undefined), undefined);
  assert.equal(portFrom(''), undefined);
  assert.equal(portFrom('0'), 0);
  assert.equal(portFrom('8080'), 8080);
  for (const text of ['-1', '80.5', '65535', 'x']) assert.throws(() => portFrom(text), /must be a number/);
});
