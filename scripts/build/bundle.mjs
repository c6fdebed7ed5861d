/** The JavaScript: each entry one self-contained file for each module format, with nothing to resolve. */
import path from 'node:path';
import { build } from 'esbuild';
import { inRoot } from '../lib/paths.mjs';
import { inline } from './inline.mjs';

const ENTRIES = { index: 'index.ts', slim: 'slim.ts', testing: 'testing/index.ts' };
const FORMATS = { esm: '.js', cjs: '.cjs' };

/** @param {{ dist: string, wasm: Uint8Array, glue: string, version: string }} parts */
export async function bundle({ dist, wasm, glue, version }) {
  const made = { '#glue': glue, '#inline': inline(wasm) };
  /** @type {import('esbuild').Plugin} */
  const generated = {
    name: 'generated',
    setup(build) {
      build.onResolve({ filter: /^#(glue|inline)$/ }, ({ path }) => ({ path, namespace: 'generated' }));
      build.onLoad({ filter: /.*/, namespace: 'generated' }, ({ path }) => ({ contents: made[path], loader: 'js' }));
    },
  };
  for (const [format, extension] of Object.entries(FORMATS)) {
    for (const [name, source] of Object.entries(ENTRIES)) {
      await build({
        entryPoints: [inRoot('pkg', 'src', source)],
        outfile: path.join(dist, name + extension),
        bundle: true,
        format: /** @type {'esm' | 'cjs'} */ (format),
        platform: 'neutral',
        target: 'es2022',
        minify: name !== 'testing',
        define: { __VERSION__: JSON.stringify(version) },
        plugins: [generated],
        logLevel: 'warning',
      });
    }
  }
}
