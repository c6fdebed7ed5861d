import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { connectSources, contentSecurityPolicy } from '../../www/csp.mjs';
import { servePortal } from '../../www/serve.mjs';

const CONFIG = { sandbox: { graphRoot: 'http://127.0.0.1:4321' } };

let portal;
before(async () => {
  portal = await servePortal({ portalConfig: CONFIG });
});
after(() => portal?.close());

describe('the policy', () => {
  test('allows what the page needs and nothing else', () => {
    assert.equal(
      contentSecurityPolicy({ connect: connectSources(CONFIG) }),
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; " +
        "connect-src 'self' http://127.0.0.1:4321 https://graph.microsoft.com https://login.microsoftonline.com; " +
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; " +
        "trusted-types 'none'",
    );
  });

  test('names the hosts of the cloud or those that replace them', () => {
    assert.deepEqual(connectSources({ tenant: { cloud: 'china' } }), [
      'https://microsoftgraph.chinacloudapi.cn',
      'https://login.chinacloudapi.cn',
    ]);
    assert.deepEqual(
      connectSources({ tenant: { graphRoot: 'http://127.0.0.1:1/', authority: 'https://localhost:2/tenant/v2.0' } }),
      ['http://127.0.0.1:1', 'https://localhost:2'],
    );
    assert.throws(() => connectSources({ tenant: { cloud: 'mars' } }), TypeError);
  });
});

describe('the server', () => {
  test('sends the security headers with everything, also with what is missing', async () => {
    for (const [path, status] of [
      ['/', 200],
      ['/portal.json', 200],
      ['/icon.svg', 200],
      ['/nothing', 404],
      ['/../package.json', 404],
      ['/%2e%2e/package.json', 404],
    ]) {
      const response = await fetch(portal.origin + path);
      assert.equal(response.status, status, path);
      assert.match(response.headers.get('content-security-policy'), /^default-src 'none'; /);
      assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
      assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
    }
  });

  test('serves the configuration as it was given', async () => {
    assert.deepEqual(await (await fetch(`${portal.origin}/portal.json`)).json(), CONFIG);
  });

  test('keeps hashed files for ever and nothing else', async () => {
    const page = await fetch(portal.origin);
    assert.equal(page.headers.get('cache-control'), 'no-store');
    const [script] = (await page.text()).match(/\/assets\/[^"]+\.js/);
    const asset = await fetch(portal.origin + script);
    assert.match(asset.headers.get('cache-control'), /immutable/);
    assert.match(asset.headers.get('content-type'), /^text\/javascript/);
  });

  test('the built page has no inline script, style or handler', async () => {
    const html = await (await fetch(portal.origin)).text();
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:|data:/i);
  });

  test('refuses other methods, and names that only resolve to this machine', async () => {
    assert.equal((await fetch(portal.origin, { method: 'POST' })).status, 405);
    const { port } = new URL(portal.origin);
    const status = await new Promise((resolve, reject) => {
      request({ host: 'localhost', port, headers: { Host: `evil.example:${port}` } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    assert.equal(status, 421);
  });

  test('listens on loopback only', async () => {
    await assert.rejects(servePortal({ host: '0.0.0.0' }), /not a loopback host/);
  });

  test('says in one sentence that the portal is not built', async () => {
    await assert.rejects(servePortal({ root: new URL('./nothing-here/', import.meta.url) }), /not built/);
  });
});
