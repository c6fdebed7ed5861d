/** The pinned Rust with what the project needs of it, through rustup. */
import os from 'node:os';
import path from 'node:path';
import { prependPath, run, which } from '../lib/processes.mjs';
import { installWithApt } from './apt.mjs';
import { SetupError } from './problem.mjs';

const TARGET = 'wasm32-unknown-unknown';
const COMPONENTS = ['clippy', 'rustfmt'];

/** The standard library's sources: with them the published module is a tenth smaller, without them all works too. */
const SOURCES = 'rust-src';

/** Where `cargo install` puts programs. */
export const cargoBin = () => path.join(process.env.CARGO_HOME ?? path.join(os.homedir(), '.cargo'), 'bin');

/** Runs rustup and stops with its output when it fails. */
async function rustup(...args) {
  const { code, output, stdout } = await run('rustup', args);
  if (code !== 0) throw new SetupError(`rustup ${args.join(' ')} failed: see its output above.`, output);
  return stdout;
}

async function activeVersion() {
  // Without this a rustup that installs on demand would fetch whatever is the default there.
  const { stdout } = await run('rustc', ['--version'], { env: { RUSTUP_AUTO_INSTALL: '0' } });
  return stdout.match(/^rustc (\S+)/)?.[1];
}

/** Puts rustup's own `rustc` and `cargo` before those of a distribution. */
function useRustup() {
  const found = which('rustup', [cargoBin()]);
  if (!found) {
    throw new SetupError('Rust is missing: install it with rustup as https://rustup.rs says, then run this again.');
  }
  if (path.dirname(which('rustc') ?? '') !== path.dirname(found)) prependPath(path.dirname(found));
}

/** Makes the pinned version the one that this process and its children use. */
async function useVersion(version, report) {
  if ((await activeVersion()) === version) return;
  process.env.RUSTUP_TOOLCHAIN = version;
  if ((await activeVersion()) === version) return;
  report(`Rust ${version}`, 'installing …');
  const components = COMPONENTS.flatMap((component) => ['--component', component]);
  await rustup('toolchain', 'install', version, '--profile', 'minimal', ...components, '--target', TARGET);
  const active = await activeVersion();
  if (active !== version) throw new SetupError(`Rust ${version} is needed, but rustc is ${active ?? 'missing'}.`);
}

/** rustc leaves linking to the C compiler of the machine. */
async function setUpLinker(report) {
  if (process.env.CC || which(['cc', 'gcc', 'clang'])) return;
  if (await installWithApt(['gcc', 'libc6-dev'], report)) return;
  throw new SetupError('Rust needs a C linker: install gcc or clang, then run this again.');
}

async function addSources(report) {
  const { code } = await run('rustup', ['component', 'add', SOURCES]);
  if (code !== 0) report(SOURCES, 'not to be had; the package will be larger than what is published');
}

/** Finds or installs the pinned Rust, its wasm target, clippy and rustfmt. */
export async function setUpRust(version, report) {
  useRustup();
  await setUpLinker(report);
  await useVersion(version, report);
  const [targets, components] = await Promise.all([
    rustup('target', 'list', '--installed'),
    rustup('component', 'list', '--installed'),
  ]);
  if (!targets.split('\n').includes(TARGET)) await rustup('target', 'add', TARGET);
  const missing = COMPONENTS.filter((name) => !components.split('\n').some((line) => line.startsWith(`${name}-`)));
  if (missing.length > 0) await rustup('component', 'add', ...missing);
  if (!components.split('\n').includes(SOURCES)) await addSources(report);
  report(`Rust ${version}`, 'ready');
}
