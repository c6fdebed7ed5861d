/** CORS preflights: a page asks for leave to create once, not before each create. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { launchBrowser } from './harness.mjs';

const SCRIPT = new URL('../../pkg/dist/index.js', import.meta.url);

let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

async function listen(t, answer) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}

test('creates one after the other: one preflight for all of them', async (t) => {
  const script = await readFile(SCRIPT);
  const origin = await listen(t, (request, response) => {
    const isScript = request.url === '/index.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><title>creates</title>');
  });
  const asked = [];
  const graphRoot = await listen(t, (request, response) => {
    asked.push(request.method);
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type, client-request-id');
    response.setHeader('Access-Control-Max-Age', '600');
    response.setHeader('Content-Type', 'application/json');
    response.statusCode = request.method === 'POST' ? 201 : 200;
    request.setEncoding('utf8');
    let body = '';
    request.on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      if (request.method === 'POST') response.end(JSON.stringify({ id: '1', ...JSON.parse(body) }));
      else response.end();
    });
  });
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(origin);
  await page.evaluate(async (graphRoot) => {
    const { createAccessPackageClient } = await import('/index.js');
    const client = createAccessPackageClient({ graphRoot, token: 'x' });
    for (const displayName of ['one', 'two', 'three']) {
      const catalog = { id: '66584aae-98bb-48cc-9458-7bee5d2a6577' };
      await client.create({ displayName, catalog }, { verify: false });
    }
  }, graphRoot);
  assert.deepEqual(asked, ['OPTIONS', 'POST', 'POST', 'POST']);
});
