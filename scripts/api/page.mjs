/** What is done to a page of the reference after TypeDoc has written it. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { inRoot } from '../lib/paths.mjs';

const requireHere = createRequire(inRoot('tests', 'api', 'package.json'));
const { default: Slugger } = await import(pathToFileURL(requireHere.resolve('github-slugger')).href);

/** What code imports for a page. */
export const importOf = (entry) => (entry === 'index' ? 'entra-access-packages' : `entra-access-packages/${entry}`);

/** What TypeDoc's own anchors begin with, so that they are like nothing else. */
export const MARK = 'typedoc-';

/** @param {string} entry @param {string} page as TypeDoc wrote it, with its anchors */
export function finish(entry, page) {
  return addContents(mergeThrows(useHeadings(page)).replace(/^# .+$/m, `# ${importOf(entry)}`));
}

/**
 * Takes TypeDoc's anchors away, and has the links lead to those that sites for repositories give the headings: TypeDoc
 * guesses them, but takes `JobId` and `jobId` for two where they are one, so that what it guesses leads elsewhere.
 */
function useHeadings(page) {
  const anchors = [...page.matchAll(new RegExp(`^<a id="(${MARK}.*?)"></a>\\n\\n(?=#)|^#+ |^ *\`{3,}`, 'gm'))];
  const bare = page.replace(new RegExp(`^<a id="${MARK}.*?"></a>\\n\\n(?=#)|<a id="${MARK}.*?"></a> `, 'gm'), '');
  const headings = headingsOf(bare);
  const places = new Map();
  let isCode = false;
  let mark;
  for (const [text, found] of anchors) {
    if (found) mark = found;
    else if (text.endsWith('`')) isCode = !isCode;
    else if (!isCode) {
      places.set(mark, headings.shift().anchor);
      mark = undefined;
    }
  }
  return bare.replace(new RegExp(`\\(#(${MARK}.*?)\\)`, 'g'), (_, found) => {
    if (!places.has(found)) throw new Error(`There is no heading for ${found}.`);
    return `(#${places.get(found)})`;
  });
}

/** Makes one list of what a call may throw, where TypeDoc gives each a heading. */
function mergeThrows(page) {
  const one = '#+ Throws\\n\\n(?:(?!#|\\*{3}\\n).*\\n+)+';
  return page.replace(new RegExp(`^(?:${one})+`, 'gm'), (all) => {
    const [, level] = all.match(/^(#+)/);
    const causes = all.split(/^#+ Throws\n\n/m).slice(1);
    const items = causes.map((cause) => `- ${cause.trim().replace(/\n(?=.)/g, '\n  ')}`);
    return `${level} Throws\n\n${items.join('\n')}\n\n`;
  });
}

/**
 * The headings of a page in its order, with the anchors that sites for repositories give them.
 *
 * @returns {{ level: number, text: string, anchor: string }[]}
 */
export function headingsOf(page) {
  const slugger = new Slugger();
  const prose = page.replace(/^ *(`{3,})[^\n]*\n[\s\S]*?^ *\1$/gm, '');
  return [...prose.matchAll(/^(#+) (.+)$/gm)].map(([, { length: level }, markdown]) => {
    const text = markdown.replace(/\\(.)/g, '$1').replaceAll('`', '');
    return { level, text, anchor: slugger.slug(text) };
  });
}

/** The name of what a heading is about. */
export const nameIn = (heading) => heading.replace(/^abstract /, '').replace(/(?:\(\))?\??$/, '');

/** Puts a table of contents below what the entry says of itself. */
function addContents(page) {
  const groups = [];
  for (const { level, text, anchor } of headingsOf(page)) {
    if (level === 2) groups.push({ text, links: [] });
    if (level === 3) groups.at(-1).links.push(`[${nameIn(text)}](#${anchor})`);
  }
  const contents = groups.map(({ text, links }) => `- ${text}: ${links.join(', ')}`).join('\n');
  return page.replace(/^## /m, `${contents}\n\n## `);
}

/** The page that leads to the others. @param {Map<string, string>} pages by the name of their file */
export function makeIndex(pages) {
  const rows = [...pages].map(([file, page]) => {
    const entry = file.replace('.md', '');
    const [, about] = page.match(/^# .+\n\n([\s\S]+?)\n\n/);
    const [sentence] = about
      .replaceAll('\n', ' ')
      .replace(`\`${importOf(entry)}\`: `, '')
      .match(/^.+?\.(?= |$)/);
    return `| [\`${importOf(entry)}\`](${file}) | ${sentence} |`;
  });
  return [
    '# API reference',
    '',
    'Generated from the published types by `npm run api`.',
    '',
    '| import | what it is |',
    '| --- | --- |',
    ...rows,
    '',
    'Besides, `entra-access-packages/slim` exports what `entra-access-packages` does, without the WebAssembly inside;',
    '`entra-access-packages/wasm` is the file with it.',
    '',
  ].join('\n');
}
