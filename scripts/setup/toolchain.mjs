/** The pinned versions: `toolchain` and `engines` in the root package.json, and nowhere else. */
import { readFile } from 'node:fs/promises';
import { inRoot } from '../lib/paths.mjs';
import { SetupError } from './problem.mjs';

/**
 * @typedef {object} Toolchain
 * @property {string} rust
 * @property {string} wasm-pack
 * @property {string} wasm-bindgen-cli
 * @property {string} geckodriver
 */

/** The version of a package in the text of a Cargo.lock. */
export function lockedVersion(cargoLock, name) {
  return cargoLock.match(new RegExp(`^name = "${name}"\\r?\\nversion = "([^"]+)"`, 'm'))?.[1];
}

/** Whether a version such as `20.20.2` is at least the one in a range such as `>=20.16`. */
export function satisfies(version, range) {
  const numbers = (text) =>
    text
      .replace(/^[^\d]*/, '')
      .split('.')
      .map(Number);
  const [found, wanted] = [numbers(version), numbers(range)];
  for (const [index, number] of wanted.entries()) {
    if (found[index] !== number) return found[index] > number;
  }
  return true;
}

/**
 * Reads the pinned versions and checks those that other files repeat.
 *
 * @returns {Promise<Toolchain>}
 */
export async function readToolchain() {
  const { toolchain, engines } = JSON.parse(await readFile(inRoot('package.json'), 'utf8'));
  if (!satisfies(process.versions.node, engines.node)) {
    throw new SetupError(
      `Node ${engines.node} is needed and this is ${process.versions.node}: install a newer Node.js.`,
    );
  }
  const locked = lockedVersion(await readFile(inRoot('Cargo.lock'), 'utf8'), 'wasm-bindgen');
  if (locked !== toolchain['wasm-bindgen-cli']) {
    throw new SetupError(
      `Cargo.lock has wasm-bindgen ${locked} and package.json pins wasm-bindgen-cli ${toolchain['wasm-bindgen-cli']}: ` +
        'the two must be equal, so change one of them.',
    );
  }
  return toolchain;
}
