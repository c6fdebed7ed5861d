import * as v from 'valibot';
import { DESCRIPTION_MAX, GUID, isTrimmed, NAME_MAX } from './rules.mjs';
import { post } from './wire.mjs';

const schema = v.object({
  displayName: v.pipe(v.string(), v.minLength(1), v.maxLength(NAME_MAX), v.check(isTrimmed, 'outer white space')),
  description: v.pipe(v.string(), v.maxLength(DESCRIPTION_MAX)),
  isHidden: v.boolean(),
  catalogId: v.pipe(v.string(), v.regex(GUID)),
});

export const open = (to) => async (form) => post(to, v.parse(schema, form));
