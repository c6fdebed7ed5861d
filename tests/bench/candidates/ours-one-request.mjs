import { createAccessPackageClient, init } from 'entra-access-packages';
import { toBody } from './wire.mjs';

export { init };

export function open({ origin, token }) {
  const client = createAccessPackageClient({ graphRoot: origin, token });
  return async (form) => (await client.create(toBody(form), { verify: false })).accessPackage.id;
}
