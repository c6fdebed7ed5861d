/**
 * Everybody who is measured. Each is a module of this folder that does one job, as its documentation has it: `open` makes
 * what is made once a page, and gives a function that takes what a form holds and gives the id of the package.
 *
 * @typedef {object} Candidate
 * @property {string} name its module
 * @property {string} title
 * @property {string} [label] the title where there is little room
 * @property {boolean} [ours]
 * @property {boolean} [looks] whether it also looks before and after, and so sends three requests
 */

/** @type {Candidate[]} */
export const CANDIDATES = [
  { name: 'ours', title: 'entra-access-packages', ours: true, looks: true },
  {
    name: 'ours-one-request',
    title: 'entra-access-packages, verify: false',
    label: 'the same, verify: false',
    ours: true,
  },
  { name: 'fetch', title: 'fetch alone' },
  { name: 'fetch-by-hand', title: 'fetch + checks by hand' },
  { name: 'fetch-zod', title: 'fetch + zod' },
  { name: 'fetch-zod-mini', title: 'fetch + zod/mini' },
  { name: 'fetch-valibot', title: 'fetch + valibot' },
  { name: 'fetch-ajv', title: 'fetch + ajv' },
  { name: 'graph-client', title: 'graph client' },
  { name: 'graph-client-zod-mini', title: 'graph client + zod/mini' },
  { name: 'kiota', title: 'Kiota, no model' },
  { name: 'kiota-model', title: 'Kiota + Microsoft’s model' },
  { name: 'pnp', title: 'PnPjs' },
  { name: 'ky', title: 'ky' },
  { name: 'axios', title: 'axios' },
];

/** Whom the bars compare, by their modules. */
export const OURS = 'ours';
export const OURS_ONE_REQUEST = 'ours-one-request';
export const BASELINE = 'fetch';
export const RIVAL = 'graph-client-zod-mini';

/** @param {string} name @returns {Candidate} */
export function candidateOf(name) {
  const found = CANDIDATES.find((each) => each.name === name);
  if (!found) throw new Error(`there is no candidate ${name}`);
  return found;
}
