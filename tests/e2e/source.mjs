/** Modules of the portal without a page around them: those that are pure functions. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Imports a module of `www/src`.
 *
 * @param {string} name the name of its file, without `.ts`
 */
export async function importSource(name) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../../www/src/${name}.ts`, import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
