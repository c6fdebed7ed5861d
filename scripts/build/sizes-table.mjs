/** The table of sizes in the guide to loading: written from the built files, and read again to be compared with them. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { weigh } from './budgets.mjs';

/** What an application downloads, or may: the CommonJS files are as large as the modules. */
const FILES = {
  'index.js': 'the default entry, WebAssembly and all',
  'slim.js': '`./slim`: the same without the WebAssembly …',
  'entra_access_packages.wasm': '`./wasm`: … and the WebAssembly',
  'bulk.js': '`./bulk`: many at once, fetched when it is used',
  'msal.js': '`./msal`: tokens from MSAL.js',
  'index.global.js': 'the script tag',
  'bulk.global.js': 'the second script tag, for many at once',
  'testing.js': '`./testing`: the fake Graph, for tests',
};

const SECTION = /(?<=<!-- sizes -->\n)[\s\S]*?(?=<!-- \/sizes -->)/;

/** @typedef {{ raw: number, gzip: number, brotli: number }} Sizes in kB of 1,000 bytes */

/** @param {string} dist @returns {Promise<Map<string, Sizes>>} by file */
export async function measure(dist) {
  const sizes = new Map();
  for (const name of Object.keys(FILES)) {
    const weights = Object.entries(weigh(await readFile(path.join(dist, name))));
    sizes.set(name, Object.fromEntries(weights.map(([how, bytes]) => [how, bytes / 1000])));
  }
  return sizes;
}

/** Two digits that matter, or all before the point. */
const inKilobytes = (size) => (size < 10 ? size.toFixed(1) : String(Math.round(size)));

/** The table as Markdown. @param {Map<string, Sizes>} sizes */
export function tableOf(sizes) {
  const rows = [...sizes].map(([name, { raw, gzip, brotli }]) => [
    `\`${name}\``,
    FILES[name],
    ...[raw, gzip, brotli].map(inKilobytes),
  ]);
  const lines = [
    ['file in `dist/`', 'what it is', 'kB', 'gzip', 'brotli'],
    ['---', '---', '--:', '--:', '--:'],
    ...rows,
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** The sizes that a table tells. @param {string} text @returns {Map<string, Sizes>} */
export function sizesIn(text) {
  const rows = text.matchAll(/^\| `([^`]+)` \| .* \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$/gm);
  return new Map([...rows].map(([, name, raw, gzip, brotli]) => [name, { raw: +raw, gzip: +gzip, brotli: +brotli }]));
}

/** The table of a guide. */
export const tableIn = (text) => text.match(SECTION)?.[0] ?? '';

/** The guide with that table in it. */
export function withTable(text, table) {
  if (!SECTION.test(text)) throw new Error('the guide has no section for the table');
  return text.replace(SECTION, () => `\n${table}\n`);
}
