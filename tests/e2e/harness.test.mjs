/** The promises that the harness checks after every test: each of these breaks one, and has to be noticed. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startPortal } from './harness.mjs';

let portal;
before(async () => {
  portal = await startPortal();
});
after(() => portal?.close());

/** What a page could do wrong, and what the harness says then. */
const WRONGS = {
  'a line on the console': [() => console.info('hello'), /console is silent/],
  'an error that nobody catches': [() => setTimeout(() => Promise.reject(new Error('oops'))), /no error reaches/],
  'an image from elsewhere': [
    () => document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.1:9/x.png' })),
    /silent|policy/,
  ],
  'text as markup': [
    () => {
      try {
        document.createElement('p').innerHTML = '<b>no</b>';
      } catch {
        // Trusted Types throw; the breach is reported all the same.
      }
    },
    /silent|policy/,
  ],
  'a token in storage': [
    async () => {
      const { sandbox } = await (await fetch('/portal.json')).json();
      const { token } = await (await fetch(`${sandbox.graphRoot}/_fake/token`, { method: 'POST' })).json();
      const url = `${sandbox.graphRoot}/v1.0/identityGovernance/entitlementManagement/catalogs`;
      await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
      sessionStorage.setItem('x', token);
    },
    /no token in storage/,
  ],
};

describe('the harness notices', () => {
  for (const [name, [wrong, told]] of Object.entries(WRONGS)) {
    test(name, async () => {
      const { page, finish } = await portal.openPage();
      await page.evaluate(wrong);
      await page.waitForTimeout(300);
      await assert.rejects(finish(), told);
      await page.context().close();
    });
  }
});
