/** The declarations: tsc writes them, rollup-plugin-dts rolls each entry's into one file. */
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { inRoot } from '../lib/paths.mjs';
import { run } from '../lib/processes.mjs';
import { SetupError } from '../setup/problem.mjs';

/** The entries that have types, with the declarations of their modules. */
export const ENTRIES = {
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
    await dropFileComments(scratch);
    for (const [name, entry] of Object.entries(ENTRIES)) {
      const bundled = await rollup({ input: path.join(scratch, entry), plugins: [dts()], external: [/^#/] });
      const { output } = await bundled.generate({});
      await bundled.close();
      await writeFile(path.join(dist, `${name}.d.ts`), `${await commentOf(entry)}\n\n${output[0].code}`);
      // For `require`: the same declarations, read as CommonJS because of their name.
      await copyFile(path.join(dist, `${name}.d.ts`), path.join(dist, `${name}.d.cts`));
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What a file says of itself: a comment that something else than a declaration follows. */
const FILE_COMMENT = /^(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\s*(?=\/\*\*|import\b|export (?:\*|\{|type \*|type \{))/;

/** Takes the comments on files away: rolled into one, they would stand before whatever comes next. */
async function dropFileComments(folder) {
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.d.ts')) continue;
    const file = path.join(folder, name);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(FILE_COMMENT, ''));
  }
}

/** What an entry says of itself, which belongs at the top of its declarations. */
async function commentOf(entry) {
  const [, comment] = (await readFile(inRoot('pkg', 'src', entry.replace('.d.ts', '.ts')), 'utf8')).match(FILE_COMMENT);
  return comment;
}
