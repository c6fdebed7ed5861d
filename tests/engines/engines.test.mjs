/**
 * The built package in a page of one browser, under a strict Content-Security-Policy, over real sockets. Which
 * browser is told by the environment: `ENGINE`, `WEBDRIVER` (the driver) and `CAPABILITIES` (JSON).
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { serveFakeGraph } from 'entra-access-packages/testing';
import { openBrowser } from './webdriver.mjs';

const { ENGINE, WEBDRIVER, CAPABILITIES } = process.env;

/** How long the page may take for everything, in milliseconds. */
const PAGE_MS = 60_000;

let graph;
let site;
let browser;
let results;

/** Serves the page, which imports the package as it is published. */
async function serveSite(graphRoot) {
  const file = (path) => readFile(new URL(path, import.meta.url));
  const files = {
    '/': ['text/html', '<!doctype html><title>engines</title><script type="module" src="/page.mjs"></script>'],
    '/page.mjs': ['text/javascript', await file('page.mjs')],
    '/dist/index.js': ['text/javascript', await file('../../pkg/dist/index.js')],
    '/dist/testing.js': ['text/javascript', await file('../../pkg/dist/testing.js')],
    '/settings.json': ['application/json', JSON.stringify({ graphRoot })],
  };
  const policy = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${graphRoot}; require-trusted-types-for 'script'; trusted-types 'none'`;
  const server = createServer(({ url }, response) => {
    const [type, body] = files[url] ?? [];
    response.writeHead(body ? 200 : 404, { 'Content-Type': type ?? 'text/plain', 'Content-Security-Policy': policy });
    response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

before(async () => {
  graph = await serveFakeGraph({ control: true });
  site = await serveSite(graph.origin);
  browser = await openBrowser({ driver: WEBDRIVER, capabilities: JSON.parse(CAPABILITIES) });
  await browser.goTo(`${site.origin}/`);
  const deadline = Date.now() + PAGE_MS;
  let end;
  while (!end) {
    assert.ok(Date.now() < deadline, 'the page does not come to an end');
    await new Promise((later) => setTimeout(later, 100));
    end = await browser.evaluate('return window.end ?? null');
  }
  assert.equal(end.failure, undefined);
  results = end.results;
});

after(async () => {
  await browser?.close();
  site?.server.close();
  site?.server.closeAllConnections();
  await graph?.close();
});

const packages = (name) => graph.fake.accessPackages.filter(({ displayName }) => displayName === name).length;
const creates = (name) => graph.fake.requests.filter(({ body }) => body.includes(`"${name}"`)).length;

test(`${ENGINE}: creates in memory and over a socket, small and large`, () => {
  assert.equal(results.inMemory, 'created');
  assert.equal(results.created, 'created');
  assert.equal(results.largeBody, 'created');
  assert.deepEqual([packages('sales reps'), packages('large')], [1, 1]);
  assert.equal(results.catalogs, graph.fake.catalogs.length);
});

test(`${ENGINE}: many at once are all sent`, () => {
  assert.equal(results.many, 60);
});

test(`${ENGINE}: sends what is documented, and nothing of the page`, () => {
  const { headers, body } = graph.fake.requests.find(({ method }) => method === 'POST');
  assert.equal(
    body,
    '{"displayName":"sales reps","description":"outside sales representatives","isHidden":false,"catalog":{"id":"66584aae-98bb-48cc-9458-7bee5d2a6577"}}',
  );
  assert.equal(headers['content-type'], 'application/json');
  assert.equal(headers.referer, undefined);
  assert.equal(headers.cookie, undefined);
});

test(`${ENGINE}: finds problems before sending`, () => {
  assert.deepEqual(results.problems, ['illFormed', 'required']);
  assert.deepEqual([results.token.code, results.token.reason], ['ERR_TOKEN', 'malformed']);
});

test(`${ENGINE}: tells refusals with what Graph exposes`, () => {
  const { conflict, forbidden, throttled } = results;
  assert.deepEqual([conflict.name, conflict.code, conflict.status], ['ConflictError', 'ERR_CONFLICT', 409]);
  assert.deepEqual([forbidden.code, forbidden.graphCode, forbidden.hasRequestId], ['ERR_GRAPH', 'UnAuthorized', true]);
  assert.deepEqual([throttled.code, throttled.hasRetryAt], ['ERR_THROTTLED', true]);
  assert.ok(conflict.isError);
});

for (const [name, reason, status, made] of [
  ['gateway', 'serverError', 504, 1],
  ['cut', 'connectionLost', 201, 1],
  ['html', 'unreadable', 201, 0],
  ['withoutCors', 'connectionLost', undefined, 1],
  ['aborted', 'aborted', undefined, 1],
  ['late', 'timedOut', undefined, 0],
]) {
  test(`${ENGINE}: ${name} is unknown, and nothing is sent twice`, () => {
    const { code, reason: found, status: seen } = results[name];
    assert.deepEqual([code, found, seen ?? undefined], ['ERR_OUTCOME_UNKNOWN', reason, status]);
    const displayName = name === 'withoutCors' ? 'cors' : name;
    assert.equal(creates(displayName), 1);
    assert.equal(packages(displayName), made);
  });
}

test(`${ENGINE}: causes are the browser's own`, () => {
  assert.equal(results.aborted.cause, 'AbortError');
  assert.equal(results.withoutCors.cause, 'TypeError');
});
