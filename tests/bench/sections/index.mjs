/** The sections of the bench. */
import * as bulkRead from './bulk-read.mjs';
import * as bytes from './bytes.mjs';
import * as coldStart from './cold-start.mjs';
import * as memory from './memory.mjs';
import { NAMES } from './names.mjs';
import * as perCreate from './per-create.mjs';

/**
 * @typedef {object} Table
 * @property {string} title
 * @property {string[]} columns those of the numbers
 * @property {{ title: string, ours?: boolean, cells: string[] }[]} rows
 * @property {string} note
 */

/**
 * @typedef {object} Section
 * @property {string} name
 * @property {string} about
 * @property {(options: { browser: import('playwright-core').Browser, rounds?: number, log?: (what: string) => void }) => Promise<any>} measure
 * @property {(data: any) => Table[]} tables
 */

/** @type {Section[]} */
const ALL = [bytes, coldStart, perCreate, bulkRead, memory];

/** In the order of their names. @type {Section[]} */
export const SECTIONS = NAMES.map((name) => {
  const found = ALL.find((section) => section.name === name);
  if (!found) throw new Error(`there is no section ${name}`);
  return found;
});
