/** Builds the package somewhere else, from the last commit alone, and compares what comes out. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../lib/processes.mjs';
import { SetupError } from '../setup/problem.mjs';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

async function step(command, args, options) {
  const { code, output, stdout } = await run(command, args, options);
  if (code !== 0) throw new SetupError(`${output}\n${command} ${args.join(' ')} failed, see the output above.`);
  return stdout;
}

/**
 * @typedef {object} Build
 * @property {Buffer} tarball
 * @property {string} sha256 of the tarball
 * @property {Map<string, string>} files the hash of each file that was packed
 */

/**
 * Clones a repository's last commit, installs what its lock names, builds and packs.
 *
 * @param {string} root of the repository
 * @param {{ name: string, env: NodeJS.ProcessEnv }} place the folder's name, and what the environment has besides
 * @returns {Promise<Build>}
 */
export async function buildElsewhere(root, { name, env }) {
  const scratch = await mkdtemp(path.join(tmpdir(), 'reproduce-'));
  const cwd = path.join(scratch, name);
  try {
    await step('git', ['clone', '--quiet', '--no-hardlinks', root, cwd]);
    const bin = path.join(cwd, 'node_modules', '.bin');
    const own = { ...env, PATH: [bin, process.env.PATH].join(path.delimiter), CARGO_TARGET_DIR: undefined };
    await step('npm', ['ci', '--include=dev', '--prefer-offline', '--no-progress', '--loglevel=error'], {
      cwd,
      env: own,
    });
    await step(process.execPath, ['scripts/build.mjs'], { cwd, env: own });
    const pkg = path.join(cwd, 'pkg');
    const packed = await step('npm', ['pack', '--json', '--pack-destination', scratch], { cwd: pkg, env: own });
    const [{ filename, files }] = JSON.parse(packed);
    const tarball = await readFile(path.join(scratch, filename));
    const hashes = await Promise.all(
      files.map(async (file) => [file.path, sha256(await readFile(path.join(pkg, file.path)))]),
    );
    return { tarball, sha256: sha256(tarball), files: new Map(hashes) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * What differs between two builds.
 *
 * @param {Build} one @param {Build} other
 * @returns {string[]} names of files; where all files are the same and the tarballs are not, `the tarball itself`
 */
export function differences(one, other) {
  if (one.tarball.equals(other.tarball)) return [];
  const names = [...new Set([...one.files.keys(), ...other.files.keys()])].sort();
  const different = names.filter((name) => one.files.get(name) !== other.files.get(name));
  return different.length ? different : ['the tarball itself'];
}
