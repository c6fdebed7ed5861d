/** `npm run sbom`: writes the bill of materials of the published package to `target/sbom.cdx.json`. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildPackage } from './lib/build-all.mjs';
import { runCommand } from './lib/entry.mjs';
import { inRoot, ROOT } from './lib/paths.mjs';
import { reportWorkOnly, setUp } from './setup/index.mjs';

const FILE = inRoot('target', 'sbom.cdx.json');

await runCommand(async () => {
  await setUp({ report: reportWorkOnly });
  await buildPackage((line) => console.log(line));
  // Imported late: they need what set-up installs.
  const { readContents } = await import('./build/contents.mjs');
  const { makeBom } = await import('./release/bom.mjs');
  const contents = await readContents();
  const manifest = JSON.parse(await readFile(inRoot('pkg', 'package.json'), 'utf8'));
  await mkdir(path.dirname(FILE), { recursive: true });
  await writeFile(FILE, makeBom(manifest, contents));
  console.log(`${path.relative(ROOT, FILE)}: ${contents.parts.length} components`);
  return 0;
});
