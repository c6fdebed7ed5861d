/** Finding browsers and drivers, with stand-ins on a PATH of the test's own. */
import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { setUpBrowsers } from '../../scripts/setup/browsers.mjs';
import { temporaryFolder, withEnvironment } from './support.mjs';

const LINUX = process.platform === 'linux';

/** Sets up with programs that print these texts as their version; a text of `!` fails. */
async function setUp(t, engines, programs) {
  const bin = await temporaryFolder(t);
  for (const [name, text] of Object.entries(programs)) {
    const lines = text === '!' ? ['echo "install the snap" >&2', 'exit 1'] : [`echo "${text}"`];
    await writeFile(path.join(bin, name), ['#!/bin/sh', ...lines, ''].join('\n'));
    await chmod(path.join(bin, name), 0o755);
  }
  // No apt-get there, so that nothing is installed.
  withEnvironment(t, { PATH: bin, CHROMIUM: undefined, FIREFOX: undefined });
  const lines = [];
  const browsers = await setUpBrowsers(engines, (what, state) => lines.push(`${what}: ${state}`));
  return { browsers, lines, bin };
}

test('no engines: nothing is looked for', async (t) => {
  assert.deepEqual((await setUp(t, [], {})).browsers, {});
});

test('Chromium with its driver', { skip: !LINUX }, async (t) => {
  const programs = { chromium: 'Chromium 150.0.1.2 built on Debian', chromedriver: 'ChromeDriver 150.0.1.2 (abc)' };
  const { browsers, lines, bin } = await setUp(t, ['chromium'], programs);
  assert.deepEqual(browsers.chromium, {
    browser: `${bin}/chromium`,
    driver: `${bin}/chromedriver`,
    version: '150.0.1.2',
  });
  assert.deepEqual(lines, ['chromium 150.0.1.2 (chromium): ready']);
  assert.equal(process.env.CHROMIUM, `${bin}/chromium`);
});

test('a stub that only gives advice is passed over', { skip: !LINUX }, async (t) => {
  const programs = {
    chromium: '!',
    'google-chrome': 'Google Chrome 150.0.1.2',
    chromedriver: 'ChromeDriver 150.0.9.9',
  };
  const { browsers, bin } = await setUp(t, ['chromium'], programs);
  assert.equal(browsers.chromium?.browser, `${bin}/google-chrome`);
});

test('a driver of another major version is no driver', { skip: !LINUX }, async (t) => {
  const programs = { 'google-chrome': 'Google Chrome 3.0.1.2', chromedriver: 'ChromeDriver 2.0.9.9' };
  await assert.rejects(
    setUp(t, ['chromium'], programs),
    /^SetupError: .*chromedriver 3 \(for .*google-chrome\): install/,
  );
});

test('WebKit needs its driver and a display', { skip: !LINUX }, async (t) => {
  const { browsers, bin } = await setUp(t, ['webkit'], { WebKitWebDriver: '', 'xvfb-run': '' });
  assert.deepEqual(browsers.webkit, { driver: `${bin}/WebKitWebDriver`, display: `${bin}/xvfb-run` });
});

test('all that is missing is named in one sentence', { skip: !LINUX }, async (t) => {
  await assert.rejects(setUp(t, ['firefox', 'webkit'], { WebKitWebDriver: '' }), {
    name: 'SetupError',
    message:
      'The browser tests need Firefox and xvfb-run (Debian: xvfb): install what is missing, then run this again.',
  });
});
