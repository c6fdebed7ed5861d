/** The table of the README: what the package was seen to work with. */
import { readFile, writeFile } from 'node:fs/promises';
import { inRoot } from '../../scripts/lib/paths.mjs';

const README = inRoot('README.md');
const SECTION = /(<!-- works with -->\n)([\s\S]*?)(<!-- \/works with -->)/;

/**
 * @param {import('./entries.mjs').Entry[]} entries those of which every run went well
 * @returns {string} Markdown
 */
export function tableOf(entries) {
  const rows = entries.map(({ title, versions, runs }) => [
    title,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
    runs.map(({ name }) => name).join(', '),
  ]);
  const all = [['where', 'versions', 'how it was run'], ...rows];
  const lines = all.map((cells) => `| ${cells.join(' | ')} |`);
  lines.splice(1, 0, '| --- | --- | --- |');
  return `${lines.join('\n')}\n`;
}

/** The table that the README has. */
export async function tableInReadme() {
  const found = (await readFile(README, 'utf8')).match(SECTION)?.[2];
  if (found === undefined) throw new Error('README.md has no section for the table');
  return found.trim();
}

/** Puts the table into the README. */
export async function writeTable(table) {
  const text = await readFile(README, 'utf8');
  if (!SECTION.test(text)) throw new Error('README.md has no section for the table');
  await writeFile(
    README,
    text.replace(SECTION, (_all, begin, _old, end) => `${begin}\n${table}\n${end}`),
  );
}
