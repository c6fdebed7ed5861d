import ky from 'ky';
import { PATH, toBody } from './wire.mjs';

export function open({ origin, token }) {
  const client = ky.create({ headers: { Authorization: `Bearer ${token}` } });
  return async (form) => (await client.post(`${origin}/v1.0/${PATH}`, { json: toBody(form) }).json()).id;
}
