/** wasm-pack, wasm-bindgen and geckodriver in their pinned versions: found, downloaded or compiled. */
import path from 'node:path';
import { inRoot } from '../lib/paths.mjs';
import { isExecutable, prependPath, run, which } from '../lib/processes.mjs';
import { SetupError } from './problem.mjs';
import { archiveUrl, installRelease } from './releases.mjs';
import { cargoBin } from './rust.mjs';

/** The programs of each tool. Every one of them tells its version. */
const PROGRAMS = {
  'wasm-pack': ['wasm-pack'],
  'wasm-bindgen-cli': ['wasm-bindgen', 'wasm-bindgen-test-runner'],
  geckodriver: ['geckodriver'],
};

/** wasm-bindgen-cli's own lockfile names a version that the registry does not serve. */
const COMPILED_LOCKED = new Set(['wasm-pack', 'geckodriver']);

async function isVersion(file, version) {
  if (!isExecutable(file)) return false;
  const { code, stdout } = await run(file, ['--version']);
  return code === 0 && stdout.match(/\d+\.\d+\.\d+\S*/)?.[0] === version;
}

async function hasVersion(bin, names, version) {
  const found = await Promise.all(names.map((name) => isVersion(path.join(bin, name), version)));
  return found.every(Boolean);
}

/**
 * Compiles a tool with cargo.
 *
 * @param {{ name: string, version: string, root?: string }} tool `root`: where to, in place of cargo's own folder
 */
async function compileWithCargo({ name, version, root }) {
  const args = ['install', name, '--version', version, '--force'];
  if (COMPILED_LOCKED.has(name)) args.push('--locked');
  if (root) args.push('--root', root);
  const { code, output } = await run('cargo', args);
  if (code !== 0) throw new SetupError(`cargo ${args.join(' ')} failed: see its output above.`, output);
}

/**
 * Finds a tool or gets it, and puts it first on PATH.
 *
 * @param {{ name: string, version: string, report: import('./index.mjs').Report, compile?: typeof compileWithCargo,
 *   toolsDirectory?: string }} wanted the last two are for tests
 */
export async function setUpTool({
  name,
  version,
  report,
  compile = compileWithCargo,
  toolsDirectory = inRoot('.tools'),
}) {
  const names = PROGRAMS[name];
  const title = `${name} ${version}`;
  const own = path.join(toolsDirectory, `${name}-${version}`);
  const onPath = which(names[0], [cargoBin()]);
  const places = [onPath && path.dirname(onPath), cargoBin(), path.join(own, 'bin')].filter(Boolean);
  for (const bin of new Set(places)) {
    if (!(await hasVersion(bin, names, version))) continue;
    if (which(names[0]) !== path.join(bin, names[0])) prependPath(bin);
    return report(title, 'ready');
  }

  report(title, 'downloading …');
  const url = archiveUrl(name, version);
  const problem = url
    ? await installRelease({ url, names, directory: own, check: (bin) => hasVersion(bin, names, version) })
    : 'there is no release for this platform';
  let bin = path.join(own, 'bin');
  if (problem) {
    report(title, `not downloaded (${problem}): compiling, which takes some minutes …`);
    // A developer's other version stays as it is; where there is none, other clones may share ours.
    const root = onPath ? own : undefined;
    await compile({ name, version, root });
    if (!root) bin = cargoBin();
  }
  if (!(await hasVersion(bin, names, version))) {
    throw new SetupError(`${title} was installed into ${bin}, but it does not run there.`);
  }
  prependPath(bin);
  report(title, problem ? 'compiled' : 'downloaded');
}
