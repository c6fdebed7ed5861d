/** A page of its own as far as locks go, which ends when its frame is removed. */
import { createAccessPackageClient } from '/dist/index.js';

const steps = [];

/** Creates, and gives how that ends. */
globalThis.create = (connection, input) =>
  createAccessPackageClient({ ...connection, onEvent: ({ type }) => steps.push(type) })
    .create(input, { verify: false })
    .then(
      ({ outcome }) => outcome,
      ({ code }) => code,
    );

/** Waits until the create has come so far. */
globalThis.step = async (type) => {
  while (!steps.includes(type)) await new Promise((later) => setTimeout(later, 10));
};
