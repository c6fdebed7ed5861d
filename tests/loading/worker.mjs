/** A module service worker: `import()` is not allowed in it, so the code for bulk work is imported and handed over. */
import './in-worker.js';
import * as bulk from './dist/bulk.js';
import * as lib from './dist/index.js';
import * as testing from './dist/testing.js';

self.onmessage = (event) => {
  const work = globalThis.work(lib, testing, () => lib.initBulk(bulk));
  const failed = (error) => ({ failure: String(error?.stack) });
  event.waitUntil(work.catch(failed).then((result) => event.ports[0].postMessage(result)));
};
