/** The npm packages of the workspace, as package-lock.json has them. */
import { existsSync, readFileSync } from 'node:fs';
import { inRoot, ROOT } from '../lib/paths.mjs';
import { run } from '../lib/processes.mjs';
import { SetupError } from './problem.mjs';

/**
 * Tells whether what npm says it installed is what the lockfile asks for. npm writes its own record last, so
 * an interrupted installation has none.
 *
 * @param {string} root the directory with package-lock.json and node_modules
 */
export function areInstalled(root) {
  const read = (...path) => JSON.parse(readFileSync(`${root}/${path.join('/')}`, 'utf8')).packages;
  if (!existsSync(`${root}/node_modules/.package-lock.json`)) return false;
  const installed = read('node_modules', '.package-lock.json');
  return Object.entries(read('package-lock.json'))
    .filter(([location]) => location.includes('node_modules/'))
    .every(([location, wanted]) => {
      const found = installed[location];
      if (!found) return wanted.optional === true;
      return (
        found.version === wanted.version && found.integrity === wanted.integrity && existsSync(`${root}/${location}`)
      );
    });
}

/** Installs the packages unless they are there. */
export async function setUpNpmPackages(report) {
  if (areInstalled(ROOT)) return report('npm packages', 'ready');
  report('npm packages', 'installing …');
  const { code, output } = await run('npm', ['ci', '--include=dev', '--no-progress', '--loglevel=error']);
  if (code !== 0 || !areInstalled(inRoot())) throw new SetupError('npm ci failed: see its output above.', output);
  report('npm packages', 'installed');
}
