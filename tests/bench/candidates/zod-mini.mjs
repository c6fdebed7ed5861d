import * as z from 'zod/mini';
import { DESCRIPTION_MAX, GUID, isTrimmed, NAME_MAX } from './rules.mjs';

export const schema = z.object({
  displayName: z
    .string()
    .check(z.minLength(1), z.maxLength(NAME_MAX), z.refine(isTrimmed, { error: 'outer white space' })),
  description: z.string().check(z.maxLength(DESCRIPTION_MAX)),
  isHidden: z.boolean(),
  catalogId: z.string().check(z.regex(GUID)),
});
