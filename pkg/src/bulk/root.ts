/** Where a client's requests go. */
import type { Connection } from '../options.js';
import type { Kit } from './kit.js';

/** Some input that is right: the request for it tells the root. */
const ANY = { value: { displayName: 'a', catalog: { id: '00000000-0000-0000-0000-000000000000' } } };

/** The root that a client's requests go to. Rejects with a `TypeError` where the options are wrong. */
export async function rootOf(kit: Kit, connection: Connection): Promise<string> {
  return new URL((await kit.prepare(connection, ANY)).url).origin;
}
