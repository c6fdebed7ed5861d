import { Client } from '@microsoft/microsoft-graph-client';
import { PATH, toBody } from './wire.mjs';

export function open({ origin, token }) {
  const client = Client.init({
    baseUrl: `${origin}/`,
    customHosts: new Set([new URL(origin).hostname]),
    authProvider: (done) => done(null, token),
  });
  return async (form) => (await client.api(`/${PATH}`).post(toBody(form))).id;
}
