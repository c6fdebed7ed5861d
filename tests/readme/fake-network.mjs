/**
 * Loaded before a program of a page that is executed: the global `fetch` is a fake Graph that takes any
 * token, and there is no other network.
 */
import { createFakeGraph } from 'entra-access-packages/testing';

globalThis.fetch = createFakeGraph({ verifyToken: () => ({ ok: true }) }).fetch;
