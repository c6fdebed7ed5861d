/**
 * Builds the npm package into `pkg/dist`: cargo, wasm-bindgen, wasm-opt, the facade bundled around them, the types.
 *
 * `node scripts/build.mjs` after `npm ci`; the commands of the README set up first and then come here.
 */
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './build/bundle.mjs';
import { readContents } from './build/contents.mjs';
import { inline } from './build/inline.mjs';
import { makeNotices } from './build/notices.mjs';
import { printSizes } from './build/sizes.mjs';
import { makeTypes } from './build/types.mjs';
import { makeWasm } from './build/wasm.mjs';
import { hashOf } from './lib/hash.mjs';
import { inRoot, ROOT } from './lib/paths.mjs';
import { checkVersion } from './release/places.mjs';
import { SetupError } from './setup/problem.mjs';

/** What the package is made from. */
const INPUTS = [
  ...['src', 'Cargo.toml', 'Cargo.lock', 'README.md', 'CHANGELOG.md', 'LICENSE'],
  ...['pkg/src', 'pkg/package.json', 'pkg/tsconfig.json'],
  ...['scripts/build.mjs', 'scripts/build', 'scripts/release/places.mjs', 'package.json', 'package-lock.json'],
];
const DIST = inRoot('pkg', 'dist');
const STAMP = inRoot('target', 'package.stamp');

/** Texts of the repository that npm wants beside the manifest. */
const TEXTS = ['README.md', 'CHANGELOG.md', 'LICENSE'];

/** The licences of the code that is inside, beside them. */
const NOTICES = inRoot('pkg', 'THIRD-PARTY-NOTICES.txt');

/**
 * Builds the package, unless nothing has changed since it was built last.
 *
 * @param {{ log?: (line: string) => void }} [options]
 */
export async function build({ log = console.log } = {}) {
  const wanted = await hashOf(INPUTS.map((input) => inRoot(input)));
  if ((await textOf(STAMP)) === wanted && (await textOf(`${DIST}/index.js`)) !== undefined) {
    return log('package: up to date');
  }
  await rm(STAMP, { force: true });
  const version = await readVersion();
  log('package: building …');
  await rm(DIST, { recursive: true, force: true });
  await mkdir(DIST, { recursive: true });
  const create = await makeWasm('create');
  await writeFile(path.join(DIST, 'entra_access_packages.wasm'), create.wasm);
  const bulk = await makeWasm('bulk');
  const made = { '#inline': inline(create.wasm), '#bulk-inline': inline(bulk.wasm) };
  await bundle({ dist: DIST, made, version });
  await makeTypes(DIST);
  for (const text of TEXTS) await copyFile(inRoot(text), inRoot('pkg', text));
  await writeFile(NOTICES, makeNotices((await readContents()).parts));
  await printSizes(DIST, { isSmall: create.isSmall, log });
  await mkdir(inRoot('target'), { recursive: true });
  await writeFile(STAMP, wanted);
  log('package: built');
}

/** The version of the package: the crate's, which other files repeat. */
async function readVersion() {
  const { version, problems } = await checkVersion(ROOT);
  if (problems.length > 0) throw new SetupError(problems.join('\n'));
  return version;
}

const textOf = (file) => readFile(file, 'utf8').catch(() => undefined);

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await build().catch((error) => {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  });
}
