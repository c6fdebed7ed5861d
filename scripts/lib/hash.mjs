/** One hash over many files, to tell whether what is made from them is up to date. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from './paths.mjs';

/** Every file at or below a path, without what is built or installed there. */
async function* filesBelow(location) {
  const entries = await readdir(location, { withFileTypes: true }).catch((error) => {
    if (error.code !== 'ENOTDIR') throw error;
  });
  if (!entries) {
    yield location;
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (['dist', 'node_modules'].includes(entry.name)) continue;
    yield* filesBelow(path.join(location, entry.name));
  }
}

/** One hash over the names and contents of all files at or below these paths. */
export async function hashOf(locations) {
  const hash = createHash('sha256');
  for (const location of locations) {
    for await (const file of filesBelow(location)) {
      const content = await readFile(file);
      hash.update(`${path.relative(ROOT, file)}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}
