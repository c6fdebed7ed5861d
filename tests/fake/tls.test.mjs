/** The fake behind TLS: HTTP/2 and HTTP/1.1, and what faults do to each. */
import assert from 'node:assert/strict';
import http2 from 'node:http2';
import https from 'node:https';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { generate } from 'selfsigned';
import { serveFakeGraph } from '../../pkg/dist/testing.js';
import { example, root } from './support.mjs';

const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
  keyType: 'ec',
  curve: 'P-256',
  algorithm: 'sha256',
  extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
});
const tls = { key: pems.private, cert: pems.cert };

/** A client of one protocol; each keeps one connection for as long as it lasts. */
const clients = {
  h2(origin) {
    const session = http2.connect(origin, { ca: tls.cert });
    session.on('error', () => {});
    return {
      send: (method, path, headers, body) =>
        new Promise((resolve, reject) => {
          const stream = session.request({ ':method': method, ':path': path, ...headers });
          const seen = { chunks: [], headers: {}, alive: () => !session.closed };
          stream.on('response', (head) => Object.assign(seen, { status: head[':status'], headers: head }));
          stream.on('data', (chunk) => seen.chunks.push(chunk));
          stream.on('error', (error) => reject(Object.assign(error, { seen })));
          stream.on('close', () => {
            const whole = seen.headers['content-length'] === String(Buffer.concat(seen.chunks).length);
            if (seen.status && (whole || seen.status === 204)) resolve(seen);
            else reject(Object.assign(new Error('ended early'), { seen }));
          });
          stream.end(body);
        }),
      close: () => session.destroy(),
    };
  },
  'http/1.1'(origin) {
    const agent = new https.Agent({ ca: tls.cert, keepAlive: true, maxSockets: 1 });
    return {
      send: (method, path, headers, body) =>
        new Promise((resolve, reject) => {
          const request = https.request(origin + path, { agent, method, headers }, (response) => {
            const seen = { status: response.statusCode, headers: response.headers, chunks: [] };
            response.on('data', (chunk) => seen.chunks.push(chunk));
            response.on('error', (error) => reject(Object.assign(error, { seen })));
            response.on('end', () => resolve(seen));
          });
          request.on('error', (error) => reject(Object.assign(error, { seen: { chunks: [] } })));
          request.end(body);
        }),
      close: () => agent.destroy(),
    };
  },
};

/** Runs a test with a server behind TLS and a client of the protocol. */
async function withTls(protocol, options, run) {
  const server = await serveFakeGraph({ tls, ...options });
  const client = clients[protocol](server.origin);
  const authorization = `Bearer ${server.fake.issueToken()}`;
  const call = async (method, path, json) => {
    const headers = { authorization, ...(json && { 'content-type': 'application/json' }) };
    const seen = await client.send(method, `${root}/${path}`, headers, json && JSON.stringify(json));
    const text = Buffer.concat(seen.chunks).toString();
    return { ...seen, json: text && JSON.parse(text) };
  };
  const create = () => call('POST', 'accessPackages', example);
  const isThere = () => server.fake.accessPackages.some(({ displayName }) => displayName === example.displayName);
  try {
    await run({ server, fake: server.fake, client, call, create, isThere });
  } finally {
    client.close();
    await server.close();
  }
}

for (const [protocol, httpVersion] of [
  ['h2', '2.0'],
  ['http/1.1', '1.1'],
]) {
  test(`${protocol}: a create, links with https, and one connection that is reused`, () =>
    withTls(protocol, { pageSize: 1 }, async ({ server, fake, call, create }) => {
      assert.match(server.origin, /^https:\/\/127\.0\.0\.1:\d+$/);
      assert.equal(fake.graphRoot, server.origin);
      const { status, json } = await create();
      assert.equal(status, 201);
      assert.equal(json.id, fake.accessPackages.at(-1).id);
      const list = await call('GET', 'catalogs');
      assert.ok(list.json['@odata.nextLink'].startsWith(`${server.origin}/v1.0/`));
      assert.ok(list.headers['request-id']);
      assert.equal(list.headers['odata-version'], '4.0');
      assert.equal(server.connections, 1);
      assert.deepEqual(
        fake.requests.map((each) => [each.connection, each.reused, each.httpVersion]),
        [
          [1, false, httpVersion],
          [1, true, httpVersion],
        ],
      );
      assert.equal(fake.requests[0].headers.authorization, 'Bearer …');
      assert.equal(
        Object.keys(fake.requests[0].headers).some((name) => name.startsWith(':')),
        false,
      );
    }));

  for (const [commit, expected] of [
    ['never', false],
    ['before', true],
    [{ afterMs: 20 }, true],
  ]) {
    test(`${protocol}: a reset with commit ${JSON.stringify(commit)} drops the connection, and the next one is new`, () =>
      withTls(protocol, {}, async ({ server, fake, call, create, isThere }) => {
        await call('GET', 'catalogs');
        fake.fail({ delivery: 'reset', commit });
        await assert.rejects(create(), { code: 'ECONNRESET' });
        const other = clients[protocol](server.origin);
        const authorization = `Bearer ${fake.issueToken()}`;
        assert.equal((await other.send('GET', `${root}/catalogs`, { authorization })).status, 200);
        other.close();
        if (typeof commit === 'object') while (!isThere()) await sleep(5);
        assert.equal(isThere(), expected);
        assert.equal(server.connections, 2);
        assert.deepEqual(
          fake.requests.map((each) => [each.status, each.connection, each.reused, each.created !== undefined]),
          [
            [200, 1, false, false],
            ['reset', 1, true, expected],
            [200, 2, false, false],
          ],
        );
      }));
  }

  test(`${protocol}: a cut body is promised whole and broken off at half`, () =>
    withTls(protocol, {}, async ({ fake, create, isThere }) => {
      fake.fail({ delivery: 'cut' });
      const { seen } = await create().then(
        () => assert.fail('it came whole'),
        (error) => error,
      );
      assert.equal(seen.status, 201);
      assert.equal(Buffer.concat(seen.chunks).length, Math.floor(Number(seen.headers['content-length']) / 2));
      assert.equal(isThere(), true);
    }));

  for (const delivery of ['hang', 'stall']) {
    test(`${protocol}: after a ${delivery} nothing more comes, and closing the server ends it`, async () => {
      await withTls(protocol, {}, async ({ server, fake, create }) => {
        fake.fail({ delivery, commit: delivery === 'hang' ? 'never' : 'before' });
        const waiting = create().then(
          () => assert.fail('it was answered'),
          (error) => error,
        );
        const arrived = delivery === 'hang' ? 'pending' : 201;
        while (fake.requests[0]?.status !== arrived) await sleep(5);
        assert.equal(await Promise.race([waiting, sleep(60, 'waiting')]), 'waiting');
        await server.close();
        const { seen } = await waiting;
        const expected = delivery === 'hang' ? 0 : Math.floor(Number(seen.headers['content-length']) / 2);
        assert.equal(Buffer.concat(seen.chunks).length, expected);
        assert.equal(fake.requests[0].status, delivery === 'hang' ? 'pending' : 201);
      });
    });
  }

  test(`${protocol}: header lines that repeat, and those of one connection only`, () =>
    withTls(protocol, { claimsChallenge: { form: 'lines' } }, async ({ fake, call }) => {
      const challenged = await call('GET', 'catalogs');
      assert.equal(challenged.status, 401);
      assert.match(challenged.headers['www-authenticate'], /^PoP .*, Bearer /);
      const headers = { 'Retry-After': ['1', '120'], 'Keep-Alive': 'timeout=5', 'X-Answer': 'yes' };
      fake.fail({ answer: { status: 503, headers }, match: {} });
      const failed = await call('GET', 'catalogs');
      assert.equal(failed.status, 503);
      assert.equal(failed.headers['x-answer'], 'yes');
      // Node's HTTP/1.1 client shows the first line of this header only.
      assert.equal(failed.headers['retry-after'], protocol === 'h2' ? '1, 120' : '1');
    }));

  test(`${protocol}: without keepAlive a connection ends behind its first answer`, () =>
    withTls(protocol, { protocols: [protocol], keepAlive: false }, async ({ server, fake, create, isThere }) => {
      const headers = { authorization: `Bearer ${fake.issueToken()}` };
      const client = clients[protocol](server.origin);
      const { status, alive } = await client.send('GET', `${root}/catalogs`, headers);
      assert.equal(status, 200);
      // The session ends by itself; HTTP/1.1's agent takes a new connection.
      if (alive) while (alive()) await sleep(5);
      else assert.equal((await client.send('GET', `${root}/catalogs`, headers)).status, 200);
      client.close();
      // Faults strike as ever.
      fake.fail({ delivery: 'cut' });
      await assert.rejects(create(), ({ seen }) => seen.status === 201 && seen.chunks.length > 0);
      assert.equal(isThere(), true);
      const connections = fake.requests.map(({ connection }) => connection);
      assert.equal(new Set(connections).size, connections.length);
      assert.ok(fake.requests.every(({ reused }) => reused === false));
    }));

  test(`${protocol} alone may be offered`, () =>
    withTls(protocol, { protocols: [protocol] }, async ({ server, call }) => {
      assert.equal((await call('GET', 'catalogs')).status, 200);
      const other = clients[protocol === 'h2' ? 'http/1.1' : 'h2'](server.origin);
      const authorization = `Bearer ${server.fake.issueToken()}`;
      const outcome = await other.send('GET', `${root}/catalogs`, { authorization }).then(
        ({ status }) => status,
        () => 'failed',
      );
      other.close();
      assert.notEqual(outcome, 200);
      assert.equal(server.fake.requests.length, 1);
    }));
}

test('h2: a stream reset ends one request and leaves the connection and its other requests alone', () =>
  withTls('h2', {}, async ({ server, fake, call, create, isThere }) => {
    fake.fail({ delivery: 'streamReset', commit: 'before', delayMs: 20 });
    fake.fail({ delayMs: 60, match: { method: 'GET' } });
    const slow = call('GET', 'catalogs');
    const error = await create().then(
      () => assert.fail('it was answered'),
      (reason) => reason,
    );
    assert.equal(error.code, 'ERR_HTTP2_STREAM_ERROR');
    assert.match(error.message, /NGHTTP2_INTERNAL_ERROR/);
    assert.equal(isThere(), true);
    assert.equal((await slow).status, 200);
    assert.equal((await call('GET', 'catalogs')).status, 200);
    assert.equal(server.connections, 1);
    assert.equal(fake.requests.find(({ method }) => method === 'POST').status, 'reset');
  }));

test('http/1.1: a stream reset is a reset', () =>
  withTls('http/1.1', {}, async ({ fake, create, isThere }) => {
    fake.fail({ delivery: 'streamReset', commit: 'before' });
    await assert.rejects(create(), { code: 'ECONNRESET' });
    assert.equal(isThere(), true);
  }));

test('h2: a client that gives up in the middle of its body creates nothing, and its connection goes on', () =>
  withTls('h2', { control: true }, async ({ server, fake, call }) => {
    const session = http2.connect(server.origin, { ca: tls.cert });
    const headers = { ':method': 'POST', ':path': `${root}/accessPackages`, 'content-type': 'application/json' };
    const stream = session.request({ ...headers, authorization: `Bearer ${fake.issueToken()}` });
    stream.on('error', () => {});
    stream.write('{"displayName":"half"');
    // A ping comes back when what was sent before it has arrived.
    await new Promise((resolve) => session.ping(resolve));
    stream.close(http2.constants.NGHTTP2_CANCEL);
    await new Promise((resolve) => session.ping(resolve));
    assert.equal(session.closed, false);
    session.destroy();
    assert.equal((await call('GET', 'catalogs')).status, 200);
    assert.deepEqual(
      fake.requests.map(({ method }) => method),
      ['GET'],
    );
  }));

test('h2: a client that gives up while the service works finds it done, on the same connection', () =>
  withTls('h2', {}, async ({ server, fake, call, isThere }) => {
    fake.fail({ delayMs: 50 });
    const session = http2.connect(server.origin, { ca: tls.cert });
    const headers = { ':method': 'POST', ':path': `${root}/accessPackages`, 'content-type': 'application/json' };
    const stream = session.request({ ...headers, authorization: `Bearer ${fake.issueToken()}` });
    stream.on('error', () => {});
    stream.end(JSON.stringify(example));
    while (fake.requests.length === 0) await sleep(5);
    stream.close(http2.constants.NGHTTP2_CANCEL);
    while (!isThere()) await sleep(5);
    await new Promise((resolve) => session.ping(resolve));
    assert.equal(session.closed, false);
    session.destroy();
    assert.equal(fake.requests[0].status, 201);
    assert.equal((await call('GET', 'catalogs')).status, 200);
  }));

test('h2: foreign hosts and too large bodies are refused, and the control surface is there', () =>
  withTls('h2', { control: true }, async ({ client }) => {
    const foreign = await client.send('GET', '/', { ':authority': 'evil.example' });
    assert.equal(foreign.status, 421);
    const large = await client.send('POST', `${root}/accessPackages`, {}, Buffer.alloc(8 * 1024 * 1024 + 1));
    assert.equal(large.status, 413);
    const state = await client.send('GET', '/_fake/state', {});
    assert.equal(JSON.parse(Buffer.concat(state.chunks)).connections, 1);
  }));

test('connections are counted without TLS too, and a preflight counts as a use', async () => {
  const server = await serveFakeGraph();
  const headers = { Origin: 'http://localhost', 'Access-Control-Request-Method': 'GET' };
  assert.equal((await fetch(`${server.origin}${root}/catalogs`, { method: 'OPTIONS', headers })).status, 204);
  await fetch(`${server.origin}${root}/catalogs`).then((response) => response.text());
  const [{ connection, reused, httpVersion }] = server.fake.requests;
  assert.equal(connection, server.connections);
  assert.equal(httpVersion, '1.1');
  // Node's fetch keeps the connection of the preflight, which had no body to wait for.
  assert.equal(reused, server.connections === 1);
  await server.close();
});

for (const options of [
  { tls: { key: tls.key } },
  { tls: { ...tls, pfx: 'x' } },
  { tls: 'pem' },
  { protocols: ['h2'] },
  { tls, protocols: [] },
  { tls, protocols: ['h3'] },
  { tls, protocols: 'h2' },
]) {
  test(`serving with ${JSON.stringify(options)
    .replace(/-----.*?-----END[^"]*/g, '…')
    .slice(0, 80)} is a TypeError`, async () => {
    await assert.rejects(serveFakeGraph(options), TypeError);
  });
}
