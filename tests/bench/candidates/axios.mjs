import axios from 'axios';
import { PATH, toBody } from './wire.mjs';

export function open({ origin, token }) {
  // As it comes it would use XMLHttpRequest: another transport than everybody else's.
  const client = axios.create({ adapter: 'fetch', headers: { Authorization: `Bearer ${token}` } });
  return async (form) => (await client.post(`${origin}/v1.0/${PATH}`, toBody(form))).data.id;
}
