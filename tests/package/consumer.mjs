/** An empty project with nothing but the packed tarball installed, as a user of npm gets it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Packs the package and installs it in a new folder, which is removed after the tests.
 *
 * @returns {Promise<{ folder: string, tarball: string, installed: string }>}
 */
export async function makeConsumer() {
  const folder = await mkdtemp(path.join(tmpdir(), 'consumer-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const packed = await exec('npm', ['pack', '--json', '--pack-destination', folder], { cwd: path.join(ROOT, 'pkg') });
  const [{ filename }] = JSON.parse(packed.stdout);
  const tarball = path.join(folder, filename);
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  await exec('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: folder });
  return { folder, tarball, installed: path.join(folder, 'node_modules', 'entra-access-packages') };
}

/** Imports a file of the installed package, or a copy of its own of it. */
export function importFrom(installed, file, copy = '') {
  return import(pathToFileURL(path.join(installed, 'dist', file)).href + copy);
}

/** Installs the package and imports its default entry and its fake. */
export async function importPackage() {
  const { installed } = await makeConsumer();
  const [lib, testing] = [await importFrom(installed, 'index.js'), await importFrom(installed, 'testing.js')];
  return { lib, testing, installed };
}

/** The bytes of the installed WebAssembly. */
export const readWasm = (installed) => readFile(path.join(installed, 'dist', 'entra_access_packages.wasm'));

/** Runs a script in the project with Node, and gives what it wrote. Anything on standard error is a failure. */
export async function runScript(folder, name, source) {
  await writeFile(path.join(folder, name), source);
  const { stdout, stderr } = await exec(process.execPath, [name], { cwd: folder });
  assert.equal(stderr, '');
  return stdout;
}

const { version } = JSON.parse(readFileSync(path.join(ROOT, 'pkg', 'package.json'), 'utf8'));

/** What the copies of the package in this realm share; nothing before the first call. */
export const sharedState = () => globalThis[Symbol.for(`entra-access-packages@${version}`)];

/** Takes what is loaded away, and the notes that creates left, so that what follows starts afresh. */
export function forgetRealm() {
  const state = sharedState();
  for (const name of ['module', 'instance', 'loading']) delete state?.[name];
  state?.rooms.clear();
}

/** The documented example. */
export const EXAMPLE = Object.freeze({
  displayName: 'sales reps',
  description: 'outside sales representatives',
  isHidden: false,
  catalog: Object.freeze({ id: '66584aae-98bb-48cc-9458-7bee5d2a6577' }),
});

/** The error that a promise rejects with; a promise that does not reject is a failure. */
export async function rejection(promise) {
  let value;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  return assert.fail(`expected a rejection, got ${JSON.stringify(value)}`);
}
