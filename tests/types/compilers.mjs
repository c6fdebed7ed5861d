/** The compilers, and what each of them finds in a project. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/processes.mjs';

const FOLDERS = {
  oldest: inRoot('tests', 'compilers', 'oldest', 'node_modules', 'typescript'),
  current: inRoot('node_modules', 'typescript'),
  native: inRoot('tests', 'compilers', 'native', 'node_modules', 'typescript'),
};

/** The compilers by what they are: the oldest that takes the types, the one in use here, the native one. */
export const COMPILERS = Object.entries(FOLDERS).map(([name, folder]) => ({
  name,
  version: JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version,
  tsc: path.join(folder, 'bin', 'tsc'),
}));

/**
 * Compiles files of a project, and gives what is wrong.
 *
 * @param {(typeof COMPILERS)[number]} compiler
 * @param {{ folder: string, files: string[], options: object }} project
 * @returns {Promise<{ file: string, line: number, code: string, text: string }[]>} files by their path in the project,
 *   lines from 1; what is wrong with no file in particular has line 0
 */
export async function compile({ tsc }, { folder, files, options }) {
  const config = path.join(folder, 'tsconfig.json');
  const compilerOptions = { strict: true, skipLibCheck: false, noEmit: true, target: 'es2022', types: [], ...options };
  await writeFile(config, JSON.stringify({ compilerOptions, files }));
  const { output, code } = await run(process.execPath, [tsc, '--pretty', 'false', '--project', config], {
    cwd: folder,
    timeoutMs: 240_000,
  });
  const found = [];
  for (const line of output.split(/\r?\n/)) {
    const { file = '', at = '0', number, text } = line.match(DIAGNOSTIC)?.groups ?? {};
    if (number) found.push({ file: file.replaceAll('\\', '/'), line: Number(at), code: number, text });
  }
  if (code !== 0 && found.length === 0) throw new Error(output);
  return found;
}

/** A finding begins at the beginning of a line; what follows indented explains it. */
const DIAGNOSTIC = /^(?:(?<file>\S.*?)\((?<at>\d+),\d+\): )?error (?<number>TS\d+): (?<text>.*)$/;
