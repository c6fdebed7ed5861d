/** Creates many packages at once against servers that fail, and tells what it was told. It judges nothing. */
import { createAccessPackageClient } from '/dist/index.js';
import { ending, inLanes, runPage } from '/support.mjs';

/** How many creates share a client: its pauses and its budget for repeats. */
const SHARE = 3;

/** Of so many creates that ended well, one is asked for again. */
const RELOADED = 5;

/** What is created, for the package and for the naive client alike. */
const inputOf = ({ name }, { catalog }) => ({ displayName: name, description: 'of a test', catalog: { id: catalog } });

/** A client as many write it: what fails is sent again. It is here to show that the oracle sees it. */
const naive = ({ origin, token }) => ({
  async create(input, { timeoutMs, signal }) {
    const limit = AbortSignal.timeout(timeoutMs);
    for (let left = 3; ; left -= 1) {
      try {
        const response = await fetch(`${origin}/v1.0/identityGovernance/entitlementManagement/accessPackages`, {
          method: 'POST',
          headers: {
            ...{ Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
            'client-request-id': crypto.randomUUID(),
          },
          body: JSON.stringify(input),
          signal: signal ? AbortSignal.any([signal, limit]) : limit,
        });
        if (response.status === 201) return { outcome: 'created', accessPackage: await response.json() };
        throw Object.assign(new Error('refused'), { code: 'ERR_GRAPH', status: response.status });
      } catch (error) {
        if (left === 0 || signal?.aborted || limit.aborted) throw error;
        await new Promise((later) => setTimeout(later, 50));
      }
    }
  },
});

const createClient = ({ subject, settleMs }, { origin, token }) =>
  subject === 'naive'
    ? naive({ origin, token })
    : createAccessPackageClient({ graphRoot: origin, getToken: async () => token, settleMs });

runPage(async (settings) => {
  const results = {};
  const unsettled = [];
  const pending = new Set();
  globalThis.state = {
    get pending() {
      return [...pending];
    },
  };

  const runService = async (service) => {
    const clients = [];
    await inLanes(service.creates.entries(), service.lanes, async ([at, create]) => {
      clients[Math.floor(at / SHARE)] ??= createClient(settings, service);
      const client = clients[Math.floor(at / SHARE)];
      const { timeoutMs, abortAfterMs } = create.call;
      const controller = new AbortController();
      if (abortAfterMs !== undefined) setTimeout(() => controller.abort(), abortAfterMs);
      pending.add(create.mark);
      let early;
      const onEvent = ({ ticket }) => {
        early ??= ticket;
      };
      const told = await ending(() =>
        client.create(inputOf(create, service), { timeoutMs, signal: controller.signal, onEvent }),
      );
      pending.delete(create.mark);
      results[create.mark] = told;
      const ask = (key, ticket) => unsettled.push({ told, key, client, text: JSON.stringify(ticket) });
      if (told.ticket) ask('recheck', told.ticket);
      // As a page does that was reloaded before it saw the end.
      else if (early?.knownIds && at % RELOADED === 0) ask('afterReload', early);
    });
  };
  await Promise.all(settings.services.map(runService));

  // Nothing goes wrong any more: now every ticket has to tell the truth.
  await new Promise((later) => setTimeout(later, settings.settleMs));
  await inLanes(unsettled, 20, async ({ told, key, client, text }) => {
    told[key] = await ending(() => client.recheck(JSON.parse(text), { timeoutMs: 30_000 }));
  });
  return results;
});
