/** A page that creates very many packages, against a service in its own memory. */
import { ending, inLanes } from '/support.mjs';
import { watch } from '/watch.mjs';

const SALES = '66584aae-98bb-48cc-9458-7bee5d2a6577';

/** How many creates are under way at once, and how many share a state of the service. */
const LANES = 10;
const BATCH = 250;

const leftovers = watch();
// Only now: what is loaded before would not be watched.
const { createAccessPackageClient } = await import('/dist/index.js');
const { createFakeGraph } = await import('/dist/testing.js');

const fake = createFakeGraph();
const token = fake.issueToken();
const client = createAccessPackageClient({ getToken: async () => token, fetch: fake.fetch, settleMs: 0 });
/** A portal has one signal for as long as a view lives. */
const view = new AbortController();

/** Creates so many, of which some lose their answer, and counts how they ended. */
globalThis.createMany = async (count) => {
  const ends = {};
  for (let done = 0; done < count; done += BATCH) {
    // What the service keeps is not what is measured.
    fake.reset();
    // Few enough for the budget of one client.
    fake.fail({ answer: { status: 504 }, commit: 'before' });
    await inLanes(Array(Math.min(BATCH, count - done)).keys(), LANES, async (at) => {
      const input = { displayName: `package ${at}`, description: 'd'.repeat(500), catalog: { id: SALES } };
      const options = at % 2 === 0 ? { signal: view.signal } : { onEvent: () => {} };
      const { outcome, code, message } = await ending(() => client.create(input, options));
      const end = outcome ?? `${code}: ${message}`;
      ends[end] = (ends[end] ?? 0) + 1;
    });
  }
  fake.reset();
  return ends;
};

globalThis.leftovers = leftovers;
globalThis.ready = true;
