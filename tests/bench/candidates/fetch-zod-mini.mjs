import { post } from './wire.mjs';
import { schema } from './zod-mini.mjs';

export const open = (to) => async (form) => post(to, schema.parse(form));
