/** The code blocks of a Markdown file. */

/**
 * @typedef {object} Block
 * @property {string} language the first word after the fence; empty when there is none
 * @property {string[]} marks the words after the language
 * @property {string} code
 * @property {number} line the line of its first line of code, from 1
 */

const FENCE = /^(?<indent> {0,3})(?<fence>`{3,}|~{3,})\s*(?<info>[^`]*)$/;

/**
 * Takes out every fenced block. A block that is not closed is an error of the file.
 *
 * @param {string} markdown
 * @returns {Block[]}
 */
export function extractBlocks(markdown) {
  const blocks = [];
  let open;
  for (const [index, line] of markdown.split(/\r?\n/).entries()) {
    const match = line.match(FENCE);
    if (open && match?.groups.fence.startsWith(open.fence) && match.groups.info === '') {
      blocks.push({ language: open.language, marks: open.marks, code: open.lines.join('\n'), line: open.line });
      open = undefined;
    } else if (open) {
      open.lines.push(line.slice(Math.min(open.indent, line.search(/\S|$/))));
    } else if (match) {
      const [language = '', ...marks] = match.groups.info.trim().split(/\s+/);
      open = {
        fence: match.groups.fence,
        indent: match.groups.indent.length,
        language,
        marks,
        lines: [],
        line: index + 2,
      };
    }
  }
  if (open) throw new Error(`the block at line ${open.line - 1} is not closed`);
  return blocks;
}

/**
 * The blocks that are programs, each as a module of its own. A block marked `continues` is the program before
 * it, carried on; the modules of an HTML block are programs, too.
 *
 * @param {Block[]} blocks
 * @returns {(Block & { precedingLines: number })[]} `precedingLines`: how many lines of `code` are carried over
 */
export function programsOf(blocks) {
  const programs = [];
  for (const block of blocks) {
    if (block.language === 'html') programs.push(...inlineModules(block));
    if (!['ts', 'js'].includes(block.language)) continue;
    const before = block.marks.includes('continues') ? programs.at(-1) : undefined;
    if (block.marks.includes('continues') && before?.language !== block.language) {
      throw new Error(`the block at line ${block.line} continues a block of another language`);
    }
    const code = before ? `${before.code}\n${block.code}` : block.code;
    programs.push({ ...block, code, precedingLines: before ? before.code.split('\n').length : 0 });
  }
  return programs;
}

function inlineModules({ code, line, marks }) {
  return [...code.matchAll(/<script type="module">\n?([\s\S]*?)<\/script>/g)].map((match) => ({
    language: 'js',
    marks,
    code: match[1],
    line: line + code.slice(0, match.index + match[0].indexOf(match[1])).split('\n').length - 1,
    precedingLines: 0,
  }));
}
