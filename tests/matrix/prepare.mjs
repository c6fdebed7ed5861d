/** Makes the project of an entry as its developer would have it, below `target/matrix/`. */
import { existsSync, rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { transform } from 'esbuild';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/processes.mjs';

const INSTALL_TIMEOUT_MS = 300_000;

/** Where tools keep what they made of an earlier package. */
const CACHES = ['.cache', '.vite'];

/** Runs a command that has to go well. */
async function must(command, args, options) {
  const { code, output, stdout } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: exit code ${code}\n${output}`);
  return stdout;
}

/** Packs the package as npm would publish it. @returns {Promise<string>} the tarball */
export async function pack() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'matrix-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const stdout = await must('npm', ['pack', '--json', '--pack-destination', folder], { cwd: inRoot('pkg') });
  return path.join(folder, JSON.parse(stdout)[0].filename);
}

/** Installs what the lock file names, unless that is there already. */
async function install(folder) {
  const lock = await readFile(path.join(folder, 'package-lock.json'), 'utf8').catch(() => undefined);
  if (lock === undefined) return;
  const stamp = path.join(folder, 'node_modules', '.matrix-lock');
  if ((await readFile(stamp, 'utf8').catch(() => undefined)) === lock) return;
  await must('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, timeoutMs: INSTALL_TIMEOUT_MS });
  await writeFile(stamp, lock);
}

/** Copies everything but what was installed or built at the source. */
async function copySources(from, to) {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(to)) {
    if (name !== 'node_modules') await rm(path.join(to, name), { recursive: true });
  }
  const isSource = (file) => !['node_modules', 'dist'].includes(path.basename(file));
  await cp(from, to, { recursive: true, filter: isSource });
}

/** Puts the scenario there, for `import` and for `require`. */
async function writeScenario(folder) {
  const scenario = await readFile(inRoot('tests', 'matrix', 'scenario.mjs'), 'utf8');
  await writeFile(path.join(folder, 'scenario.mjs'), scenario);
  await writeFile(path.join(folder, 'scenario.cjs'), (await transform(scenario, { format: 'cjs' })).code);
}

/**
 * @param {import('./entries.mjs').Entry} entry
 * @param {string} tarball
 * @returns {Promise<string>} the folder of the project
 */
export async function prepare(entry, tarball) {
  const folder = inRoot('target', 'matrix', entry.name);
  await copySources(entry.folder, folder);
  await install(folder);
  const modules = path.join(folder, 'node_modules');
  for (const cache of CACHES) await rm(path.join(modules, cache), { recursive: true, force: true });
  const installed = path.join(modules, 'entra-access-packages');
  await rm(installed, { recursive: true, force: true });
  await mkdir(installed, { recursive: true });
  await must('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  const source = path.join(folder, 'src');
  await writeScenario(existsSync(source) ? source : folder);
  return folder;
}
