/**
 * The JavaScript: each entry one self-contained file for each module format, with nothing to resolve; save `bulk`, which
 * the clients fetch from beside themselves when it is used. For script tags both are scripts that make one global each.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { minify } from 'terser';
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

/** The entry that people read when their tests fail. */
const PLAIN = 'testing';

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
  /**
   * @param {string} name
   * @param {string} file
   * @param {import('esbuild').BuildOptions} options
   */
  const write = async (name, file, options) => {
    const isPlain = name === PLAIN;
    const { outputFiles } = await build({
      entryPoints: [inRoot('pkg', 'src', ENTRIES[name])],
      bundle: true,
      write: false,
      // White space is terser's affair: with it esbuild would drop what tells bundlers what they may leave out.
      minifyIdentifiers: !isPlain,
      minifySyntax: !isPlain,
      platform: 'neutral',
      target: 'es2022',
      define: { __VERSION__: JSON.stringify(version) },
      logLevel: 'warning',
      ...options,
    });
    const { text } = outputFiles[0];
    await writeFile(path.join(dist, file), isPlain ? text : await shorten(text, options.format));
  };
  for (const [format, extension] of Object.entries(FORMATS)) {
    for (const name of Object.keys(ENTRIES)) {
      await write(name, name + extension, {
        format: /** @type {'esm' | 'cjs'} */ (format),
        // What `import()` gives for a CommonJS file is not the same everywhere; what `require` gives is.
        supported: { 'dynamic-import': format === 'esm' },
        plugins: [generated(name, extension)],
      });
    }
  }
  for (const [name, globalName] of Object.entries(GLOBALS)) {
    await write(name, `${name}.global.js`, {
      ...{ format: 'iife', globalName },
      plugins: [secondScript, generated(name, '.js')],
    });
  }
}

/** What esbuild writes of the module that holds the WebAssembly, with the name of the module before it. */
const INLINED = /^\/\/ generated:#inline\n[\s\S]*?(?=^\/\/ )/m;

/**
 * Puts the WebAssembly behind everything else, where it does not keep code from being compressed together with code.
 *
 * @param {string} text
 */
function inlinedLast(text) {
  const [inlined = ''] = INLINED.exec(text) ?? [];
  return text.replace(inlined, () => '') + inlined;
}

/** esbuild also marks what every bundler knows. */
const NEEDLESS = /\/\* @__PURE__ \*\/ (?=new |Symbol)/g;

/**
 * Shortens what esbuild has minified by another 4 %.
 *
 * @param {string} text
 * @param {import('esbuild').Format | undefined} format
 */
async function shorten(text, format) {
  const { code } = await minify(inlinedLast(text).replaceAll(NEEDLESS, ''), {
    module: format === 'esm',
    // A script's names are global.
    toplevel: format !== 'iife',
    ecma: 2020,
    // Tools tell CommonJS by a statement that begins with `module.exports`.
    compress: { passes: 3, sequences: format !== 'cjs' },
    // A page may be served in any encoding. What bundlers may leave out they have to be told.
    format: { ascii_only: true, preserve_annotations: true },
  });
  return `${code}\n`;
}
