/**
 * The JavaScript: each entry one self-contained file for each module format, with nothing to resolve; save `bulk`, which
 * the clients fetch from beside themselves when it is used.
 */
import path from 'node:path';
import { build } from 'esbuild';
import { inRoot } from '../lib/paths.mjs';

/** The entries: where each begins, below `pkg/src`. */
export const ENTRIES = {
  index: 'index.ts',
  slim: 'slim.ts',
  bulk: 'bulk/index.ts',
  msal: 'msal/index.ts',
  testing: 'testing/index.ts',
};
const FORMATS = { esm: '.js', cjs: '.cjs' };

/**
 * @param {object} parts
 * @param {string} parts.dist
 * @param {Record<string, string>} parts.made the sources of the modules whose names begin with `#`
 * @param {string} parts.version
 */
export async function bundle({ dist, made, version }) {
  /** @type {(extension: string) => import('esbuild').Plugin} */
  const generated = (extension) => ({
    name: 'generated',
    setup(build) {
      build.onResolve({ filter: /^#bulk$/ }, () => ({ path: `./bulk${extension}`, external: true }));
      build.onResolve({ filter: /^#/ }, ({ path }) => ({ path, namespace: 'generated' }));
      build.onLoad({ filter: /.*/, namespace: 'generated' }, ({ path }) => ({ contents: made[path], loader: 'js' }));
    },
  });
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
        // What `import()` gives for a CommonJS file is not the same everywhere; what `require` gives is.
        supported: { 'dynamic-import': format === 'esm' },
        plugins: [generated(extension)],
        logLevel: 'warning',
      });
    }
  }
}
