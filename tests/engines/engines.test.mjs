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
    '/frame': ['text/html', '<!doctype html><title>frame</title><script type="module" src="/frame.mjs"></script>'],
    '/frame.mjs': ['text/javascript', await file('frame.mjs')],
    '/dist/index.js': ['text/javascript', await file('../../pkg/dist/index.js')],
    '/dist/testing.js': ['text/javascript', await file('../../pkg/dist/testing.js')],
    '/settings.json': ['application/json', JSON.stringify({ graphRoot })],
  };
  const policy = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; frame-src 'self'; connect-src 'self' ${graphRoot}; require-trusted-types-for 'script'; trusted-types 'none'`;
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
  assert.deepEqual(results.steps, ['lookingUp initial', 'sending initial', 'lookingUp created', 'created']);
});

test(`${ENGINE}: many at once are all sent`, () => {
  assert.equal(results.many, 60);
});

test(`${ENGINE}: two clicks are one create`, () => {
  const [[, id, sent], [, other, none]] = results.clicks;
  assert.equal(id, other);
  assert.deepEqual([sent, none, creates('clicked')], [3, 0, 1]);
});

test(`${ENGINE}: a frame that is removed in the middle of a create, and one of those that waited for it: one create is sent`, () => {
  assert.deepEqual(results.frames, { refused: 'ERR_GRAPH', last: 'ERR_CONFLICT' });
  assert.deepEqual([creates('framed'), packages('framed')], [2, 1]);
});

test(`${ENGINE}: reads, changes and deletes`, () => {
  assert.equal(results.catalogs, graph.fake.catalogs.length);
  assert.equal(results.changed, 'changed');
  assert.deepEqual(results.deleted, ['deleted', 'absent']);
  const inCatalog = graph.fake.accessPackages.filter(({ catalogId }) => catalogId.startsWith('66584aae'));
  assert.equal(results.packages, inCatalog.length);
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

test(`${ENGINE}: a name that is taken, found by a look and told by Graph`, () => {
  const { found, conflict, existing } = results;
  assert.deepEqual([found.name, found.code, found.status ?? undefined], ['ConflictError', 'ERR_CONFLICT', undefined]);
  assert.deepEqual([conflict.code, conflict.status], ['ERR_CONFLICT', 409]);
  assert.deepEqual([found.existing, conflict.existing, existing], ['sales reps', 'sales reps', 'existing']);
  assert.ok(conflict.isError);
});

test(`${ENGINE}: a refusal is told with what Graph exposes, and explained`, () => {
  const { forbidden } = results;
  assert.deepEqual([forbidden.code, forbidden.graphCode, forbidden.hasRequestId], ['ERR_GRAPH', 'UnAuthorized', true]);
  assert.deepEqual([forbidden.denial.reason, forbidden.denial.catalog], ['unauthorized', 'readable']);
});

for (const [name, ending, sent] of [
  ['gateway', 'adopted', 1],
  ['cut', 'adopted', 1],
  ['html', 'created', 2],
  ['withoutCors', 'adopted', 1],
  ['hung', 'adopted', 1],
  ['throttled', 'created', 2],
  ['claims', 'created', 2],
]) {
  test(`${ENGINE}: ${name} ends as ${ending}, with one package`, () => {
    assert.deepEqual([results[name], creates(name), packages(name)], [ending, sent, 1]);
  });
}

test(`${ENGINE}: a create that is aborted is unknown, with the browser's own cause, and its ticket settles it`, () => {
  const { code, reason, cause, ticket } = results.aborted;
  assert.deepEqual([code, reason, cause], ['ERR_OUTCOME_UNKNOWN', 'aborted', 'AbortError']);
  assert.equal(ticket.graphRoot, graph.origin);
  assert.deepEqual([results.settled, creates('aborted'), packages('aborted')], ['adopted', 1, 1]);
});

test(`${ENGINE}: a pause that is too long is told at once`, () => {
  const { code, hasRetryAt, ticket } = results.tooLong;
  assert.deepEqual([code, hasRetryAt, ticket.input.displayName], ['ERR_THROTTLED', true, 'too long']);
});

test(`${ENGINE}: no lock of a room is kept`, () => {
  assert.deepEqual(results.locks, [0, 0]);
});
