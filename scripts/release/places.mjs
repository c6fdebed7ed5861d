/**
 * The version of the package: where it is said, where it is repeated, and how it is changed.
 *
 * Cargo.toml says it. What repeats it: Cargo.lock, `pkg/package.json`, every other manifest of the workspace that asks for
 * exactly this package, package-lock.json. The CHANGELOG has it as a heading once it is released.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const NAME = 'entra-access-packages';
const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** Folders that hold nothing of ours. */
const SKIPPED = ['node_modules', 'target', 'dist'];

/** In the manifests that ask for the package: a range or a path says something else than a version. */
const DEPENDENCIES = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** @param {string} text */
export const isVersion = (text) => VERSION.test(text);

/**
 * Compares two versions by their precedence: a pre-release is less than its release.
 *
 * @param {string} a @param {string} b
 * @returns {number} less than, equal to or greater than 0
 */
export function compareVersions(a, b) {
  const read = (text) => {
    const [numbers, ...rest] = text.split('-');
    return { numbers: numbers.split('.').map(Number), pre: rest.join('-') };
  };
  const [x, y] = [read(a), read(b)];
  for (const [at, number] of x.numbers.entries()) if (number !== y.numbers[at]) return number - y.numbers[at];
  if (!x.pre || !y.pre) return Number(!x.pre) - Number(!y.pre);
  return x.pre.localeCompare(y.pre, 'en', { numeric: true });
}

/** The manifests of the repository. */
async function manifestsBelow(root, folder = '') {
  const found = [];
  for (const entry of await readdir(path.join(root, folder), { withFileTypes: true })) {
    if (entry.name.startsWith('.') || SKIPPED.includes(entry.name)) continue;
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await manifestsBelow(root, name)));
    else if (entry.name === 'package.json') found.push(name);
  }
  return found.sort();
}

/** Where a parsed manifest, or an entry of the lock, repeats the version: pairs of an object and a key. */
function repeatsIn(manifest) {
  const own = manifest.name === NAME ? [[manifest, 'version']] : [];
  const asked = DEPENDENCIES.map((kind) => manifest[kind])
    .filter((packages) => packages?.[NAME] !== undefined && isVersion(packages[NAME]))
    .map((packages) => [packages, NAME]);
  return [...own, ...asked];
}

/** The files that say or repeat the version: how each reads its versions, and how it is written with another one. */
async function places(root) {
  const cargo = (file, pattern) => ({
    file,
    read: (text) => [text.match(pattern)?.[2]],
    write: (text, version) => text.replace(pattern, (_, before) => `${before}${version}"`),
  });
  const json = (file, repeats) => ({
    file,
    read: (text) => repeats(JSON.parse(text)).map(([object, key]) => object[key]),
    write(text, version) {
      const value = JSON.parse(text);
      for (const [object, key] of repeats(value)) object[key] = version;
      return `${JSON.stringify(value, null, 2)}\n`;
    },
  });
  const manifests = (await manifestsBelow(root)).map((file) => json(file, repeatsIn));
  const lock = json('package-lock.json', ({ packages }) =>
    // The key of a workspace is its folder; what the registries serve is below node_modules.
    Object.entries(packages)
      .filter(([folder]) => !folder.includes('node_modules'))
      .flatMap(([, entry]) => repeatsIn(entry)),
  );
  return [
    cargo('Cargo.toml', /^(version = ")([^"]+)"/m),
    cargo('Cargo.lock', /^(name = "entra-access-packages"\nversion = ")([^"]+)"/m),
    ...manifests,
    lock,
  ];
}

/**
 * Reads the version and compares what repeats it.
 *
 * @param {string} root of the repository
 * @returns {Promise<{ version: string, problems: string[] }>}
 */
export async function checkVersion(root) {
  const [source, ...others] = await places(root);
  const textOf = (file) => readFile(path.join(root, file), 'utf8');
  const [version] = source.read(await textOf(source.file));
  const problems = [];
  for (const { file, read } of others) {
    for (const found of read(await textOf(file))) {
      if (found !== version) problems.push(`${file} has version ${found} and Cargo.toml ${version}: make them equal.`);
    }
  }
  return { version, problems };
}

/** The heading of what is not released, as the CHANGELOG has it. */
const UNRELEASED = /^## Unreleased\n/m;

/**
 * Sets the version everywhere, and gives what the CHANGELOG has as unreleased to it.
 *
 * @param {string} root of the repository
 * @param {string} version
 * @param {string} date `YYYY-MM-DD`
 */
export async function setVersion(root, version, date) {
  if (!isVersion(version)) throw new RangeError(`"${version}" is no version such as 1.2.3 or 1.2.3-beta.1.`);
  const { version: current } = await checkVersion(root);
  const changelogFile = path.join(root, 'CHANGELOG.md');
  const changelog = await readFile(changelogFile, 'utf8');
  const isReleased = changelog.includes(`## ${current} (`);
  const order = compareVersions(version, current);
  if (order < 0 || (order === 0 && isReleased)) throw new RangeError(`${version} is not later than ${current}.`);
  if (!UNRELEASED.test(changelog)) throw new RangeError('CHANGELOG.md has no heading "## Unreleased".');
  for (const { file, write } of await places(root)) {
    const location = path.join(root, file);
    const text = await readFile(location, 'utf8');
    const written = write(text, version);
    if (written !== text) await writeFile(location, written);
  }
  await writeFile(changelogFile, changelog.replace(UNRELEASED, `## Unreleased\n\n## ${version} (${date})\n`));
}

/**
 * What stands in the way of publishing a tag.
 *
 * @param {string} root of the repository
 * @param {string} tag such as `v1.2.3`
 * @param {string} [home] the address of the repository that publishes, if it is known
 * @returns {Promise<string[]>}
 */
export async function tagProblems(root, tag, home) {
  const { version, problems } = await checkVersion(root);
  if (tag !== `v${version}`) problems.push(`The tag is ${tag}, and the version is ${version}.`);
  const changelog = await readFile(path.join(root, 'CHANGELOG.md'), 'utf8');
  if (!changelog.includes(`\n## ${version} (`)) problems.push(`CHANGELOG.md has no heading for ${version}.`);
  const { repository } = JSON.parse(await readFile(path.join(root, 'pkg', 'package.json'), 'utf8'));
  const url = typeof repository === 'string' ? repository : repository?.url;
  if (!url) problems.push('pkg/package.json has no "repository", which provenance needs: see docs/releasing.md.');
  else if (home && !url.replace(/\.git$/, '').endsWith(home.replace(/^https:\/\//, ''))) {
    problems.push(`pkg/package.json says that the repository is ${url}, and this is ${home}.`);
  }
  return problems;
}
