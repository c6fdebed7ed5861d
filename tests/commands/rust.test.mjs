/** Setting Rust up, with stand-ins for rustup and rustc that keep what they were asked. */
import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { setUpRust } from '../../scripts/setup/rust.mjs';
import { temporaryFolder, withEnvironment } from './support.mjs';

const VERSION = '1.2.3';

/** Writes an executable shell script. */
async function program(bin, name, ...lines) {
  await writeFile(path.join(bin, name), ['#!/bin/sh', ...lines, ''].join('\n'));
  await chmod(path.join(bin, name), 0o755);
}

/**
 * Sets Rust up on a PATH of its own.
 *
 * @param {{ rustup?: boolean, active?: string, installed?: string[], targets?: string[], components?: string[] }} machine
 */
async function setUp(t, machine) {
  const { rustup = true, active = VERSION, installed = [active], targets, components } = machine;
  const folder = await temporaryFolder(t);
  const bin = path.join(folder, 'bin');
  const log = path.join(folder, 'log');
  const toolchains = path.join(folder, 'toolchains');
  await mkdir(bin);
  await writeFile(log, '');
  await writeFile(toolchains, `${installed.join('\n')}\n`);
  await program(bin, 'cc');
  await program(
    bin,
    'rustc',
    `wanted="\${RUSTUP_TOOLCHAIN:-${active}}"`,
    `while read -r toolchain; do [ "$toolchain" = "$wanted" ] && echo "rustc $wanted (stand-in)" && exit 0; done < ${toolchains}`,
    'exit 1',
  );
  if (rustup) {
    await program(
      bin,
      'rustup',
      `echo "$*" >> ${log}`,
      'case "$1 $2" in',
      `"target list") printf '%s\\n' ${(targets ?? ['wasm32-unknown-unknown']).join(' ')} ;;`,
      `"component list") printf '%s\\n' ${(components ?? ['clippy-x', 'rustfmt-x', 'rust-src']).join(' ')} ;;`,
      `"toolchain install") echo "$3" >> ${toolchains} ;;`,
      'esac',
    );
  }
  withEnvironment(t, { PATH: bin, CARGO_HOME: path.join(folder, 'cargo'), RUSTUP_TOOLCHAIN: undefined });
  const lines = [];
  await setUpRust(VERSION, (what, state) => lines.push(`${what}: ${state}`));
  const asked = (await readFile(log, 'utf8')).trim().split('\n');
  return { lines, changes: asked.filter((call) => !call.includes('list')), toolchain: process.env.RUSTUP_TOOLCHAIN };
}

test('the pinned version is active: nothing is done', async (t) => {
  assert.deepEqual(await setUp(t, {}), { lines: ['Rust 1.2.3: ready'], changes: [], toolchain: undefined });
});

test('the pinned version is there beside another: children use it', async (t) => {
  const { changes, toolchain } = await setUp(t, { active: '1.9.9', installed: ['1.9.9', VERSION] });
  assert.deepEqual(changes, []);
  assert.equal(toolchain, VERSION);
});

test('the pinned version is missing: it is installed with all that is needed', async (t) => {
  const { changes, toolchain, lines } = await setUp(t, { active: '1.9.9' });
  assert.deepEqual(changes, [
    'toolchain install 1.2.3 --profile minimal --component clippy --component rustfmt --target wasm32-unknown-unknown',
  ]);
  assert.equal(toolchain, VERSION);
  assert.deepEqual(lines, ['Rust 1.2.3: installing …', 'Rust 1.2.3: ready']);
});

test('a missing target and a missing component are added', async (t) => {
  const { changes } = await setUp(t, { targets: ['x86_64-unknown-linux-gnu'], components: ['rustfmt-x'] });
  const added = ['target add wasm32-unknown-unknown', 'component add clippy', 'component add rust-src'];
  assert.deepEqual(changes, added);
});

test('without rustup there is one clear sentence', async (t) => {
  await assert.rejects(setUp(t, { rustup: false }), {
    name: 'SetupError',
    message: 'Rust is missing: install it with rustup as https://rustup.rs says, then run this again.',
  });
});
