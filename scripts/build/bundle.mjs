/**
 * The JavaScript: each entry one self-contained file for each module format, with nothing to resolve; save `bulk`, which
 * the clients fetch from beside themselves when it is used. For script tags both are scripts that make one global each.
 */
import path from 'node:path';
import { build } from 'esbuild';
import { inRoot } from '../lib/paths.mjs';

/** The entries: where each begins, below `pkg/src`. */
export const ENTRIES = {
  index: 'index.ts',
  slim: 'slim.ts',
  bulk: 'bulk/entry.ts',
  msal: 'msal/index.ts',
  testing: 'testing/index.ts',
};
const FORMATS = { esm: '.js', cjs: '.cjs' };
const GLOBALS = { index: 'EntraAccessPackages', bulk: 'EntraAccessPackagesBulk' };

/** The entry that carries the WebAssembly. The others share its sources, and get none. */
const CARRIER = 'index';

/** In a script tag the code for bulk work is another script, not a module beside this one. @type {import('esbuild').Plugin} */
const secondScript = {
  name: 'second-script',
  setup(build) {
    const path = inRoot('pkg', 'src', 'bulk', 'source.global.ts');
    build.onResolve({ filter: /^\.\/source\.js$/ }, () => ({ path }));
  },
};

/**
 * @param {object} parts
 * @param {string} parts.dist
 * @param {Record<string, string>} parts.made the sources of the modules whose names begin with `#`
 * @param {string} parts.version
 */
export async function bundle({ dist, made, version }) {
  /** @type {(name: string, extension: string) => import('esbuild').Plugin} */
  const generated = (name, extension) => ({
    name: 'generated',
    setup(build) {
      build.onResolve({ filter: /^#bulk$/ }, () => ({ path: `./bulk${extension}`, external: true }));
      build.onResolve({ filter: /^#/ }, ({ path }) => ({ path, namespace: 'generated' }));
      build.onLoad({ filter: /.*/, namespace: 'generated' }, ({ path }) => ({
        contents: path === '#inline' && name !== CARRIER ? 'export default undefined;' : made[path],
        loader: 'js',
      }));
    },
  });
  /** @type {import('esbuild').BuildOptions} */
  const common = {
    bundle: true,
    platform: 'neutral',
    target: 'es2022',
    define: { __VERSION__: JSON.stringify(version) },
    logLevel: 'warning',
  };
  for (const [format, extension] of Object.entries(FORMATS)) {
    for (const [name, source] of Object.entries(ENTRIES)) {
      await build({
        entryPoints: [inRoot('pkg', 'src', source)],
        outfile: path.join(dist, name + extension),
        ...common,
        format: /** @type {'esm' | 'cjs'} */ (format),
        minify: name !== 'testing',
        // What `import()` gives for a CommonJS file is not the same everywhere; what `require` gives is.
        supported: { 'dynamic-import': format === 'esm' },
        plugins: [generated(name, extension)],
      });
    }
  }
  for (const [name, globalName] of Object.entries(GLOBALS)) {
    await build({
      entryPoints: [inRoot('pkg', 'src', ENTRIES[name])],
      outfile: path.join(dist, `${name}.global.js`),
      ...common,
      format: 'iife',
      globalName,
      minify: true,
      plugins: [secondScript, generated(name, '.js')],
    });
  }
}
