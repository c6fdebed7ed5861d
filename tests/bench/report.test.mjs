/** The report of a run: tables, the chart, what goes where, and the bars. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barsOf } from './bars.mjs';
import { CANDIDATES, OURS, OURS_ONE_REQUEST, RIVAL } from './candidates/index.mjs';
import { makeUpResults, SETTING } from './made-up.mjs';
import { aligned } from './report/console.mjs';
import { barsTable, markdownTable, wholeReport } from './report/markdown.mjs';
import { microseconds, milliseconds, more, ratio, spread } from './report/numbers.mjs';
import { panelsOf, summaryRows } from './report/summary.mjs';
import { chart } from './report/svg.mjs';
import { readmeRegion, withRegion } from './report/write.mjs';
import { SECTIONS } from './sections/index.mjs';
import { describe } from './setting.mjs';

test('numbers have the digits that are worth it, and differences a sign', () => {
  assert.deepEqual([milliseconds(1.234), milliseconds(12.34), microseconds(0.0567)], ['1.23', '12.3', '57']);
  assert.deepEqual([more(1.26), more(-1.26), more(0.01)], ['+1.3', '−1.3', '0']);
  assert.deepEqual([ratio(3, 2), ratio(1, 2), ratio(4, 1_000)], ['1.50', '0.50', '0.004']);
  assert.equal(spread({ q1: -0.5, q3: 1 }), '−0.50–1.00');
});

test('columns on a terminal have one width', () => {
  assert.deepEqual(
    aligned([
      ['', 'ms'],
      ['fetch', '1'],
      ['ky', '10.5'],
    ]),
    ['          ms', 'fetch      1', 'ky      10.5'],
  );
});

test('a table of Markdown: numbers to the right, and no cell breaks it', () => {
  assert.equal(
    markdownTable([
      ['', 'ms'],
      ['a | b', '1'],
    ]),
    '|  | ms |\n| --- | --: |\n| a \\| b | 1 |',
  );
});

test('every section makes tables whose rows are as wide as their heads', () => {
  const results = makeUpResults();
  for (const { name, tables } of SECTIONS) {
    const made = tables(results[name]);
    assert.ok(made.length > 0, name);
    for (const { title, columns, rows } of made) {
      for (const { cells } of rows) assert.equal(cells.length, columns.length, title);
      assert.ok(!/NaN|undefined/.test(JSON.stringify(rows)), title);
      assert.ok(
        rows.some(({ ours }) => ours),
        title,
      );
    }
  }
});

test('a run that is good enough meets every bar', () => {
  const bars = barsOf(makeUpResults());
  assert.equal(bars.length, 16);
  assert.deepEqual(
    bars.filter(({ met }) => !met),
    [],
  );
});

/** What misses its bar in a run that is changed somewhere. */
const missed = (change) => {
  const results = makeUpResults();
  change(results);
  return barsOf(results).flatMap(({ what, met }) => (met ? [] : [what]));
};

test('each bar is missed by what it is about, and nothing else', () => {
  /** @type {[RegExp, (results: any) => void][]} */
  const changes = [
    [/^download for a create/, ({ bytes }) => (bytes.byName[OURS].esbuild.brotli = 35_001)],
    [/^download for many/, ({ bytes }) => (bytes.files['bulk.js'].brotli = 25_001)],
    [/^JavaScript of the slim entry/, ({ bytes }) => (bytes.files['slim.js'].gzip = 5_001)],
    [
      /^cold start on loopback/,
      ({ 'cold-start': { atOnce } }) =>
        (atOnce.loopback[RIVAL] = atOnce.loopback[RIVAL].map(() => ({ first: 30, post: 30 }))),
    ],
    [
      /^cold start at 10 Mbit/,
      ({ 'cold-start': { atOnce } }) =>
        (atOnce.slow[RIVAL] = atOnce.slow[RIVAL].map(() => ({ first: 100, post: 100 }))),
    ],
    [
      /^with a form in between, at/,
      ({ 'cold-start': { afterForm } }) =>
        (afterForm.slow[RIVAL] = afterForm.slow[RIVAL].map(() => ({ first: 1, post: 1 }))),
    ],
    [
      /^one create over the network/,
      ({ 'per-create': { network } }) =>
        (network[OURS_ONE_REQUEST] = network[OURS_ONE_REQUEST].map(() => ({ elapsed: 1.5, worked: 0.1 }))),
    ],
    [
      /^work in the page/,
      ({ 'per-create': { work } }) =>
        (work[OURS_ONE_REQUEST] = work[OURS_ONE_REQUEST].map(() => ({ elapsed: 0, worked: 0.5 }))),
    ],
    [
      /rows of CSV, speed/,
      ({ 'bulk-read': { csv } }) =>
        (csv.runs['entra-access-packages'] = csv.runs['entra-access-packages'].map((run) => ({ ...run, ms: 30 }))),
    ],
    [/rows of JSON, memory/, ({ 'bulk-read': { json } }) => (json.size = 100_000)],
    [
      /rows of CSV, the same bad rows/,
      ({ 'bulk-read': { csv } }) => (csv.runs['PapaParse + <checks> & more'][0].badRows = 4),
    ],
    [/^memory of WebAssembly/, ({ memory }) => (memory[OURS] = [{ heap: 1, wasm: 1_300_000 }])],
    [/^memory of WebAssembly/, ({ memory }) => (memory[OURS] = [{ heap: 1, wasm: 0 }])],
  ];
  for (const [what, change] of changes) {
    const [first, ...others] = missed(change);
    assert.match(first ?? 'nothing', what);
    assert.deepEqual(others, []);
  }
});

test('bars of sections that did not run are left out', () => {
  const { memory } = makeUpResults();
  assert.equal(barsOf({ memory }).length, 1);
  assert.match(barsTable(barsOf({ memory })), /\| met \|$/);
});

/** Tells what is wrong with XML: tags that do not match, and characters that have to be written otherwise. */
function xmlProblem(xml) {
  const open = [];
  const rest = xml.replace(
    /<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/gi,
    (_all, end, name, _attributes, empty) => {
      if (end && open.pop() !== name) open.push(`</${name}>`);
      else if (!end && !empty) open.push(name);
      return '';
    },
  );
  if (open.length > 0) return `open: ${open}`;
  const odd = rest.match(/<|&(?!(?:amp|lt|gt|quot);)/);
  return odd ? `${odd[0]} at ${odd.index}` : undefined;
}

test('the judge of XML sees what is wrong', () => {
  assert.equal(xmlProblem('<a b="c"><d/>e &amp; f</a>'), undefined);
  for (const wrong of ['<a><b></a></b>', '<a>', '<a>b & c</a>', '<a>b < c</a>', '<a b=c></a>'])
    assert.ok(xmlProblem(wrong), wrong);
});

test('the chart is well-formed XML, whatever is in it, and has everybody', () => {
  const svg = chart(panelsOf(makeUpResults()), { title: 'a < b', description: '"c" & d' });
  assert.equal(xmlProblem(svg), undefined);
  assert.ok(svg.includes('PapaParse + &lt;checks&gt; &amp; more'));
  assert.ok(svg.includes('prefers-color-scheme: dark'));
  for (const { title, label = title } of CANDIDATES) assert.ok(svg.includes(`>${label}<`), label);
  assert.ok(!/NaN|undefined|Infinity/.test(svg));
});

test('the longest bars of the chart end within it', () => {
  const svg = chart([{ title: 't', bars: [{ label: 'l', value: 1e6, isOurs: true }] }], {
    title: 't',
    description: 'd',
  });
  const [, x, width] = svg.match(/<rect class="bar ours" x="(\d+)" y="\d+" width="([\d.]+)"/) ?? [];
  assert.ok(Number(x) + Number(width) < 440 - 50, 'room for the number');
});

test('a region of a page is replaced, and nothing else', () => {
  assert.equal(
    withRegion('a\n<!-- b -->\nold\n<!-- /b -->\nc', 'b', '$& new'),
    'a\n<!-- b -->\n\n$& new\n\n<!-- /b -->\nc',
  );
  assert.throws(() => withRegion('a', 'b', ''), /no region b/);
});

test('writing the same figures twice changes nothing the second time', () => {
  const once = withRegion('<!-- b -->\n<!-- /b -->\n', 'b', 'x');
  assert.equal(withRegion(once, 'b', 'x'), once);
});

test('the report says with what it was made, and the README what is not met', () => {
  const results = makeUpResults();
  results.memory[OURS][0].wasm = 2_000_000;
  const bars = barsOf(results);
  const tables = SECTIONS.flatMap(({ name, tables }) => tables(results[name]));
  const report = wholeReport({ setting: SETTING, tables, bars });
  for (const words of describe(SETTING)) assert.ok(report.includes(words));
  assert.ok(report.includes('**not met**'));
  const region = readmeRegion({ setting: SETTING, results, bars });
  assert.match(region, /not met: memory of WebAssembly after one create: 2\.00 MB, wanted at most 1\.20 MB\./);
  assert.equal(summaryRows(results).length, CANDIDATES.length + 1);
});
