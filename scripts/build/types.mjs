/** The declarations: tsc writes them, rollup-plugin-dts rolls each entry's into one file. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { inRoot } from '../lib/paths.mjs';
import { run } from '../lib/processes.mjs';
import { SetupError } from '../setup/problem.mjs';

const ENTRIES = {
  index: 'index.d.ts',
  slim: 'slim.d.ts',
  bulk: 'bulk/entry.d.ts',
  msal: 'msal/index.d.ts',
  testing: 'testing/index.d.ts',
};

/** @param {string} dist */
export async function makeTypes(dist) {
  const scratch = await mkdtemp(inRoot('target', 'types-'));
  try {
    const tsc = ['--project', inRoot('pkg'), '--declaration', '--emitDeclarationOnly', '--outDir', scratch];
    const { code, output } = await run('tsc', tsc);
    if (code !== 0) throw new SetupError(`${output}\nThe facade does not type-check, see the output above.`);
    for (const [name, entry] of Object.entries(ENTRIES)) {
      const bundled = await rollup({ input: path.join(scratch, entry), plugins: [dts()], external: [/^#/] });
      await bundled.write({ file: path.join(dist, `${name}.d.ts`) });
      await bundled.close();
      // For `require`: the same declarations, read as CommonJS because of their name.
      await copyFile(path.join(dist, `${name}.d.ts`), path.join(dist, `${name}.d.cts`));
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
