/**
 * `npm run sizes`: writes what each entry weighs into `docs/loading.md`, from what was built last.
 *
 * Exit code: 0 written · 1 the build is not the one that is published.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { measure, sizesIn, tableOf, withTable } from './build/sizes-table.mjs';
import { isPublishedBuild } from './build/wasm.mjs';
import { buildPackage } from './lib/build-all.mjs';
import { runCommand } from './lib/entry.mjs';
import { inRoot } from './lib/paths.mjs';
import { setUp } from './setup/index.mjs';

const GUIDE = inRoot('docs', 'loading.md');

await runCommand(async () => {
  await setUp({ engines: [] });
  await buildPackage((line) => console.log(`[build] ${line}`));
  if (!(await isPublishedBuild())) {
    console.error('A plain build is larger than what is published: rustup component add rust-src');
    return 1;
  }
  const table = tableOf(await measure(inRoot('pkg', 'dist')));
  await writeFile(GUIDE, withTable(await readFile(GUIDE, 'utf8'), table));
  console.log(table);
  return sizesIn(table).size > 0 ? 0 : 1;
});
