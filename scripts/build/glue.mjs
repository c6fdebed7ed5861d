/**
 * wasm-bindgen's JavaScript as a factory. As generated it is a module with one instance for ever; the facade
 * wants a fresh one after a trap.
 */
import { build } from 'esbuild';

/**
 * @param {string} file wasm-bindgen's output for the web
 * @returns {Promise<string>} the source of a module whose default export is the factory
 */
export async function makeGlue(file) {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'glue',
    target: 'es2022',
    minify: true,
    // The loader is always given a module, so the URL that it would fall back to is never made; and nothing
    // may look like an asset to a bundler.
    define: { 'import.meta.url': 'undefined' },
    drop: ['console'],
    logLevel: 'warning',
  });
  return `export default function () { ${outputFiles[0].text}\nreturn glue; }`;
}
