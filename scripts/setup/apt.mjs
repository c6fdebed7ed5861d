/** Debian packages, where this user may install them without being asked for a password. */
import { existsSync } from 'node:fs';
import { run, which } from '../lib/processes.mjs';

/** The command words before `apt-get`, or `undefined` where there is no way. */
async function privilege() {
  if (process.platform !== 'linux' || !existsSync('/etc/debian_version') || !which('apt-get')) return undefined;
  if (process.getuid?.() === 0) return [];
  if (which('sudo') && (await run('sudo', ['-n', 'true'])).code === 0) return ['sudo', '-n'];
  return undefined;
}

/** One refresh of the package lists is enough for a run. */
let updated = false;

/**
 * Installs Debian packages.
 *
 * @param {string[]} packages
 * @param {import('./index.mjs').Report} report
 * @returns {Promise<boolean>} whether they are installed now
 */
export async function installWithApt(packages, report) {
  const before = await privilege();
  if (!before) return false;
  report(packages.join(' '), 'installing with apt-get …');
  const apt = (...args) => {
    const [command, ...rest] = [...before, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args];
    return run(command, rest);
  };
  if (!updated) await apt('update');
  updated = true;
  const { code, output } = await apt('install', '-y', '--no-install-recommends', ...packages);
  if (code !== 0) console.error(output.trimEnd());
  return code === 0;
}
