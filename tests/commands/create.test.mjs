/** `npm run create` as a person in a terminal sees it: text, exit code, and what reached Graph. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveFakeGraph } from 'entra-access-packages/testing';
import { inRoot, ROOT } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { temporaryFolder } from './support.mjs';

const EXAMPLE = inRoot('tests', 'fixtures', 'sales-reps.json');
const NO_TENANT = { GRAPH_TOKEN: undefined, GRAPH_CLOUD: undefined, GRAPH_ROOT: undefined };

/** @type {import('entra-access-packages/testing').FakeGraphServer} */
let tenant;
let token;

before(async () => {
  tenant = await serveFakeGraph();
  token = tenant.fake.issueToken();
});
after(() => tenant?.close());
beforeEach(() => tenant.fake.reset());

/** Runs the command as npm does, for a person in this folder. */
async function create(args, env = {}, folder = ROOT) {
  const result = await run('node', [inRoot('scripts', 'create.mjs'), ...args], {
    env: { ...NO_TENANT, INIT_CWD: folder, ...env },
    timeoutMs: 120_000,
  });
  assert.ok(!result.output.includes(token), 'the token is printed');
  return result;
}

const onTenant = (more) => ({ GRAPH_TOKEN: token, GRAPH_ROOT: tenant.origin, ...more });
const creates = () => tenant.fake.requests.filter(({ method }) => method === 'POST');

test('the documented example on the sandbox', async () => {
  const { code, stdout } = await create([EXAMPLE]);
  assert.equal(code, 0);
  assert.match(stdout, /^Created on the sandbox/m);
  assert.match(stdout, /^ {2}id +[0-9a-f-]{36}$/m);
  assert.match(stdout, /^ {2}displayName +sales reps$/m);
  assert.match(stdout, /^ {2}client-request-id +[0-9a-f-]{36}$/m);
  assert.match(stdout, /^ {2}request-id +[0-9a-f-]{36}$/m);
});

test('the documented example on a tenant: one POST with exactly that body', async () => {
  const { code, stdout } = await create([EXAMPLE], onTenant());
  assert.equal(code, 0);
  assert.equal(creates().length, 1);
  assert.deepEqual(JSON.parse(creates()[0].body), {
    displayName: 'sales reps',
    description: 'outside sales representatives',
    isHidden: false,
    catalog: { id: '66584aae-98bb-48cc-9458-7bee5d2a6577' },
  });
  assert.ok(stdout.includes(creates()[0].headers['client-request-id']));
});

test('a file is looked for where the person is', async (t) => {
  const folder = await temporaryFolder(t);
  const input = { displayName: 'here', catalog: { id: '66584aae-98bb-48cc-9458-7bee5d2a6577' } };
  await writeFile(path.join(folder, 'mine.json'), `\uFEFF${JSON.stringify(input)}`);
  const { code, stdout } = await create(['mine.json'], {}, folder);
  assert.equal(code, 0);
  assert.match(stdout, /displayName +here$/m);
});

for (const [name, content, expected] of [
  ['broken.json', '{"displayName": ', /^broken\.json is not JSON: .+\.$/],
  ['missing.json', undefined, /^There is no file missing\.json\.$/],
]) {
  test(`${name}: one clear sentence, exit code 2`, async (t) => {
    const folder = await temporaryFolder(t);
    if (content !== undefined) await writeFile(path.join(folder, name), content);
    const { code, output } = await create([name], onTenant(), folder);
    assert.equal(code, 2);
    assert.match(output.trim(), expected);
    assert.deepEqual(tenant.fake.requests, []);
  });
}

test('a folder in place of a file: one clear sentence', async () => {
  const { code, output } = await create(['tests']);
  assert.equal(code, 2);
  assert.equal(output.trim(), 'tests cannot be read: EISDIR.');
});

for (const [args, expected] of [
  [[], /^No file was named; usage: npm run create -- FILE\.json, or /],
  [['a.json', 'b.json'], /^More than one file was named; usage: /],
]) {
  test(`arguments ${JSON.stringify(args)}: the usage, exit code 2`, async () => {
    const { code, output } = await create(args);
    assert.equal(code, 2);
    assert.match(output.trim(), expected);
  });
}

test('a cloud without a token is not the sandbox', async () => {
  const { code, output } = await create([EXAMPLE], { GRAPH_CLOUD: 'usGovL4' });
  assert.equal(code, 2);
  assert.equal(output.trim(), 'GRAPH_CLOUD is set without GRAPH_TOKEN, which a tenant needs.');
});

test('a cloud that there is not: told before anything is sent', async () => {
  const { code, output } = await create([EXAMPLE], onTenant({ GRAPH_CLOUD: 'mars' }));
  assert.equal(code, 2);
  assert.match(output, /nothing was sent/);
  assert.match(output, /cloud/);
});

test('an input with several problems: all of them with their places, exit code 2', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(
    path.join(folder, 'bad.json'),
    JSON.stringify({ displayName: ' ', isHidden: 'no', catalog: { id: 'x' } }),
  );
  const { code, output } = await create(['bad.json'], onTenant(), folder);
  assert.equal(code, 2);
  assert.match(output, /ValidationError \(ERR_VALIDATION\)/);
  assert.match(output, /^ {2}displayName: .+\(blank\)/m);
  assert.match(output, /^ {2}isHidden: .+\(wrongType\)/m);
  assert.match(output, /^ {2}catalog\.id: .+\(notAGuid\)/m);
  assert.deepEqual(tenant.fake.requests, []);
});

for (const content of ['null', '[]', '"text"', '7']) {
  test(`an input that is ${content}: exit code 2, nothing is sent`, async (t) => {
    const folder = await temporaryFolder(t);
    await writeFile(path.join(folder, 'bad.json'), content);
    const { code } = await create(['bad.json'], onTenant(), folder);
    assert.equal(code, 2);
    assert.deepEqual(tenant.fake.requests, []);
  });
}

test('a token that Graph does not know: refused, with Graph’s code and ids, exit code 1', async () => {
  const { code, output } = await create([EXAMPLE], onTenant({ GRAPH_TOKEN: 'not-a-token-of-this-graph' }));
  assert.equal(code, 1);
  assert.match(output, /^Not created\.$/m);
  assert.match(output, /GraphError \(ERR_GRAPH\)/);
  assert.match(output, /status +401$/m);
  assert.match(output, /Graph’s code +InvalidAuthenticationToken$/m);
  assert.match(output, /^ {2}client-request-id +[0-9a-f-]{36}$/m);
  assert.match(output, /^ {2}request-id +[0-9a-f-]{36}$/m);
  assert.ok(!output.includes('not-a-token-of-this-graph'));
});

test('a token with a line break: not sent, not printed, exit code 1', async () => {
  const { code, output } = await create([EXAMPLE], onTenant({ GRAPH_TOKEN: 'secret\nX-Header: 1' }));
  assert.equal(code, 1);
  assert.match(output, /TokenError \(ERR_TOKEN\)/);
  assert.ok(!output.includes('secret'));
  assert.deepEqual(tenant.fake.requests, []);
});

test('a name that is taken: not created, with the package that has it, exit code 1', async () => {
  assert.equal((await create([EXAMPLE], onTenant())).code, 0);
  const { code, output } = await create([EXAMPLE], onTenant());
  assert.equal(code, 1);
  assert.match(output, /^Not created: the name is taken\.$/m);
  const { id } = tenant.fake.accessPackages.find(({ displayName }) => displayName === 'sales reps');
  assert.ok(output.includes(`the package that has it  ${id}`));
  assert.equal(creates().length, 1);
});

test('an answer that was lost after the commit: found, exit code 0, one POST', async () => {
  tenant.fake.fail({ answer: { status: 504 }, commit: 'before' });
  const { code, stdout, output } = await create([EXAMPLE], onTenant());
  assert.equal(code, 0);
  assert.match(output, /^It is open whether it was done \(504\): looking …$/m);
  assert.match(stdout, /^Created: the answer was lost, and a look found the package\.$/m);
  assert.equal(creates().length, 1);
});

test('a 403: what may be missing, exit code 1', async () => {
  const { code, output } = await create([EXAMPLE], onTenant({ GRAPH_TOKEN: tenant.fake.issueToken({ roles: [] }) }));
  assert.equal(code, 1);
  assert.match(output, /perhaps missing: permission\. Add the permission EntitlementManagement/);
});

test('a ticket without a tenant, and one that is none: exit code 2', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(path.join(folder, 'ticket.json'), '{}');
  const lonely = await create(['--recheck', 'ticket.json'], {}, folder);
  assert.deepEqual([lonely.code, creates().length], [2, 0]);
  const none = await create(['--recheck', 'ticket.json'], onTenant(), folder);
  assert.equal(none.code, 2);
  assert.match(none.output, /"ticket" must be a ticket/);
});

test('interrupted after it was sent: unknown, exit code 3, and the ticket settles it', async (t) => {
  tenant.fake.fail({ delivery: 'hang', commit: 'before' });
  const child = spawn('node', [inRoot('scripts', 'create.mjs'), EXAMPLE], {
    cwd: ROOT,
    env: { ...process.env, ...NO_TENANT, ...onTenant() },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  const said = text(child.stderr);
  const exited = once(child, 'exit');
  while (creates().length === 0) await sleep(20, undefined, { signal: t.signal });
  child.kill('SIGINT');
  assert.deepEqual(await exited, [3, null]);
  assert.match(await said, /not known whether it was created/);
  assert.match(await said, /reason +aborted$/m);

  const folder = await temporaryFolder(t);
  const ticket = (await said).split('\n').find((line) => line.startsWith('{')) ?? '';
  await writeFile(path.join(folder, 'ticket.json'), ticket);
  const settled = await create(['--recheck', 'ticket.json'], onTenant(), folder);
  assert.equal(settled.code, 0, settled.output);
  assert.match(settled.stdout, /^Created: the answer was lost, and a look found the package\.$/m);
});
