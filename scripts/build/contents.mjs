/**
 * Whose code is inside the published package: the crates that are compiled into the WebAssembly, the standard library
 * among them, and the npm packages that are bundled. Asked of cargo and of esbuild, so that nothing has to be listed by
 * hand. Crates that only write code at compile time are not inside.
 */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { inRoot, ROOT } from '../lib/paths.mjs';
import { ENTRIES } from './bundle.mjs';
import { unitGraph } from './wasm.mjs';

/**
 * @typedef {object} Part a package whose code is inside
 * @property {'cargo' | 'npm' | 'rust'} from where it comes from; `rust`: with the compiler
 * @property {string} name
 * @property {string} version
 * @property {string} licence an SPDX expression
 * @property {string[]} folders where its licence texts are, the nearest first
 * @property {string} [about]
 * @property {{ alg: 'SHA-256' | 'SHA-512', content: string }} [hash] of the archive that the registry serves
 * @property {string[]} uses the keys of the parts that it stands on
 */

/** Tells parts apart: two versions of a crate are two. @param {Pick<Part, 'from' | 'name' | 'version'>} part */
export const keyOf = ({ from, name, version }) => `${from}:${name}@${version}`;

/** Texts that the compiler's sources lack. */
const OWN_TEXTS = fileURLToPath(new URL('licences', import.meta.url));

/** The SPDX expression of the standard library, whose tables of characters are Unicode's. */
const STD_LICENCE = '(MIT OR Apache-2.0) AND Unicode-3.0';

/** In the standard library's tree, but with a licence of its own. */
const APART = ['compiler_builtins'];

/**
 * @returns {Promise<{ parts: Part[], uses: string[] }>} the parts in the order of their keys, and the keys of those that
 *   the package itself stands on
 */
export async function readContents() {
  const crates = await readCrates();
  const npm = await readNpmPackages();
  const parts = [...crates.parts, ...npm].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return { parts, uses: [...crates.uses, ...npm.map(keyOf)].sort() };
}

async function readCrates() {
  const { library, rustVersion, graphs } = await unitGraph();
  const sums = new Map([
    ...checksums(await readFile(inRoot('Cargo.lock'), 'utf8')),
    ...checksums(await readFile(path.join(library, 'Cargo.lock'), 'utf8').catch(() => '')),
  ]);
  /** @type {Map<string, Part>} */
  const parts = new Map();
  const std = { from: /** @type {const} */ ('rust'), name: 'std', version: rustVersion };
  const uses = new Set([keyOf(std)]);
  const about = 'The Rust standard library: core, alloc, std and what lies beside them';
  parts.set(keyOf(std), { ...std, about, licence: STD_LICENCE, folders: [OWN_TEXTS], uses: [] });
  for (const { units } of graphs) {
    const compiled = units.map((unit) => (unit.platform && unit.mode === 'build' ? partOf(unit) : undefined));
    for (const [at, part] of compiled.entries()) {
      if (!part) continue;
      const known = parts.get(part.key);
      const mine = units[at].dependencies
        // What every crate is given without asking is the standard library, whatever it consists of.
        .map(({ index }) => (units[index].is_std && !units[at].is_std ? keyOf(std) : compiled[index]?.key))
        .filter((key) => key !== part.key);
      const target = part.isRoot ? uses : new Set(known?.uses);
      for (const key of mine) if (key) target.add(key);
      if (!part.isRoot) parts.set(part.key, { ...(known ?? part.describe()), uses: [...target].sort() });
    }
  }
  return { parts: [...parts.values()], uses: [...uses] };

  function partOf({ pkg_id, target, is_std }) {
    const isInTree = pkg_id.startsWith('path+');
    if (isInTree && !is_std) return { key: 'root', isRoot: true };
    const folder = crateFolder(target.src_path);
    const { name, version } = idOf(pkg_id, folder);
    if (isInTree && !APART.includes(name)) return { key: keyOf(std), describe: () => parts.get(keyOf(std)) };
    const from = /** @type {const} */ ('cargo');
    const content = sums.get(`${name} ${version}`);
    const describe = () => ({
      ...{ from, name, version, uses: [] },
      licence: licenceOf(folder),
      folders: [folder, path.dirname(folder)],
      ...(content && { hash: { alg: /** @type {const} */ ('SHA-256'), content } }),
    });
    return { key: keyOf({ from, name, version }), describe };
  }
}

/** The folder of the manifest above a source file. */
function crateFolder(source) {
  for (let folder = path.dirname(source); ; folder = path.dirname(folder)) {
    try {
      readFileSync(path.join(folder, 'Cargo.toml'));
      return folder;
    } catch (error) {
      if (folder === path.dirname(folder)) throw error;
    }
  }
}

/** The name and version in cargo's id of a package, which leaves out a name that is the folder's. */
function idOf(pkgId, folder) {
  const [, name = path.basename(folder), version] = pkgId.match(/#(?:(.+)@)?([^@]+)$/);
  return { name, version };
}

const licenceOf = (folder) =>
  readFileSync(path.join(folder, 'Cargo.toml'), 'utf8')
    .match(/^license = ["'](.+)["']/m)?.[1]
    .replaceAll('/', ' OR ') ?? '';

/** The checksums of a Cargo.lock by name and version. */
function checksums(lock) {
  const entry = /^name = "(.+)"\nversion = "(.+)"\nsource = .*\nchecksum = "(.+)"/gm;
  return [...lock.matchAll(entry)].map(([, name, version, sum]) => [`${name} ${version}`, sum]);
}

/** The npm packages of which something is in a bundle. @returns {Promise<Part[]>} */
async function readNpmPackages() {
  const { metafile } = await build({
    entryPoints: Object.values(ENTRIES).map((source) => inRoot('pkg', 'src', source)),
    absWorkingDir: ROOT,
    outdir: inRoot('target'),
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    // What is generated comes from us and from wasm-bindgen, which is among the crates.
    external: ['#*', 'node:*'],
    logLevel: 'error',
  });
  const inside = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  );
  const names = inside.map(([file]) => file.match(/(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]);
  const { packages } = JSON.parse(await readFile(inRoot('package-lock.json'), 'utf8'));
  return [...new Set(names.filter(Boolean))].sort().map((name) => {
    const folder = inRoot('node_modules', name);
    const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const [, digest] = packages[`node_modules/${name}`].integrity.match(/^sha512-(\S+)/);
    const content = Buffer.from(digest, 'base64').toString('hex');
    return {
      from: 'npm',
      name,
      version,
      licence: license,
      folders: [folder],
      hash: { alg: 'SHA-512', content },
      uses: [],
    };
  });
}
