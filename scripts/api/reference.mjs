/** The reference of the API: a page of Markdown for each entry, by TypeDoc, from the declarations that are published. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { inRoot } from '../lib/paths.mjs';
import { finish, MARK, makeIndex } from './page.mjs';

const requireHere = createRequire(inRoot('tests', 'api', 'package.json'));
const { Application, Converter, IntrinsicType, ReflectionKind, TSConfigReader } = await import(
  pathToFileURL(requireHere.resolve('typedoc')).href
);

/** The entries that have a page. `slim` has the types of `index`; bulk code is handed over as it is. */
const PAGES = ['index', 'msal', 'testing', 'bulk'];

/** Where the reference is kept. */
export const REFERENCE = inRoot('docs', 'api');

/**
 * Makes the reference from what was built.
 *
 * @returns {Promise<{ pages: Map<string, string>, problems: string[] }>} the pages by the name of their file; `problems`:
 *   what lacks documentation, and links that lead nowhere
 */
export async function makeReference() {
  const problems = [];
  const app = await Application.bootstrapWithPlugins(
    {
      name: 'entra-access-packages',
      logLevel: 'Warn',
      entryPoints: PAGES.map((entry) => inRoot('pkg', 'dist', `${entry}.d.ts`)),
      tsconfig: inRoot('tests', 'api', 'tsconfig.json'),
      plugin: [requireHere.resolve('typedoc-plugin-markdown')],
      // Nothing of this machine, nor of where the sources are.
      ...{ readme: 'none', disableSources: true, disableGit: true, hideGenerator: true, githubPages: false },
      // What comes from `Error` is known.
      ...{ excludeExternals: true, sort: ['source-order'], sortEntryPoints: false, useTsLinkResolution: false },
      ...{ router: 'module', entryFileName: 'README', hidePageHeader: true, hideBreadcrumbs: true },
      ...{ useCodeBlocks: true, parametersFormat: 'table', useHTMLAnchors: true, anchorPrefix: MARK },
      validation: { invalidLink: true, invalidPath: true, rewrittenLink: true, notDocumented: true, notExported: true },
    },
    [new TSConfigReader()],
  );
  app.logger = new (class extends app.logger.constructor {
    log(message, level) {
      if (level >= LEAST_PROBLEM) problems.push(stripVTControlCharacters(message));
    }
  })();
  // When heirs are known (0), and before members are put into groups (-100).
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => collapse(project), -50);
  const project = await app.convert();
  if (!project) return { pages: new Map(), problems };
  app.validate(project);
  const pages = new Map();
  const folder = await mkdtemp(inRoot('target', 'reference-'));
  try {
    await app.outputs.writeOutput({ name: 'markdown', path: folder }, project);
    for (const entry of PAGES) {
      pages.set(`${entry}.md`, finish(entry, await readFile(path.join(folder, `${entry}.md`), 'utf8')));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  pages.set('README.md', makeIndex(pages));
  return { pages, problems };
}

/** TypeDoc's `LogLevel.Warn`. */
const LEAST_PROBLEM = 2;

/** Leaves out what the reader does not need, or finds elsewhere. */
function collapse(project) {
  for (const member of project.getReflectionsByKind(ReflectionKind.SomeMember)) {
    // Told where it is declared, which every heir links to.
    const isInherited = member.inheritedFrom ?? member.signatures?.every(({ inheritedFrom }) => inheritedFrom);
    if (isInherited) project.removeReflection(member);
  }
  // Errors are made here and not by callers.
  for (const maker of project.getReflectionsByKind(ReflectionKind.Constructor)) project.removeReflection(maker);
  // A schema says what it is by itself.
  const schema = project.getChildByName('index.accessPackageJsonSchema');
  project.removeTypeReflections(schema.type);
  schema.type = new IntrinsicType('object');
}
