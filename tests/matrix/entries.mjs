/** The entries of the matrix: one folder with a `matrix.json` each. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../../scripts/lib/paths.mjs';

/**
 * @typedef {object} Run
 * @property {string} name
 * @property {string[][]} commands run in order, with the entry's own `node_modules/.bin` on PATH
 * @property {string | string[]} [serve] a folder that is served, or the command of a server with `{port}` in it
 * @property {string} [open] the path of the page. Default: `/`
 * @property {'own'} [fake] the entry has a fake Graph of its own, and its result tells what that holds
 * @property {boolean} [inlineScripts] whether the tool puts scripts or import maps into the HTML: the policy names their hashes
 */

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {string} folder
 * @property {string} title
 * @property {'page' | 'process' | 'example'} kind
 * @property {Record<string, string>} versions of the packages that the table shows
 * @property {Run[]} runs
 */

const FOLDERS = [inRoot('tests', 'matrix', 'fixtures'), inRoot('www', 'examples')];

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** @returns {Entry[]} */
export function listEntries() {
  return FOLDERS.filter(existsSync)
    .flatMap((parent) => readdirSync(parent).map((name) => ({ name, folder: path.join(parent, name) })))
    .filter(({ folder }) => existsSync(path.join(folder, 'matrix.json')))
    .map(({ name, folder }) => {
      const { title, kind, packages = [], runs } = readJson(path.join(folder, 'matrix.json'));
      const { dependencies = {}, devDependencies = {} } = readJson(path.join(folder, 'package.json'));
      const installed = { ...dependencies, ...devDependencies };
      const versions = Object.fromEntries(packages.map((each) => [each, installed[each]]));
      return { name, folder, title, kind, versions, runs };
    })
    .sort((a, b) => (a.title.toLowerCase() < b.title.toLowerCase() ? -1 : 1));
}
