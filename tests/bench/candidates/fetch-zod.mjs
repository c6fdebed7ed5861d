import * as z from 'zod';
import { DESCRIPTION_MAX, GUID, isTrimmed, NAME_MAX } from './rules.mjs';
import { post } from './wire.mjs';

const schema = z.object({
  displayName: z.string().min(1).max(NAME_MAX).refine(isTrimmed, 'outer white space'),
  description: z.string().max(DESCRIPTION_MAX),
  isHidden: z.boolean(),
  catalogId: z.string().regex(GUID),
});

export const open = (to) => async (form) => post(to, schema.parse(form));
