/** A tab that creates what it is told to, at a moment that it is told. */
import { createAccessPackageClient } from '/dist/index.js';
import { ending } from '/support.mjs';

const clients = new Map();

/** One client for each service, as an application has it. */
function clientOf({ graphRoot, token, settleMs }) {
  if (!clients.has(graphRoot)) {
    clients.set(graphRoot, createAccessPackageClient({ graphRoot, getToken: async () => token, settleMs }));
  }
  return clients.get(graphRoot);
}

/** Creates a package `clicks` times, the first at the given time of the wall clock and the others at once behind it. */
globalThis.create = async (service, input, { at, clicks }) => {
  const client = clientOf(service);
  await new Promise((then) => setTimeout(then, at - Date.now()));
  return Promise.all(Array.from({ length: clicks }, () => ending(() => client.create(input))));
};

globalThis.ready = true;
