/** What a page does in each case, told as plain data: `loading.test.mjs` knows what it should be. */

/** The pages share an origin, and with it the notes of creates under way; but each has a fake of its own. So no name is used twice. */
const SALES = `sales ${location.pathname.split('/')[1]} ${Date.now()}`;
const EXAMPLE = { displayName: `${SALES} reps`, catalog: { id: '66584aae-98bb-48cc-9458-7bee5d2a6577' } };
const ROWS = `displayName,catalog\n${SALES} leads,Sales\n${SALES} trainees,Sales\n`;

const told = ({ name, code, reason, message }) => ({ name, code, reason, message });
const attempt = (promise) => promise.then((value) => value, told);

/** Repairs what is wrong on the server. */
const mend = () => fetch('mend', { method: 'POST' });

/** The package, a client of it on a fake of its own, and what became of what it did. */
async function open(entry = './dist/index.js') {
  const lib = await import(entry);
  const { createFakeGraph } = await import('./dist/testing.js');
  return use(lib, createFakeGraph());
}

function use(lib, fake) {
  const client = lib.createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  return {
    lib,
    fake,
    client,
    create: () => attempt(client.create(EXAMPLE, { ifExists: 'return' }).then(({ outcome }) => outcome)),
    plan: () => attempt(client.plan(ROWS).then(({ counts }) => counts.create)),
    apply: (options) =>
      attempt(
        client
          .plan(ROWS)
          .then((plan) => client.apply(plan, options).report)
          .then(({ counts }) => counts.created),
      ),
    held: () => fake.accessPackages.filter(({ displayName }) => displayName.startsWith(SALES)).length,
    sent: () => fake.requests.length,
  };
}

/** A create and a plan that fail, with nothing sent, and again after something was done about it. */
async function twice(side, repair) {
  const first = { create: await side.create(), plan: await side.plan(), sent: side.sent() };
  await repair();
  return { first, second: { create: await side.create(), plan: await side.plan() } };
}

/** The same for the code of bulk work alone. */
async function bulkTwice(side, repair) {
  const before = await side.create();
  const first = await side.plan();
  await repair();
  return { before, first, again: await side.plan() };
}

/** The slim entry, told of a file that is wrong, then of one that is right. */
async function slimTwice() {
  const side = await open('./dist/slim.js');
  const url = new URL('dist/entra_access_packages.wasm', location.href);
  const first = { init: await attempt(side.lib.init(url)), create: await side.create(), sent: side.sent() };
  await mend();
  const init = (await attempt(side.lib.init(url))) ?? 'loaded';
  return { first, second: { init, create: await side.create() } };
}

export const cases = {
  'csp-without-wasm': async () => {
    const side = await open();
    return { create: await side.create(), plan: await side.plan(), sent: side.sent() };
  },
  'csp-without-bulk': async () => {
    const side = await open();
    return { create: await side.create(), plan: await side.plan() };
  },
  'without-webassembly': async () => {
    const { WebAssembly } = globalThis;
    delete globalThis.WebAssembly;
    return twice(await open(), () => {
      globalThis.WebAssembly = WebAssembly;
    });
  },
  'slim-missing': slimTwice,
  'slim-start-page': slimTwice,
  'slim-cut': slimTwice,
  'slim-untyped': slimTwice,
  'bulk-missing': async () => bulkTwice(await open(), mend),
  'bulk-start-page': async () => bulkTwice(await open(), mend),
  'bulk-cut': async () => bulkTwice(await open(), mend),
  /** As where a browser keeps the failure of an `import()`: the code comes by another address, or from the bundle. */
  'bulk-handed-over': async () => {
    const side = await open();
    return bulkTwice(side, async () => {
      await mend();
      await side.lib.initBulk(import('./dist/bulk.js?again'));
    });
  },
  'without-storage': async () => {
    const side = await open();
    const journal = { journal: 'Sales' };
    const denied = {
      apply: await side.apply(journal),
      list: await attempt(side.client.listJournals()),
      held: side.held(),
    };
    return { origin: self.origin, create: await side.create(), denied, apply: await side.apply(), held: side.held() };
  },
  'trusted-types': async () => {
    const side = await open();
    return { create: await side.create(), apply: await side.apply({ journal: 'Sales' }) };
  },
  /** An app of ES modules with a dependency that was bundled by itself, and a script tag. */
  'several-copies': async () => {
    let compiled = 0;
    for (const name of ['compile', 'instantiate']) {
      const own = WebAssembly[name];
      WebAssembly[name] = (source, ...rest) => {
        if (!(source instanceof WebAssembly.Module)) compiled += 1;
        return own(source, ...rest);
      };
    }
    const one = await open();
    const other = use(await import('./dist/index.js?copy'), one.fake);
    await script('./dist/index.global.js');
    const global = use(globalThis.EntraAccessPackages, one.fake);
    const [a, b, c] = await Promise.all([one, other, global].map((side) => side.create()));
    const afterCreates = compiled;
    // The script tag's copy has no file beside it to fetch: it finds what another one has fetched.
    const planned = [await one.plan(), await global.plan()];
    const error = await other.client.create({}).catch((thrown) => thrown);
    return {
      outcomes: [a, b, c].sort(),
      ...{ held: one.held(), compiled: afterCreates, planned },
      known: [one, other, global].map(({ lib }) => lib.isAccessPackageError(error)),
    };
  },
  'script-tags': async () => {
    await script('./dist/index.global.js');
    const { createFakeGraph } = await import('./dist/testing.js');
    const side = use(globalThis.EntraAccessPackages, createFakeGraph());
    const alone = { create: await side.create(), plan: await side.plan() };
    await script('./dist/bulk.global.js');
    return { alone, plan: await side.plan(), apply: await side.apply() };
  },
  'service-worker': async () => inServiceWorker('worker.mjs', { type: 'module' }),
  'classic-service-worker': async () => inServiceWorker('classic-worker.js', {}),
};

function script(src) {
  return new Promise((resolve, reject) => {
    const tag = document.createElement('script');
    tag.onload = resolve;
    tag.onerror = reject;
    tag.src = scriptAddress(src);
    document.head.append(tag);
  });
}

let policy;
/** Where Trusted Types are required, the address of a script that a script adds has to come from a policy. */
function scriptAddress(address) {
  if (!globalThis.trustedTypes) return address;
  policy ??= trustedTypes.createPolicy('tests', { createScriptURL: (text) => text });
  return policy.createScriptURL(address);
}

async function inServiceWorker(file, options) {
  const registration = await navigator.serviceWorker.register(scriptAddress(file), options);
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  const { port1, port2 } = new MessageChannel();
  const told = new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
  });
  worker.postMessage('start', [port2]);
  const result = await told;
  await registration.unregister();
  return result;
}
