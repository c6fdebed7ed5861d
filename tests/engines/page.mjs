/** What the package does in a page, told as plain data: `engines.test.mjs` knows what it should be. */
import { createAccessPackageClient, init, validateAccessPackage } from '/dist/index.js';
import { createFakeGraph } from '/dist/testing.js';

const EXAMPLE = {
  displayName: 'sales reps',
  description: 'outside sales representatives',
  isHidden: false,
  catalog: { id: '66584aae-98bb-48cc-9458-7bee5d2a6577' },
};

const told = (error) => ({
  ...{ name: error.name, code: error.code, reason: error.reason, status: error.status, graphCode: error.graphCode },
  ...{ hasRequestId: typeof error.requestId === 'string', hasRetryAt: typeof error.retryAt === 'string' },
  ...{ isError: error instanceof Error, cause: error.cause === undefined ? undefined : String(error.cause?.name) },
});

/** How a create ends. */
const outcome = (promise) => promise.then(({ outcome }) => outcome, told);

async function run({ graphRoot }) {
  const results = {};
  await init();
  results.problems = validateAccessPackage({ displayName: 'half \ud83d' }).issues.map(({ code }) => code);

  const fake = createFakeGraph();
  const inMemory = createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  results.inMemory = await outcome(inMemory.create(EXAMPLE));

  const { token } = await (await fetch(`${graphRoot}/_fake/token`, { method: 'POST' })).json();
  const fault = (fault) => fetch(`${graphRoot}/_fake/fault`, { method: 'POST', body: JSON.stringify(fault) });
  const client = createAccessPackageClient({ getToken: async () => token, graphRoot });
  results.created = await outcome(client.create(EXAMPLE));
  results.largeBody = await outcome(
    client.create({ ...EXAMPLE, displayName: 'large', description: 'é'.repeat(9_000) }),
  );
  results.conflict = await outcome(client.create(EXAMPLE));
  results.catalogs = 0;
  for await (const { id } of client.listCatalogs()) results.catalogs += id ? 1 : 0;

  const failing = (name, ...faults) =>
    Promise.all(faults.map(fault)).then(() => outcome(client.create({ ...EXAMPLE, displayName: name })));
  results.forbidden = await failing('forbidden', { answer: { status: 403, code: 'UnAuthorized' } });
  results.throttled = await failing('throttled', { answer: { status: 429, retryAfter: 7 } });
  results.gateway = await failing('gateway', { answer: { status: 504 }, commit: 'before' });
  results.cut = await failing('cut', { delivery: 'cut', commit: 'before' });
  results.html = await failing('html', { answer: { status: 201, contentType: 'text/html', body: '<!doctype html>' } });
  results.withoutCors = await failing('cors', { delivery: 'withoutCors', commit: 'before' });

  // Together far more than browsers allow to requests that may outlive their page.
  const description = 'd'.repeat(5_000);
  const many = Array.from({ length: 60 }, (_, at) =>
    outcome(client.create({ ...EXAMPLE, displayName: `many ${at}`, description })),
  );
  results.many = (await Promise.all(many)).filter((each) => each === 'created').length;

  const controller = new AbortController();
  await fault({ delivery: 'hang', commit: 'before' });
  const aborted = client.create({ ...EXAMPLE, displayName: 'aborted' }, { signal: controller.signal });
  setTimeout(() => controller.abort(), 200);
  results.aborted = await outcome(aborted);

  await fault({ delivery: 'hang' });
  results.late = await outcome(client.create({ ...EXAMPLE, displayName: 'late' }, { timeoutMs: 300 }));

  const refused = createAccessPackageClient({ token: 'a\nb', graphRoot });
  results.token = await outcome(refused.create(EXAMPLE));
  return results;
}

fetch('/settings.json')
  .then((response) => response.json())
  .then(run)
  .then(
    (results) => ({ results }),
    (error) => ({ failure: `${error?.stack ?? error}` }),
  )
  .then((end) => {
    globalThis.end = end;
  });
