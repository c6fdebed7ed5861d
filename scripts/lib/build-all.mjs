/** Builds the package and the portal, each only when something that it is made from has changed. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SetupError } from '../setup/problem.mjs';
import { hashOf } from './hash.mjs';
import { inRoot } from './paths.mjs';
import { run } from './processes.mjs';

/** What the portal is made from. */
const PORTAL_INPUTS = ['www', 'pkg/dist', 'pkg/package.json', 'package-lock.json', 'package.json'];
const PORTAL_STAMP = inRoot('target', 'portal.stamp');

const textOf = (file) => readFile(file, 'utf8').catch(() => undefined);

async function buildPortal(log) {
  const wanted = await hashOf(PORTAL_INPUTS.map((input) => inRoot(input)));
  const isBuilt = (await textOf(inRoot('www', 'dist', 'index.html'))) !== undefined;
  if (isBuilt && (await textOf(PORTAL_STAMP)) === wanted) return log('portal: up to date');
  log('portal: building …');
  const { code, output } = await run('npm', ['run', 'build', '--workspace', 'www']);
  if (code !== 0) throw new SetupError('The portal could not be built: see the output above.', output);
  await mkdir(path.dirname(PORTAL_STAMP), { recursive: true });
  await writeFile(PORTAL_STAMP, wanted);
  log('portal: built');
}

/** Builds the package. @param {(line: string) => void} log */
export async function buildPackage(log) {
  // Imported late: it needs what set-up installs.
  const { build } = await import('../build.mjs');
  await build({ log });
}

/** Builds the package, then the portal, which is made from it. @param {(line: string) => void} log */
export async function buildAll(log) {
  await buildPackage(log);
  await buildPortal(log);
}
