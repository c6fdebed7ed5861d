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
  ...{ existing: error.existing?.displayName, ticket: error.ticket, denial: error.denial },
});

/** How a create ends. */
const outcome = (promise) => promise.then(({ outcome }) => outcome, told);

/** What the fake's control surface does. */
async function control(graphRoot, name, body) {
  const response = await fetch(`${graphRoot}/_fake/${name}`, { method: 'POST', body: JSON.stringify(body) });
  return response.status === 200 ? response.json() : undefined;
}

/** A frame with a client of its own. */
async function openFrame() {
  const frame = document.createElement('iframe');
  frame.src = '/frame';
  document.body.append(frame);
  while (!frame.contentWindow.create) await new Promise((later) => setTimeout(later, 10));
  return frame;
}

/**
 * Three frames want the same. The first is refused and leaves in order; the second is removed when it has sent, which is
 * carried out later; the third has waited for both.
 */
async function inFrames(connection, input, fault) {
  const frames = [await openFrame(), await openFrame(), await openFrame()];
  const [first, second, third] = frames.map(({ contentWindow }) => contentWindow);
  await fault({ answer: { status: 400 }, answerDelayMs: 700 });
  await fault({ delayMs: 1_500 });
  const refused = first.create(connection, input);
  await first.step('sending');
  second.create(connection, input);
  await second.step('queued');
  const last = third.create(connection, input);
  await third.step('queued');
  await second.step('sending');
  // It has to arrive.
  await new Promise((later) => setTimeout(later, 500));
  frames[1].remove();
  const ends = { refused: await refused, last: await last };
  for (const frame of frames) frame.remove();
  return ends;
}

async function run({ graphRoot }) {
  const results = {};
  await init();
  results.problems = validateAccessPackage({ displayName: 'half \ud83d' }).issues.map(({ code }) => code);

  const fake = createFakeGraph();
  const inMemory = createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  results.inMemory = await outcome(inMemory.create(EXAMPLE));

  const { token } = await control(graphRoot, 'token', {});
  const fault = (fault) => control(graphRoot, 'fault', fault);
  const events = [];
  const client = createAccessPackageClient({
    getToken: async ({ claims }) =>
      claims ? (await control(graphRoot, 'token', { claims: JSON.parse(claims) })).token : token,
    graphRoot,
    settleMs: 0,
    onEvent: ({ call, type, reason }) => events.push([call, [type, reason].filter(Boolean).join(' ')]),
  });
  const create = (displayName, options) => client.create({ ...EXAMPLE, displayName }, options);
  /** A create that meets faults. */
  const failing = async (name, faults, options) => {
    for (const each of faults) await fault({ match: { method: 'POST', name }, ...each });
    return outcome(create(name, options));
  };

  results.created = await outcome(client.create(EXAMPLE));
  results.steps = events.map(([, step]) => step);
  results.largeBody = await outcome(
    client.create({ ...EXAMPLE, displayName: 'large', description: 'é'.repeat(9_000) }),
  );
  results.found = await outcome(client.create(EXAMPLE));
  results.conflict = await outcome(create('SALES REPS'));
  results.existing = await outcome(client.create(EXAMPLE, { ifExists: 'return' }));

  const clicks = await Promise.all([create('clicked'), create('clicked')]);
  results.clicks = clicks.map(({ outcome, accessPackage, attempts }) => [outcome, accessPackage.id, attempts.length]);

  const framed = { ...EXAMPLE, displayName: 'framed' };
  results.frames = await inFrames({ token, graphRoot, settleMs: 3_000 }, framed, (each) =>
    fault({ match: { method: 'POST', name: 'framed' }, ...each }),
  );

  results.forbidden = await failing('forbidden', [{ answer: { status: 403, code: 'UnAuthorized' } }]);
  results.gateway = await failing('gateway', [{ answer: { status: 504 }, commit: 'before' }]);
  results.cut = await failing('cut', [{ delivery: 'cut', commit: 'before' }]);
  results.html = await failing('html', [
    { answer: { status: 201, contentType: 'text/html', body: '<!doctype html>' } },
  ]);
  results.withoutCors = await failing('withoutCors', [{ delivery: 'withoutCors', commit: 'before' }]);
  results.hung = await failing('hung', [{ delivery: 'hang', commit: 'before' }], { timeoutMs: 2_000 });
  results.throttled = await failing('throttled', [{ answer: { status: 429, retryAfter: 1 } }]);

  await control(graphRoot, 'claims', { applies: 'writes', form: 'popFirst', until: 'told' });
  results.claims = await failing('claims', []);
  await fetch(`${graphRoot}/_fake/claims`, { method: 'POST', body: 'null' });

  const controller = new AbortController();
  setTimeout(() => controller.abort(), 500);
  results.aborted = await failing('aborted', [{ delivery: 'hang', commit: 'before' }], { signal: controller.signal });
  const { ticket } = results.aborted;
  results.settled = await outcome(client.recheck(JSON.parse(JSON.stringify(ticket))));

  // Together far more than browsers allow to requests that may outlive their page.
  const description = 'd'.repeat(5_000);
  const many = Array.from({ length: 60 }, (_, at) =>
    outcome(client.create({ ...EXAMPLE, displayName: `many ${at}`, description })),
  );
  results.many = (await Promise.all(many)).filter((each) => each === 'created').length;

  results.catalogs = 0;
  for await (const { id } of client.listCatalogs()) results.catalogs += id ? 1 : 0;
  const { accessPackage } = clicks[0];
  await client.update(accessPackage.id, { description: 'changed' });
  results.changed = (await client.get(accessPackage.id)).description;
  results.deleted = [await outcome(client.delete(accessPackage.id)), await outcome(client.delete(accessPackage.id))];
  results.packages = 0;
  for await (const { id } of client.list({ catalogId: EXAMPLE.catalog.id })) results.packages += id ? 1 : 0;

  const refused = createAccessPackageClient({ token: 'a\nb', graphRoot });
  results.token = await outcome(refused.create({ ...EXAMPLE, displayName: 'refused' }));
  // A room is left behind the end of its create; what is held longer is a note behind the name of its room.
  for (;;) {
    const { held = [], pending = [] } = (await navigator.locks?.query()) ?? {};
    results.locks = [held.filter(({ name }) => !name.includes('\n')).length, pending.length];
    if (results.locks.every((count) => count === 0)) break;
    await new Promise((later) => setTimeout(later, 10));
  }

  results.tooLong = await failing('too long', [{ answer: { status: 429, retryAfter: 700 } }]);
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
