/** Getting a pinned tool: found, downloaded, or compiled when the download is of no use. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { archiveUrl } from '../../scripts/setup/releases.mjs';
import { setUpTool } from '../../scripts/setup/tools.mjs';
import { serve, temporaryFolder, withEnvironment } from './support.mjs';

/** A version that nobody has. */
const VERSION = '0.0.77';
const HAS_RELEASES = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'].includes(
  `${process.platform}-${process.arch}`,
);

/** Writes a program that tells a version. */
async function writeTool(bin, name, version) {
  await mkdir(bin, { recursive: true });
  await writeFile(path.join(bin, name), `#!/bin/sh\necho "${name} ${version}"\n`);
  await chmod(path.join(bin, name), 0o755);
}

/** An archive as wasm-pack's project publishes it. */
async function archiveOf(folder, version) {
  await writeTool(path.join(folder, 'wasm-pack-release'), 'wasm-pack', version);
  execFileSync('tar', ['-czf', 'archive.tar.gz', 'wasm-pack-release'], { cwd: folder });
  return readFile(path.join(folder, 'archive.tar.gz'));
}

/**
 * Sets the tool up against a release server, with a stand-in for cargo, on a PATH and a cargo folder of the
 * test's own.
 */
async function attempt(t, { archive, origin, cargoHas, toolsHave }) {
  const folder = await temporaryFolder(t);
  const cargoHome = path.join(folder, 'cargo');
  const toolsDirectory = path.join(folder, 'tools');
  withEnvironment(t, { CARGO_HOME: cargoHome, PATH: '/usr/bin:/bin', TOOL_RELEASES_URL: undefined });
  if (cargoHas) await writeTool(path.join(cargoHome, 'bin'), 'wasm-pack', cargoHas);
  if (toolsHave) await writeTool(path.join(toolsDirectory, `wasm-pack-${VERSION}`, 'bin'), 'wasm-pack', toolsHave);
  const location = new URL(archiveUrl('wasm-pack', VERSION) ?? 'https://github.com/none').pathname;
  const server = await serve(t, archive === undefined ? {} : { [location]: archive });
  process.env.TOOL_RELEASES_URL = origin ?? server.origin;
  const compiled = [];
  const lines = [];
  await setUpTool({
    name: 'wasm-pack',
    version: VERSION,
    toolsDirectory,
    report: (what, state) => lines.push(`${what}: ${state}`),
    compile: async ({ name, version, root }) => {
      compiled.push(root ? 'own folder' : 'cargo folder');
      await writeTool(path.join(root ?? cargoHome, 'bin'), name, version);
    },
  });
  const says = execFileSync('wasm-pack', { env: process.env, encoding: 'utf8' }).trim();
  const own = existsSync(path.join(toolsDirectory, `wasm-pack-${VERSION}`));
  return { compiled, lines, says, own, asked: server.asked };
}

test('a release is downloaded, checked and first on PATH', { skip: !HAS_RELEASES }, async (t) => {
  const archive = await archiveOf(await temporaryFolder(t), VERSION);
  const { compiled, lines, says, own } = await attempt(t, { archive });
  assert.deepEqual(compiled, []);
  assert.equal(says, `wasm-pack ${VERSION}`);
  assert.equal(own, true);
  assert.deepEqual(lines, ['wasm-pack 0.0.77: downloading …', 'wasm-pack 0.0.77: downloaded']);
});

test('a corrupt archive is not used: the tool is compiled', { skip: !HAS_RELEASES }, async (t) => {
  const { compiled, lines, says, own } = await attempt(t, { archive: 'not a tar file' });
  assert.deepEqual(compiled, ['cargo folder']);
  assert.equal(says, `wasm-pack ${VERSION}`);
  assert.equal(own, false);
  assert.match(lines[1], /not downloaded \(the archive cannot be unpacked\): compiling/);
});

test('an archive with another version is not used: the tool is compiled', { skip: !HAS_RELEASES }, async (t) => {
  const archive = await archiveOf(await temporaryFolder(t), '0.0.1');
  const { compiled, lines, own } = await attempt(t, { archive });
  assert.deepEqual(compiled, ['cargo folder']);
  assert.equal(own, false);
  assert.match(lines[1], /its programs are not of the pinned version/);
});

test('a release that is not there: the tool is compiled', { skip: !HAS_RELEASES }, async (t) => {
  const { compiled, lines, says } = await attempt(t, {});
  assert.deepEqual(compiled, ['cargo folder']);
  assert.equal(says, `wasm-pack ${VERSION}`);
  assert.match(lines[1], /answered 404/);
});

test('a host that cannot be reached: the tool is compiled, at once', { skip: !HAS_RELEASES }, async (t) => {
  const start = performance.now();
  const { compiled, lines } = await attempt(t, { origin: 'http://127.0.0.1:1' });
  assert.deepEqual(compiled, ['cargo folder']);
  assert.match(lines[1], /could not be reached/);
  assert.ok(performance.now() - start < 5_000);
});

test('another version of the developer’s stays: ours is compiled into a folder of its own', async (t) => {
  const { compiled, says, own } = await attempt(t, { cargoHas: '0.0.1' });
  assert.deepEqual(compiled, ['own folder']);
  assert.equal(says, `wasm-pack ${VERSION}`);
  assert.equal(own, true);
  assert.match(await readFile(path.join(process.env.CARGO_HOME, 'bin', 'wasm-pack'), 'utf8'), /0\.0\.1/);
});

test('the pinned version in cargo’s folder is used as it is', async (t) => {
  const { compiled, lines, asked } = await attempt(t, { cargoHas: VERSION });
  assert.deepEqual(compiled, []);
  assert.deepEqual(asked, []);
  assert.deepEqual(lines, ['wasm-pack 0.0.77: ready']);
});

test('what was got before is used beside another version of the developer’s', async (t) => {
  const { compiled, says, asked } = await attempt(t, { cargoHas: '0.0.1', toolsHave: VERSION });
  assert.deepEqual(compiled, []);
  assert.deepEqual(asked, []);
  assert.equal(says, `wasm-pack ${VERSION}`);
});
