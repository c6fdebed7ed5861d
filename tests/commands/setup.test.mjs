/** What set-up reads: versions, and whether the npm packages are those of the lockfile. */
import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { areInstalled } from '../../scripts/setup/npm-packages.mjs';
import { lockedVersion, readToolchain, satisfies } from '../../scripts/setup/toolchain.mjs';
import { temporaryFolder } from './support.mjs';

test('the pinned versions agree with Cargo.lock', async () => {
  const toolchain = await readToolchain();
  for (const name of ['rust', 'wasm-pack', 'wasm-bindgen-cli', 'geckodriver']) {
    assert.match(toolchain[name], /^\d+\.\d+\.\d+$/, name);
  }
});

test('a locked version is read of the package with exactly that name', () => {
  const lock = [
    '[[package]]\nname = "wasm-bindgen-futures"\nversion = "0.4.1"',
    '[[package]]\nname = "wasm-bindgen"\nversion = "0.2.3"',
  ].join('\n\n');
  assert.equal(lockedVersion(lock, 'wasm-bindgen'), '0.2.3');
  assert.equal(lockedVersion(lock, 'bindgen'), undefined);
});

test('versions are compared by number, not by text', () => {
  assert.equal(satisfies('20.16.0', '>=20.16'), true);
  assert.equal(satisfies('20.9.0', '>=20.16'), false);
  assert.equal(satisfies('22.1.0', '>=20.16'), true);
  assert.equal(satisfies('18.20.1', '>=20.16'), false);
});

/** A folder with a lockfile, what npm recorded of its installation, and the packages themselves. */
async function project(t, { locked, recorded, present = Object.keys(recorded ?? {}) }) {
  const folder = await temporaryFolder(t);
  const write = (name, packages) => writeFile(path.join(folder, name), JSON.stringify({ packages }));
  await mkdir(path.join(folder, 'node_modules'));
  await write('package-lock.json', { '': { name: 'root' }, ...locked });
  if (recorded) await write('node_modules/.package-lock.json', recorded);
  for (const location of present) await mkdir(path.join(folder, location), { recursive: true });
  return folder;
}

const A = { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } };

test('npm packages: all there', async (t) => {
  assert.equal(areInstalled(await project(t, { locked: A, recorded: A })), true);
});

test('npm packages: never installed, or interrupted', async (t) => {
  assert.equal(areInstalled(await project(t, { locked: A, present: ['node_modules/a'] })), false);
});

test('npm packages: the lockfile has moved on', async (t) => {
  const locked = { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-b' } };
  assert.equal(areInstalled(await project(t, { locked, recorded: A })), false);
});

test('npm packages: one was added to the lockfile', async (t) => {
  const locked = { ...A, 'node_modules/b': { version: '1.0.0', integrity: 'sha512-b' } };
  assert.equal(areInstalled(await project(t, { locked, recorded: A })), false);
});

test('npm packages: those of other platforms may be missing', async (t) => {
  const locked = { ...A, 'node_modules/b': { version: '1.0.0', integrity: 'sha512-b', optional: true } };
  assert.equal(areInstalled(await project(t, { locked, recorded: A })), true);
});

test('npm packages: a folder was deleted by hand', async (t) => {
  const folder = await project(t, { locked: A, recorded: A });
  await rm(path.join(folder, 'node_modules/a'), { recursive: true });
  assert.equal(areInstalled(folder), false);
});
