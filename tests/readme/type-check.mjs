/** Compiles the programs of a page as a project that has installed the package would. */
import path from 'node:path';
import ts from 'typescript';
import { inRoot } from '../../scripts/lib/paths.mjs';

/** Where types are that belong to no package of the example. */
const TYPES = inRoot('node_modules', '@types');

const COMMON = {
  strict: true,
  noEmit: true,
  allowJs: true,
  checkJs: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
  // The types of dependencies are their own affair.
  skipLibCheck: true,
};

/** The two ways in which TypeScript finds packages today. */
export const RESOLUTIONS = {
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
};

/**
 * @param {string[]} files
 * @param {keyof typeof RESOLUTIONS} resolution
 * @param {string[]} [types] what there is besides the language and the browser; nothing, as the examples are for browsers
 * @returns {Map<string, { line: number, text: string }[]>} what is wrong, by file name; lines from 1
 */
export function typeCheck(files, resolution, types = []) {
  const program = ts.createProgram(files, { ...COMMON, types, typeRoots: [TYPES], ...RESOLUTIONS[resolution] });
  const problems = new Map(files.map((file) => [path.basename(file), []]));
  for (const { file, start, messageText } of ts.getPreEmitDiagnostics(program)) {
    const text = ts.flattenDiagnosticMessageText(messageText, '\n');
    const name = file ? path.basename(file.fileName) : '';
    if (!problems.has(name)) throw new Error(`${file?.fileName ?? 'configuration'}: ${text}`);
    problems.get(name).push({ line: file.getLineAndCharacterOfPosition(start).line + 1, text });
  }
  return problems;
}
