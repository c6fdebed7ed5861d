import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import vm from 'node:vm';
import { createFakeGraph, defaultExposedHeaders } from '../../pkg/dist/testing.js';
import { example, open, root, sales } from './support.mjs';

const bundle = new URL('../../pkg/dist/testing.js', import.meta.url);

test('fetch works detached, with a string, a URL and a Request', async () => {
  const { fetch, graphRoot, issueToken } = createFakeGraph();
  const url = `${graphRoot}${root}/catalogs`;
  const headers = { Authorization: `Bearer ${issueToken()}` };
  for (const input of [url, new URL(url), new Request(url)]) {
    const response = await fetch(input, { headers });
    assert.equal(response.status, 200);
    assert.equal(response.url, url);
    assert.ok(response instanceof Response);
  }
  const options = { keepalive: true, redirect: 'error', credentials: 'omit', cache: 'no-store', mode: 'cors' };
  assert.equal((await fetch(url, { headers, ...options, referrerPolicy: 'no-referrer' })).status, 200);
});

test('a page reads the headers that Graph exposes, and no others', async () => {
  const { call } = open();
  const { headers } = await call('GET', 'catalogs');
  for (const name of ['request-id', 'client-request-id', 'Content-Type', 'Cache-Control']) assert.ok(headers.has(name));
  for (const name of ['Date', 'OData-Version', 'x-ms-ags-diagnostic', 'Access-Control-Allow-Origin']) {
    assert.equal(headers.has(name), false, name);
  }
});

test('what is exposed is a switch', async () => {
  const exposeHeaders = defaultExposedHeaders.filter((name) => name !== 'Retry-After' && name !== 'request-id');
  const { fake, call } = open({ exposeHeaders });
  fake.fail({ answer: { status: 429, retryAfter: 3 } });
  const { headers } = await call('POST', 'accessPackages', { json: example });
  assert.equal(headers.get('Retry-After'), null);
  assert.equal(headers.get('request-id'), null);
  assert.ok(headers.has('client-request-id'));
});

test('handle is the service itself: every header is there', async () => {
  const { fake } = open();
  const headers = { Authorization: `Bearer ${fake.issueToken()}` };
  const { handle } = fake;
  const response = await handle(new Request(`${fake.graphRoot}${root}/catalogs`, { headers }));
  assert.equal(response.headers.get('Access-Control-Allow-Origin'), '*');
  assert.equal(response.headers.get('Access-Control-Expose-Headers'), defaultExposedHeaders.join(', '));
  assert.equal(response.headers.get('OData-Version'), '4.0');
  assert.ok(!Number.isNaN(Date.parse(response.headers.get('Date'))));
});

test('an aborted signal rejects with its reason: before the call nothing arrives, afterwards the work goes on', async () => {
  const { fake, call } = open();
  const reason = { any: 'value' };
  const create = (signal) => call('POST', 'accessPackages', { json: example, signal });
  await assert.rejects(create(AbortSignal.abort(reason)), (seen) => seen === reason);
  assert.equal(fake.requests.length, 0);

  const controller = new AbortController();
  fake.fail({ delayMs: 20 });
  const waiting = create(controller.signal);
  setTimeout(() => controller.abort(reason), 5);
  await assert.rejects(waiting, (seen) => seen === reason);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(fake.accessPackages.some((each) => each.displayName === 'sales reps'));
});

test('another origin is a network failure whose cause says why', async () => {
  const { fake } = open();
  await assert.rejects(fake.fetch('https://graph.microsoft.us/v1.0/me'), (error) => {
    assert.ok(error instanceof TypeError);
    assert.match(
      error.cause.message,
      /answers https:\/\/graph\.microsoft\.com only, not https:\/\/graph\.microsoft\.us/,
    );
    return true;
  });
});

test('a redirect is not followed', async () => {
  const { fake, call } = open();
  fake.fail({ answer: { status: 307, headers: { Location: 'https://elsewhere.example/' } } });
  await assert.rejects(call('POST', 'accessPackages', { json: example }), TypeError);
});

test('requests are recorded with all but the token', async () => {
  const { fake, call } = open({ now: () => Date.UTC(2026, 0, 2, 3, 4, 5) });
  const token = fake.issueToken();
  await call('POST', 'accessPackages', { json: example, token, headers: { 'client-request-id': 'abc' } });
  assert.deepEqual(fake.requests, [
    {
      method: 'POST',
      url: `https://graph.microsoft.com${root}/accessPackages`,
      headers: { authorization: 'Bearer …', 'client-request-id': 'abc', 'content-type': 'application/json' },
      body: JSON.stringify(example),
      time: '2026-01-02T03:04:05.000Z',
      status: 201,
      created: fake.accessPackages.at(-1).id,
    },
  ]);
  assert.equal(JSON.stringify(fake).includes(token), false);
});

test('a preflight is answered without a token and not recorded', async () => {
  const { fake } = open({ allowedOrigins: ['https://portal.example'] });
  const ask = (Origin) =>
    fake.handle({
      // Request of Node lets a test set what browsers reserve for themselves.
      ...{ method: 'OPTIONS', url: `${fake.graphRoot}${root}/accessPackages`, text: async () => '' },
      headers: new Headers({ Origin, 'Access-Control-Request-Method': 'POST' }),
      signal: new AbortController().signal,
    });
  const good = await ask('https://portal.example');
  assert.equal(good.status, 204);
  assert.equal(good.headers.get('Access-Control-Allow-Origin'), 'https://portal.example');
  assert.match(good.headers.get('Access-Control-Allow-Headers'), /Authorization, Content-Type, client-request-id/);
  assert.equal((await ask('https://other.example')).headers.get('Access-Control-Allow-Origin'), null);
  assert.equal(fake.requests.length, 0);
  fake.fail({ answer: { status: 503 }, match: {} });
  assert.equal((await ask('https://portal.example')).status, 204);
  fake.fail({ answer: { status: 502 }, match: { method: 'OPTIONS' } });
  assert.equal((await ask('https://portal.example')).status, 502);
});

test('the bundle runs where there is no Node: no import, and no global but those of the fetch standard', async () => {
  const source = await readFile(bundle, 'utf8');
  assert.doesNotMatch(source, /\bimport\s*\(|^import\b|\brequire\s*\(/m);
  const script = source.replace(/^export \{[^}]*\};\s*$/m, '');
  const fetchStandard = { Request, Response, Headers, URL, ReadableStream, TextEncoder, setTimeout, clearTimeout };
  const context = vm.createContext({ ...fetchStandard });
  vm.runInContext(`${script}\nglobalThis.made = { createFakeGraph, serveFakeGraph };`, context);
  const fake = context.made.createFakeGraph();
  const response = await fake.fetch(`${fake.graphRoot}${root}/catalogs/${sales}`, {
    headers: { Authorization: `Bearer ${fake.issueToken()}` },
  });
  assert.equal((await response.json()).displayName, 'Sales');
  await assert.rejects(context.made.serveFakeGraph(), /needs Node 20\.16 or later/);
});
