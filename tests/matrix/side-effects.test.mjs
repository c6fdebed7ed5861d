/** `sideEffects: false` in fact: what an app does not use of the package is not in its bundle. */
import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { build } from 'esbuild';
import { run } from '../../scripts/lib/processes.mjs';
import { listEntries } from './entries.mjs';
import { pack, prepare } from './prepare.mjs';

/** What may be left of an import that uses nothing, in bytes: a bundler's own frame. */
const NOTHING = 100;

/** A function that tells errors apart, with webpack's own frame (5,757 measured); the whole entry has more than 300,000 bytes. */
const LITTLE = 7_000;

const BUNDLERS = {
  esbuild: ['esbuild', ['app.js', '--bundle', '--splitting', '--format=esm', '--minify', '--outdir=out']],
  'rollup-4': ['rollup', ['app.js', '--plugin', 'node-resolve', '--dir', 'out']],
  'webpack-5': ['webpack', ['./app.js', '--mode', 'production', '--output-path', 'out']],
};

const APPS = {
  'an import for nothing': { code: "import 'entra-access-packages';", most: NOTHING },
  'an import of names that are not used': {
    code: "import { createAccessPackageClient } from 'entra-access-packages';",
    most: NOTHING,
  },
  isAccessPackageError: {
    code: "import { isAccessPackageError } from 'entra-access-packages';\nglobalThis.is = isAccessPackageError;",
    most: LITTLE,
  },
};

/** @type {string} */
let tarball;
before(async () => {
  tarball = await pack();
});

/** The files that a page fetches at once: `import()` fetches the others, which esbuild writes whether or not they are reached. */
async function loadedAtOnce(out, name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  const { metafile } = await build({
    entryPoints: [path.join(out, name)],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    packages: 'external',
    external: ['./*'],
    absWorkingDir: out,
    logLevel: 'error',
  });
  const [input] = Object.values(metafile.inputs);
  for (const { path: imported, kind } of input?.imports ?? []) {
    if (kind === 'import-statement') await loadedAtOnce(out, path.join(path.dirname(name), imported), seen);
  }
  return seen;
}

/** The bytes of what a page with this code fetches at once. */
async function bundledBytes(folder, [command, args], code) {
  const out = path.join(folder, 'out');
  await rm(out, { recursive: true, force: true });
  await writeFile(path.join(folder, 'app.js'), code);
  const PATH = [path.join(folder, 'node_modules', '.bin'), process.env.PATH].join(path.delimiter);
  const { code: exit, output } = await run(command, args, { cwd: folder, env: { PATH }, timeoutMs: 60_000 });
  assert.equal(exit, 0, output);
  const entry = (await readdir(out)).find((name) => /^(app|main)\.js$/.test(name));
  assert.ok(entry, 'no bundle was written');
  const files = await Promise.all([...(await loadedAtOnce(out, entry))].map((name) => readFile(path.join(out, name))));
  return files.reduce((sum, { length }) => sum + length, 0);
}

for (const [name, command] of Object.entries(BUNDLERS)) {
  for (const [what, { code, most }] of Object.entries(APPS)) {
    test(`${name}: ${what}`, async (t) => {
      const entry = listEntries().find((each) => each.name === name);
      assert.ok(entry);
      const bytes = await bundledBytes(await prepare(entry, tarball), command, code);
      t.diagnostic(`${bytes} bytes`);
      assert.ok(bytes <= most, `${bytes} bytes are left, ${most} may be`);
    });
  }
}
