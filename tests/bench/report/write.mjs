/** Puts the figures of a full run where they are shown: the guide, its chart, the README. */
import { readFile, writeFile } from 'node:fs/promises';
import { inRoot } from '../../../scripts/lib/paths.mjs';
import { SECTIONS } from '../sections/index.mjs';
import { describe } from '../setting.mjs';
import { markdownTable, wholeReport } from './markdown.mjs';
import { bulkRows, panelsOf, summaryRows } from './summary.mjs';
import { chart } from './svg.mjs';

/** Replaces what stands between a page's marks. */
export function withRegion(text, name, content) {
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page has no region ${name}`);
  return `${text.slice(0, from + begin.length)}\n${content}\n\n${text.slice(to)}`;
}

async function replaceRegion(file, name, content) {
  await writeFile(file, withRegion(await readFile(file, 'utf8'), name, content));
}

const image = (file) =>
  `![Bars: download, cold start, work in the page and reading of rows, ours beside the others](${file})`;

/** What the README shows. */
export function readmeRegion({ setting, results, bars }) {
  const missed = bars
    .filter(({ met }) => !met)
    .map(({ what, measured, wanted }) => `${what}: ${measured}, wanted ${wanted}`);
  return [
    image('docs/benchmarks.svg'),
    markdownTable(summaryRows(results)),
    markdownTable(bulkRows(results)),
    describe(setting)[0],
    missed.length === 0 ? 'Every bar of the run is met.' : `Bars that are not met: ${missed.join('; ')}.`,
  ].join('\n\n');
}

/** @param {{ setting: import('../setting.mjs').Setting, results: import('./summary.mjs').Results, bars: import('../bars.mjs').Bar[] }} report */
export async function write(report) {
  const { setting, results } = report;
  const tables = SECTIONS.flatMap(({ name, tables }) => tables(results[name]));
  const title = 'entra-access-packages beside other ways to create an access package';
  const description = `${describe(setting)[0]} The same figures stand in the tables of docs/benchmarks.md.`;
  await writeFile(inRoot('docs', 'benchmarks.svg'), chart(panelsOf(results), { title, description }));
  const guide = `${image('benchmarks.svg')}\n\n${wholeReport({ ...report, tables })}`;
  await replaceRegion(inRoot('docs', 'benchmarks.md'), 'results', guide);
  await replaceRegion(inRoot('README.md'), 'benchmarks', readmeRegion(report));
}
