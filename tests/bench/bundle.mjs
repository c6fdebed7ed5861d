/** Bundles a candidate as an application would: by esbuild and by Rollup, made small by the same minifier. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import nodeResolve from '@rollup/plugin-node-resolve';
import { build, transform } from 'esbuild';
import { rollup } from 'rollup';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const TARGET = 'es2022';

/** Where a module of the candidates is. */
export const moduleOf = (name) => path.join(FOLDER, 'candidates', `${name}.mjs`);

/**
 * @typedef {object} Script
 * @property {string} name below the origin
 * @property {Buffer} bytes
 * @property {boolean} atOnce whether the page downloads it to begin with, not in an `import()` that a create never does
 */

/**
 * With esbuild.
 *
 * @param {string} source the text of the first module, which imports from the folder of the bench
 * @returns {Promise<Script[]>} the first is the one to load
 */
export async function withEsbuild(source) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: FOLDER, sourcefile: 'app.mjs' },
    absWorkingDir: FOLDER,
    outdir: '/out',
    entryNames: 'app',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: TARGET,
    minify: true,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    metafile: true,
    write: false,
    logLevel: 'error',
  });
  const files = new Map(Object.entries(metafile.outputs).map(([file, output]) => [path.basename(file), output]));
  const importsOf = (name) =>
    (files.get(name)?.imports ?? [])
      .filter(({ kind }) => kind === 'import-statement')
      .map((each) => path.basename(each.path));
  const made = outputFiles.map(({ path: file, contents }) => ({
    name: path.basename(file),
    bytes: Buffer.from(contents),
  }));
  return inOrder(made, 'app.js', importsOf);
}

/**
 * With Rollup.
 *
 * @param {string} name a candidate
 * @returns {Promise<Script[]>}
 */
export async function withRollup(name) {
  const bundled = await rollup({
    input: moduleOf(name),
    plugins: [nodeResolve({ browser: true, exportConditions: ['production'] }), commonjs(), json()],
    // The peers' own: circular imports, a `this` at the top.
    onwarn: () => {},
  });
  const { output } = await bundled.generate({ format: 'es' });
  await bundled.close();
  const chunks = output.filter((each) => each.type === 'chunk');
  const made = await Promise.all(
    chunks.map(async ({ fileName, code }) => {
      const define = { 'process.env.NODE_ENV': '"production"' };
      const small = await transform(code, {
        minify: true,
        target: TARGET,
        format: 'esm',
        legalComments: 'none',
        define,
      });
      return { name: fileName, bytes: Buffer.from(small.code) };
    }),
  );
  const first = chunks.find(({ isEntry }) => isEntry)?.fileName ?? '';
  return inOrder(made, first, (file) => chunks.find(({ fileName }) => fileName === file)?.imports ?? []);
}

/** Puts the first one first, and marks what it imports at once, however far away. */
function inOrder(made, first, importsOf) {
  const needed = new Set([first]);
  for (const name of needed) for (const imported of importsOf(name)) needed.add(imported);
  return made
    .map((script) => ({ ...script, atOnce: needed.has(script.name) }))
    .sort((one, other) => Number(other.name === first) - Number(one.name === first));
}
