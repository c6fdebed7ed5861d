/** Prebuilt programs from the releases of their projects, for the platforms that these publish for. */
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { run } from '../lib/processes.mjs';

/** How long the answer to a download may take to begin, in milliseconds. */
const ANSWER_TIMEOUT_MS = 8_000;
/** How long a whole download may take, in milliseconds. */
const DOWNLOAD_TIMEOUT_MS = 180_000;

const platform = () => `${process.platform}-${process.arch}`;

/** Rust's names of the platforms that wasm-pack and wasm-bindgen publish for. */
const RUST_TARGETS = {
  'linux-x64': 'x86_64-unknown-linux-musl',
  'linux-arm64': 'aarch64-unknown-linux-musl',
  'darwin-x64': 'x86_64-apple-darwin',
  'darwin-arm64': 'aarch64-apple-darwin',
};

/** geckodriver's names of the same platforms. */
const GECKODRIVER_TARGETS = {
  'linux-x64': 'linux64',
  'linux-arm64': 'linux-aarch64',
  'darwin-x64': 'macos',
  'darwin-arm64': 'macos-aarch64',
};

/** The path of each project's archive below the host that keeps its releases. */
const ARCHIVES = {
  'wasm-pack': (version) => {
    const target = RUST_TARGETS[platform()];
    return target && `/wasm-bindgen/wasm-pack/releases/download/v${version}/wasm-pack-v${version}-${target}.tar.gz`;
  },
  'wasm-bindgen-cli': (version) => {
    const target = RUST_TARGETS[platform()];
    return target && `/wasm-bindgen/wasm-bindgen/releases/download/${version}/wasm-bindgen-${version}-${target}.tar.gz`;
  },
  geckodriver: (version) => {
    const target = GECKODRIVER_TARGETS[platform()];
    return target && `/mozilla/geckodriver/releases/download/v${version}/geckodriver-v${version}-${target}.tar.gz`;
  },
};

/** Where the archive of a release is, or `undefined` when there is none for this platform. */
export function archiveUrl(name, version) {
  // A mirror inside a company, or the stand-in of our tests.
  const base = process.env.TOOL_RELEASES_URL ?? 'https://github.com';
  const location = ARCHIVES[name]?.(version);
  return location && `${base.replace(/\/$/, '')}${location}`;
}

/** Origins that could not be reached in this run: nobody waits for them twice. */
const unreachable = new Set();

async function download(url) {
  const { origin, protocol, hostname } = new URL(url);
  // What comes is run: it has to come from whom it says. Without TLS only from this machine, as in our tests.
  if (protocol !== 'https:' && !['127.0.0.1', 'localhost'].includes(hostname)) {
    throw new Error(`${origin} is not reached by https`);
  }
  if (unreachable.has(origin)) throw new Error(`${origin} could not be reached`);
  const controller = new AbortController();
  const answerTimer = setTimeout(() => controller.abort(), ANSWER_TIMEOUT_MS);
  const downloadTimer = setTimeout(() => controller.abort(), DOWNLOAD_TIMEOUT_MS);
  try {
    const response = await fetch(url, { signal: controller.signal }).catch(() => {
      unreachable.add(origin);
      throw new Error(`${origin} could not be reached`);
    });
    clearTimeout(answerTimer);
    if (!response.ok) throw new Error(`${origin} answered ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } finally {
    clearTimeout(answerTimer);
    clearTimeout(downloadTimer);
  }
}

/** Moves the wanted files out of an unpacked archive, whatever folder they are in. */
async function collect(from, names, into) {
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  await mkdir(into, { recursive: true });
  for (const name of names) {
    const entry = entries.find((candidate) => candidate.isFile() && candidate.name === name);
    if (!entry) throw new Error(`the archive has no ${name}`);
    await rename(path.join(entry.parentPath, name), path.join(into, name));
    await chmod(path.join(into, name), 0o755);
  }
}

/**
 * Downloads a release and unpacks its programs into `directory/bin`. The directory appears only when `check`
 * has accepted them.
 *
 * @param {{ url: string, names: string[], directory: string, check: (bin: string) => Promise<boolean> }} release
 * @returns {Promise<string | undefined>} why it did not work, or `undefined`
 */
export async function installRelease({ url, names, directory, check }) {
  await mkdir(path.dirname(directory), { recursive: true });
  // Beside its destination, because a rename does not cross file systems.
  const work = await mkdtemp(path.join(path.dirname(directory), '.download-'));
  try {
    const archive = path.join(work, 'archive.tar.gz');
    await writeFile(archive, await download(url));
    await mkdir(path.join(work, 'unpacked'));
    const { code } = await run('tar', ['-xzf', archive, '-C', path.join(work, 'unpacked')], { cwd: os.tmpdir() });
    if (code !== 0) throw new Error('the archive cannot be unpacked');
    await collect(path.join(work, 'unpacked'), names, path.join(work, 'tool', 'bin'));
    if (!(await check(path.join(work, 'tool', 'bin')))) throw new Error('its programs are not of the pinned version');
    await rm(directory, { recursive: true, force: true });
    await rename(path.join(work, 'tool'), directory);
    return undefined;
  } catch (error) {
    return error.name === 'AbortError' ? 'the download took too long' : error.message;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
