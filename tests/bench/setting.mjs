/** What a run was made with, so that its figures mean something: no name of the machine and no path. */
import { readFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { inRoot } from '../../scripts/lib/paths.mjs';

/** What stands beside the package, by its own name. */
const readManifest = async (...segments) => JSON.parse(await readFile(inRoot(...segments, 'package.json'), 'utf8'));

/**
 * @typedef {object} Setting
 * @property {string} date
 * @property {string} machine
 * @property {string} chromium
 * @property {string} node
 * @property {string} ours the version of our package
 * @property {Record<string, string>} peers versions by name
 */

/** @param {import('playwright-core').Browser} browser @returns {Promise<Setting>} */
export async function readSetting(browser) {
  const { devDependencies } = await readManifest('tests', 'bench');
  const { devDependencies: tools } = await readManifest();
  const { version } = await readManifest('pkg');
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    chromium: browser.version(),
    node: process.versions.node,
    ours: version,
    peers: { ...devDependencies, esbuild: tools.esbuild, rollup: tools.rollup },
  };
}

/** As sentences. @param {Setting} setting */
export const describe = ({ date, machine, chromium, node, ours, peers }) => [
  `${date}; entra-access-packages ${ours}; Chromium ${chromium}, headless; Node ${node}; ${machine}.`,
  `${Object.entries(peers)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.`,
];
