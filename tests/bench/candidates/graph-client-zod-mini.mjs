import { open as openClient } from './graph-client.mjs';
import { schema } from './zod-mini.mjs';

export function open(to) {
  const create = openClient(to);
  return async (form) => create(schema.parse(form));
}
