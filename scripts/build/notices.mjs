/** The licences of the code that is inside the package, as they ask to be passed on. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '../setup/problem.mjs';
import { keyOf } from './contents.mjs';

/** Where a licence's text is, by the name of the file; the ones before others win. */
const FILES = {
  MIT: [/^licen[cs]e[-.]mit/i, /^mit/i],
  'Apache-2.0': [/^licen[cs]e[-.]apache/i],
  'Unicode-3.0': [/^licen[cs]e[-.]unicode/i, /^unicode/i],
};
/** Where there is one for all. */
const ANY = [/^licen[cs]e(\.(md|txt))?$/i, /^copying$/i];

/**
 * The licences that a package is taken under: of a choice MIT if it is offered, else the first; of several that hold
 * together each.
 *
 * @param {string} expression SPDX
 * @returns {string[]}
 */
export function termsOf(expression) {
  const tokens = expression.match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const list = (operator, read) => {
    const found = [read()];
    while (tokens[at] === operator) {
      at += 1;
      found.push(read());
    }
    return found;
  };
  const all = () => list('AND', one).flat();
  const choice = () => {
    const offered = list('OR', all);
    return offered.find((terms) => terms.length === 1 && terms[0] === 'MIT') ?? offered[0];
  };
  const one = () => {
    const token = tokens[at++];
    if (token === '(') {
      const inner = choice();
      if (tokens[at++] !== ')') throw new SetupError(`The licence ${expression} cannot be read.`);
      return inner;
    }
    if (!token || ['AND', 'OR', 'WITH', ')'].includes(token)) {
      throw new SetupError(`The licence ${JSON.stringify(expression)} cannot be read.`);
    }
    if (tokens[at] !== 'WITH') return [token];
    at += 2;
    return [`${token} WITH ${tokens[at - 1]}`];
  };
  const terms = choice();
  if (at !== tokens.length) throw new SetupError(`The licence ${expression} cannot be read.`);
  return [...new Set(terms)];
}

/** The text of a licence of a part. */
function textOf(part, term) {
  for (const folder of part.folders) {
    const names = readdirSync(folder).sort();
    for (const pattern of [...(FILES[term] ?? []), ...ANY]) {
      const name = names.find((each) => pattern.test(each));
      if (name) return readFileSync(path.join(folder, name), 'utf8').replace(/\r\n/g, '\n').trim();
    }
  }
  throw new SetupError(`${keyOf(part)} is inside the package, and its licence ${term} is nowhere to be found.`);
}

const RULE = '='.repeat(100);

/**
 * @param {import('./contents.mjs').Part[]} parts
 * @returns {string} one text for all; parts of the very same licence text share it
 */
export function makeNotices(parts) {
  /** @type {Map<string, { text: string, heads: string[] }>} */
  const sections = new Map();
  for (const part of parts) {
    const terms = termsOf(part.licence);
    const texts = [...new Set(terms.map((term) => textOf(part, term)))];
    const key = texts.join('\0');
    const section = sections.get(key) ?? { text: texts.join('\n\n'), heads: [] };
    const source = { cargo: 'crate', npm: 'npm package', rust: 'Rust' }[part.from];
    section.heads.push(`${part.name} ${part.version} (${source}), ${terms.join(' and ')}`);
    sections.set(key, section);
  }
  const intro =
    'entra-access-packages contains code of the packages below: compiled into the WebAssembly, or bundled into the\n' +
    'JavaScript. Where a package offers a choice of licences, it is used under the one that is named here.';
  const bodies = [...sections.values()].map(({ text, heads }) => `${RULE}\n${heads.join('\n')}\n\n${text}\n`);
  return `${intro}\n\n${bodies.join('\n')}`;
}
