/** What the tests of jobs in a page share. */
import { serveFakeGraph } from 'entra-access-packages/testing';
import { openPages } from '../sockets/pages/browser.mjs';

export const SALES = '66584aae-98bb-48cc-9458-7bee5d2a6577';

/** So many inputs with names of their own. */
export const inputsOf = (count, name) =>
  Array.from({ length: count }, (_, at) => ({ displayName: `${name} ${at + 1}`, catalog: { id: SALES } }));

/** Tabs of a page that carries jobs out. */
export const openJobPages = () => openPages({ script: new URL('job-page.mjs', import.meta.url) });

/** A service, and what a page has to know of it. */
export async function serve(options, settleMs = 300) {
  const server = await serveFakeGraph(options);
  const token = server.fake.issueToken();
  return { server, fake: server.fake, token, service: { graphRoot: server.origin, token, settleMs } };
}

/** How often each name is there that begins so. */
export function namesOf(fake, start) {
  const counts = new Map();
  for (const { displayName } of fake.accessPackages) {
    if (displayName.startsWith(`${start} `)) counts.set(displayName, (counts.get(displayName) ?? 0) + 1);
  }
  return counts;
}
