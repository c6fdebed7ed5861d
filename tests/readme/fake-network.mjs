/**
 * Loaded before a program of a page that is executed: the global `fetch` is a fake Graph that takes any
 * token, and there is no other network but this machine's own.
 */
import { createFakeGraph } from 'entra-access-packages/testing';

const graph = createFakeGraph({ verifyToken: () => ({ ok: true }) });
const { fetch, location } = globalThis;

globalThis.fetch = async (input, init) => {
  const { hostname } = new URL(input instanceof Request ? input.url : input, location?.href);
  return hostname === '127.0.0.1' ? fetch(input, init) : graph.fetch(input, init);
};
