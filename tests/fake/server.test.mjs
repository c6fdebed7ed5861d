import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { test } from 'node:test';
import { serveFakeGraph } from '../../pkg/dist/testing.js';
import { caller, example, names, root, sales } from './support.mjs';

/** Runs a test against a server of its own. */
async function withServer(options, run) {
  const server = await serveFakeGraph(options);
  try {
    await run({ ...server, call: caller(fetch, server.origin, server.fake.issueToken()) });
  } finally {
    await server.close();
  }
}

/** Sends with node:http, which hides nothing and adds nothing. */
function raw(origin, { path = '/', method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const request = http.request({ host: hostname, port, path, method, headers, agent: false }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode: status, headers: seen, rawHeaders } = response;
        resolve({ status, headers: seen, rawHeaders, text: Buffer.concat(chunks).toString() });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

test('a create over a real socket, with links that lead back to the name that was used', () =>
  withServer({ pageSize: 1 }, async ({ origin, fake, call }) => {
    const { status, json } = await call('POST', 'accessPackages', { json: example });
    assert.equal(status, 201);
    assert.equal(json.id, fake.accessPackages.at(-1).id);
    assert.equal(fake.graphRoot, origin);
    const byName = caller(fetch, origin.replace('127.0.0.1', 'localhost'), fake.issueToken());
    const { json: page } = await byName('GET', 'catalogs');
    assert.ok(page['@odata.nextLink'].startsWith('http://localhost:'), page['@odata.nextLink']);
    assert.equal(
      (await byName('GET', page['@odata.nextLink'].slice(page['@odata.nextLink'].indexOf('/v1.0')))).status,
      200,
    );
  }));

test('it sends the headers that Graph sends, Date by the clock of the service', () =>
  withServer({ now: () => 0 }, async ({ origin, fake }) => {
    const headers = { Authorization: `Bearer ${fake.issueToken({ expiresAt: 1 })}`, Origin: 'http://127.0.0.1:1' };
    const seen = await raw(origin, { path: `${root}/catalogs`, headers });
    assert.equal(seen.status, 200);
    assert.equal(seen.headers.date, 'Thu, 01 Jan 1970 00:00:00 GMT');
    assert.equal(seen.headers['odata-version'], '4.0');
    assert.match(seen.headers['content-type'], /^application\/json;odata\.metadata=minimal/);
    assert.equal(seen.headers['access-control-allow-origin'], '*');
    assert.match(seen.headers['access-control-expose-headers'], /Retry-After/);
  }));

test('a preflight is answered for pages of another port, private network access included', () =>
  withServer({}, async ({ origin, fake }) => {
    const { status, headers } = await raw(origin, {
      method: 'OPTIONS',
      path: `${root}/accessPackages`,
      headers: {
        Origin: 'http://localhost:5173',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,client-request-id,content-type',
        'Access-Control-Request-Private-Network': 'true',
      },
    });
    assert.equal(status, 204);
    assert.equal(headers['access-control-allow-origin'], '*');
    assert.match(headers['access-control-allow-methods'], /PATCH/);
    assert.match(headers['access-control-allow-headers'], /Authorization, Content-Type, client-request-id/);
    assert.ok(Number(headers['access-control-max-age']) > 0);
    assert.equal(headers['access-control-allow-private-network'], 'true');
    assert.equal(fake.requests.length, 0);
  }));

for (const [commit, expected] of [
  ['never', 0],
  ['before', 1],
]) {
  test(`a reset with commit ${commit} resets the connection`, () =>
    withServer({}, async ({ origin, fake }) => {
      fake.fail({ delivery: 'reset', commit });
      const before = fake.accessPackages.length;
      const headers = { Authorization: `Bearer ${fake.issueToken()}`, 'Content-Type': 'application/json' };
      const sent = { method: 'POST', path: `${root}/accessPackages`, headers, body: JSON.stringify(example) };
      await assert.rejects(raw(origin, sent), { code: 'ECONNRESET' });
      assert.equal(fake.accessPackages.length - before, expected);
    }));
}

test('a cut body is promised whole and broken off at half', () =>
  withServer({}, async ({ origin, fake }) => {
    fake.fail({ delivery: 'cut', match: { method: 'GET' } });
    const text = await new Promise((resolve, reject) => {
      const { port } = new URL(origin);
      const socket = net.connect(Number(port), '127.0.0.1');
      const chunks = [];
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('error', reject);
      socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
      const authorization = `Authorization: Bearer ${fake.issueToken()}`;
      socket.write(`GET ${root}/catalogs HTTP/1.1\r\nHost: localhost:${port}\r\n${authorization}\r\n\r\n`);
    });
    const promised = Number(/content-length: (\d+)/i.exec(text)[1]);
    const sent = Buffer.byteLength(text.slice(text.indexOf('\r\n\r\n') + 4));
    assert.equal(sent, Math.floor(promised / 2));
  }));

test('close ends connections that hang, and may be called twice', async () => {
  const server = await serveFakeGraph();
  server.fake.fail({ delivery: 'hang', match: {} });
  const waiting = fetch(server.origin);
  waiting.catch(() => {});
  while (server.fake.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await server.close();
  await server.close();
  await assert.rejects(waiting, TypeError);
  await assert.rejects(fetch(server.origin), TypeError);
});

test('two Retry-After headers are two lines on the wire', () =>
  withServer({}, async ({ origin, fake }) => {
    fake.fail({ answer: { status: 429, retryAfter: ['1', '120'] }, match: {} });
    const { rawHeaders } = await raw(origin, { path: `${root}/catalogs` });
    const lines = rawHeaders.filter((_, i) => rawHeaders[i - 1]?.toLowerCase() === 'retry-after' && i % 2 === 1);
    assert.deepEqual(lines, ['1', '120']);
  }));

test('bad input is told, and the server lives on', () =>
  withServer({ control: true }, async ({ origin, call }) => {
    const { port } = new URL(origin);
    const post = { method: 'POST', path: `${root}/accessPackages` };
    const answers = {
      'a foreign host': [{ headers: { Host: 'evil.example' } }, 421],
      'an absolute request target': [{ path: 'http://evil.example/' }, 400],
      'a bad escape in a key': [{ path: `${root}/catalogs/%zz`, token: true }, 400],
      'bytes that are not UTF-8': [{ ...post, body: Buffer.from([0xff, 0xfe]) }, 400],
      'a body beyond 8 MiB': [{ ...post, body: Buffer.alloc(8 * 1024 * 1024 + 1) }, 413],
      'a path of slashes': [{ path: '//evil.example//' }, 401],
    };
    const token = (await (await fetch(`${origin}/_fake/token`, { method: 'POST' })).json()).token;
    for (const [what, [{ token: needed, ...sent }, status]] of Object.entries(answers)) {
      const headers = { ...(needed && { Authorization: `Bearer ${token}` }), ...sent.headers };
      assert.equal((await raw(origin, { ...sent, headers })).status, status, what);
    }
    await new Promise((resolve) => {
      const socket = net.connect(Number(port), '127.0.0.1');
      socket.on('close', resolve);
      socket.on('error', () => {});
      socket.resume();
      socket.end('this is not HTTP\r\n\r\n');
    });
    // A client that goes away in the middle of its body.
    await new Promise((resolve) => {
      const socket = net.connect(Number(port), '127.0.0.1', () => {
        socket.write(`POST ${post.path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{`, () =>
          socket.destroy(),
        );
      });
      socket.on('close', resolve);
    });
    assert.equal((await call('GET', 'catalogs')).status, 200);
  }));

test('the control surface issues tokens, queues faults, shows requests and state, and resets', () =>
  withServer({ control: true }, async ({ origin }) => {
    const control = caller(fetch, origin, 'none');
    const { json: grant } = await control('POST', '/_fake/token', {
      json: { scopes: ['EntitlementManagement.Read.All'] },
    });
    const { json: all } = await control('POST', '/_fake/token');
    const call = caller(fetch, origin, all.token);
    assert.equal((await call('POST', 'accessPackages', { json: example, token: grant.token })).status, 403);

    const queued = await control('POST', '/_fake/fault', {
      json: { answer: { status: 418 }, match: { path: 'catalogs' } },
    });
    assert.equal(queued.status, 204);
    assert.equal((await call('GET', 'catalogs')).status, 418);

    await call('POST', 'accessPackages', { json: example });
    const requests = await control('GET', '/_fake/requests');
    assert.deepEqual(
      requests.json.map(({ method, status }) => [method, status]),
      [
        ['POST', 403],
        ['GET', 418],
        ['POST', 201],
      ],
    );
    assert.equal(requests.text.includes(all.token), false);

    const state = await control('GET', '/_fake/state');
    assert.ok(state.json.catalogs.some((each) => each.id === sales));
    assert.equal(state.json.accessPackages.at(-1).displayName, 'sales reps');
    assert.equal((await control('POST', '/_fake/reset')).status, 204);
    assert.deepEqual((await control('GET', '/_fake/requests')).json, []);
    assert.equal(names(await call('GET', 'accessPackages')).includes('sales reps'), false);
  }));

test('the control surface takes back faults and nothing else, also for pages', () =>
  withServer({ control: true }, async ({ origin, call }) => {
    const control = caller(fetch, origin, 'none');
    await call('POST', 'accessPackages', { json: example });
    await control('POST', '/_fake/fault', { json: { answer: { status: 503 }, times: 5, match: {} } });
    assert.equal((await call('GET', 'catalogs')).status, 503);
    assert.equal((await control('DELETE', '/_fake/fault')).status, 204);
    assert.ok(names(await call('GET', 'accessPackages')).includes('sales reps'));
    const asked = { Origin: 'http://localhost:5173', 'Access-Control-Request-Method': 'DELETE' };
    const { status, headers } = await raw(origin, { method: 'OPTIONS', path: '/_fake/fault', headers: asked });
    assert.equal(status, 204);
    assert.match(headers['access-control-allow-methods'], /\bDELETE\b/);
    assert.equal(headers['access-control-allow-origin'], 'http://localhost:5173');
  }));

test('without keepAlive every request comes on a fresh connection, and the answer says so', () =>
  withServer({ keepAlive: false, control: true }, async ({ origin, fake }) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const get = (path) =>
      new Promise((resolve, reject) => {
        const headers = { Authorization: `Bearer ${fake.issueToken()}` };
        http
          .get(origin + path, { agent, headers }, (response) => {
            response.resume().on('end', () => resolve([response.statusCode, response.headers.connection]));
          })
          .on('error', reject);
      });
    assert.deepEqual(await get(`${root}/catalogs`), [200, 'close']);
    assert.deepEqual(await get('/_fake/state'), [200, 'close']);
    assert.deepEqual(await get(`${root}/accessPackages`), [200, 'close']);
    agent.destroy();
    const carriers = fake.requests.map(({ connection, reused }) => [connection, reused]);
    assert.deepEqual(carriers, [
      [1, false],
      [3, false],
    ]);
  }));

test('the control surface demands claims, as told, with the defaults or none, and queues faults for names', () =>
  withServer({ control: true }, async ({ origin, call }) => {
    const control = caller(fetch, origin, 'none');
    const demand = async (text) => (await control('POST', '/_fake/claims', { text })).status;
    const look = async () => {
      const { status, headers } = await call('GET', 'catalogs');
      return [status, /acrs|nbf/.test(atob(/claims="([^"]*)"/.exec(headers.get('WWW-Authenticate'))?.[1] ?? ''))];
    };
    assert.equal(await demand(JSON.stringify({ claims: { access_token: { acrs: { value: 'c1' } } } })), 204);
    assert.deepEqual(await look(), [401, true]);
    assert.equal(await demand('null'), 204);
    assert.deepEqual(await look(), [200, false]);
    assert.equal(await demand(), 204);
    assert.deepEqual(await look(), [401, true]);
    const { json } = await control('POST', '/_fake/claims', { text: '{"form":"basic"}' });
    assert.match(json.error, /"form" must be one of/);
    assert.equal(await demand('null'), 204);

    const match = { method: 'POST', name: 'second', query: '' };
    await control('POST', '/_fake/fault', { json: { answer: { status: 503 }, match } });
    const create = async (displayName) =>
      (await call('POST', 'accessPackages', { json: { ...example, displayName } })).status;
    assert.deepEqual([await create('first'), await create('second'), await create('second')], [201, 503, 201]);
    const state = await control('GET', '/_fake/state');
    assert.ok(state.json.connections >= 1);
  }));

test('pages of other sites may not steer the fake, and are not let in by its answer', () =>
  withServer({ control: true }, async ({ origin }) => {
    for (const method of ['OPTIONS', 'POST']) {
      for (const site of [
        'https://example.org',
        'null',
        'http://localhost.example.org',
        'http://127.0.0.1.example.org',
      ]) {
        const seen = await raw(origin, { path: '/_fake/token', method, headers: { Origin: site } });
        assert.equal(seen.status, 403, site);
        assert.equal(seen.headers['access-control-allow-origin'], undefined);
        assert.doesNotMatch(seen.text, /token/);
      }
    }
    for (const site of ['http://localhost:5173', 'http://127.0.0.1', 'http://[::1]:1', 'https://localhost']) {
      const seen = await raw(origin, { path: '/_fake/token', method: 'POST', headers: { Origin: site } });
      assert.equal(seen.status, 200);
      assert.equal(seen.headers['access-control-allow-origin'], site);
    }
  }));

test('wrong control calls get a clear 400 or 404, and pages may make them', () =>
  withServer({ control: true }, async ({ origin }) => {
    const control = caller(fetch, origin, 'none');
    for (const [path, text, message] of [
      ['fault', '{', /not JSON/],
      ['fault', '[]', /must be a JSON object/],
      ['fault', '{"status":1}', /a fault has no property "status"/],
      ['token', '{"roles":["king"]}', /"roles" must be/],
    ]) {
      const { status, json, headers } = await control('POST', `/_fake/${path}`, { text });
      assert.equal(status, 400);
      assert.match(json.error, message);
      assert.equal(headers.get('Access-Control-Allow-Origin'), '*');
    }
    const unknown = await control('GET', '/_fake/toString');
    assert.equal(unknown.status, 404);
    assert.match(unknown.json.error, /POST token/);
    const preflight = await control('OPTIONS', '/_fake/fault');
    assert.equal(preflight.status, 204);
    assert.match(preflight.headers.get('Access-Control-Allow-Headers'), /Content-Type/);
  }));

test('without control there is no control surface', () =>
  withServer({}, async ({ call, fake }) => {
    assert.equal((await call('GET', '/_fake/state')).status, 404);
    assert.equal(fake.requests.length, 1);
  }));

for (const [what, options] of Object.entries({
  'a host that is not loopback': { host: '0.0.0.0' },
  'a port that is none': { port: 70_000 },
  'a keepAlive that is none': { keepAlive: 'no' },
  'a graphRoot': { graphRoot: 'https://graph.microsoft.com' },
  'an option of the fake that is wrong': { pageSize: 0 },
})) {
  test(`serving with ${what} is a TypeError`, async () => {
    await assert.rejects(serveFakeGraph(options), TypeError);
  });
}

test('a port that is taken is an error', () =>
  withServer({}, async ({ origin }) => {
    await assert.rejects(serveFakeGraph({ port: Number(new URL(origin).port) }), { code: 'EADDRINUSE' });
  }));

test('it also serves on ::1, where the machine has it', async (t) => {
  let server;
  try {
    server = await serveFakeGraph({ host: '::1' });
  } catch (error) {
    if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT')
      return t.skip('this machine has no IPv6 loopback');
    throw error;
  }
  const call = caller(fetch, server.origin, server.fake.issueToken());
  assert.equal((await call('GET', 'catalogs')).status, 200);
  await server.close();
});
