/** A project outside of the repository's tree that has installed what the README tells to install. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inRoot } from '../../scripts/lib/paths.mjs';

/** What else the pages name: MSAL.js, and what its wrappers stand on. */
const OTHERS = [
  '@angular/core',
  '@azure/msal-angular',
  '@azure/msal-browser',
  '@azure/msal-react',
  '@types/react',
  'react',
  'rxjs',
];

const INSTALLED = {
  'entra-access-packages': inRoot('pkg'),
  ...Object.fromEntries(OTHERS.map((name) => [name, inRoot('node_modules', name)])),
};

/** Makes the project with these files in it. */
export async function makeProject(files) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'readme-'));
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  for (const [name, target] of Object.entries(INSTALLED)) {
    const location = path.join(folder, 'node_modules', name);
    await mkdir(path.dirname(location), { recursive: true });
    await symlink(target, location, 'dir');
  }
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
