/** A service worker of scripts. The second one for bulk work has to be there from the start: later ones are not allowed. */
const policy = self.trustedTypes?.createPolicy('tests', { createScriptURL: (text) => text });
const files = ['dist/index.global.js', 'dist/bulk.global.js', 'dist/testing.global.js', 'in-worker.js'];
importScripts(...files.map((file) => policy?.createScriptURL(file) ?? file));

self.onmessage = (event) => {
  const work = globalThis.work(self.EntraAccessPackages, self.EntraAccessPackagesTesting, async () => {});
  const failed = (error) => ({ failure: String(error?.stack) });
  event.waitUntil(work.catch(failed).then((result) => event.ports[0].postMessage(result)));
};
