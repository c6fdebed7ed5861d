/** What the package is measured beside: PapaParse, and four ways to check what it gives. */
import Ajv from 'ajv';
import Papa from 'papaparse';
import * as v from 'valibot';
import { z } from 'zod';
import { DESCRIPTION_MAX, GUID, GUID_SOURCE, isTrimmed, NAME_MAX, TRIMMED_SOURCE } from '../candidates/rules.mjs';

const TRUTH = /^(true|false|yes|no|1|0)?$/i;

const papa = (bytes) => Papa.parse(new TextDecoder().decode(bytes), { header: true, skipEmptyLines: true }).data;

/** Checks written by hand. */
function handWritten(rows) {
  const problems = [];
  for (let at = 0; at < rows.length; at++) {
    const { displayName, description, isHidden, catalogId } = rows[at];
    const add = (column, code, message) => problems.push({ row: at + 1, column, code, message });
    if (displayName === '') add('displayName', 'required', 'displayName is required');
    else if (displayName.length > NAME_MAX) add('displayName', 'tooLong', 'displayName is too long');
    else if (!isTrimmed(displayName)) add('displayName', 'outerWhiteSpace', 'displayName has outer white space');
    if (description.length > DESCRIPTION_MAX) add('description', 'tooLong', 'description is too long');
    if (!TRUTH.test(isHidden)) add('isHidden', 'notABoolean', 'isHidden is neither true nor false');
    if (!GUID.test(catalogId)) add('catalogId', 'notAGuid', 'catalogId is not a GUID');
  }
  return problems;
}

const zodRow = z.object({
  displayName: z.string().min(1).max(NAME_MAX).refine(isTrimmed, 'outer white space'),
  description: z.string().max(DESCRIPTION_MAX),
  isHidden: z.string().regex(TRUTH),
  catalogId: z.string().regex(GUID),
});

function zod(rows) {
  const problems = [];
  for (let at = 0; at < rows.length; at++) {
    const { error } = zodRow.safeParse(rows[at]);
    if (error) {
      for (const { path, code, message } of error.issues)
        problems.push({ row: at + 1, column: path[0], code, message });
    }
  }
  return problems;
}

const valibotRow = v.object({
  displayName: v.pipe(v.string(), v.minLength(1), v.maxLength(NAME_MAX), v.check(isTrimmed, 'outer white space')),
  description: v.pipe(v.string(), v.maxLength(DESCRIPTION_MAX)),
  isHidden: v.pipe(v.string(), v.regex(TRUTH)),
  catalogId: v.pipe(v.string(), v.regex(GUID)),
});

function valibot(rows) {
  const problems = [];
  for (let at = 0; at < rows.length; at++) {
    const { issues } = v.safeParse(valibotRow, rows[at]);
    for (const { path, type, message } of issues ?? []) {
      problems.push({ row: at + 1, column: path?.[0]?.key, code: type, message });
    }
  }
  return problems;
}

const checkWithAjv = new Ajv({ allErrors: true }).compile({
  type: 'object',
  required: ['displayName', 'description', 'isHidden', 'catalogId'],
  properties: {
    displayName: { type: 'string', minLength: 1, maxLength: NAME_MAX, pattern: TRIMMED_SOURCE },
    description: { type: 'string', maxLength: DESCRIPTION_MAX },
    isHidden: { type: 'string', pattern: '^([Tt]rue|[Ff]alse|[Yy]es|[Nn]o|1|0)?$' },
    catalogId: { type: 'string', pattern: GUID_SOURCE },
  },
});

function ajv(rows) {
  const problems = [];
  for (let at = 0; at < rows.length; at++) {
    if (checkWithAjv(rows[at])) continue;
    for (const { instancePath, keyword, message } of checkWithAjv.errors ?? []) {
      problems.push({ row: at + 1, column: instancePath.slice(1), code: keyword, message });
    }
  }
  return problems;
}

/** Each gives the problems of CSV. */
export const csvPeers = {
  'PapaParse + checks by hand': (bytes) => handWritten(papa(bytes)),
  'PapaParse + zod': (bytes) => zod(papa(bytes)),
  'PapaParse + valibot': (bytes) => valibot(papa(bytes)),
  'PapaParse + ajv': (bytes) => ajv(papa(bytes)),
};

/** Parses JSON, and checks nothing. */
export const parseAlone = (bytes) => JSON.parse(new TextDecoder().decode(bytes));
