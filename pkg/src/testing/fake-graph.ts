/** `createFakeGraph`: the fake in memory. */
import { type Core, createCore } from './core.js';
import { pageView } from './cors.js';
import type { FakeGraphOptions } from './fake-options.js';
import { networkError, readRequest, receive, unlessAborted } from './memory.js';
import { readGraphRoot } from './options.js';
import type { FakeGraph } from './types.js';

/**
 * Creates an entitlement management service in memory. It needs the globals of the fetch standard (`Request`,
 * `Response`, `Headers`), which every browser, worker and Node have; in Jest's jsdom environment they have to be
 * passed in from Node.
 *
 * @param options - How it behaves.
 * @throws `TypeError` where an option is wrong.
 * @example
 * ```js
 * const fake = createFakeGraph();
 * const client = createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
 * ```
 */
export function createFakeGraph(options: FakeGraphOptions = {}): FakeGraph {
  return openFake(createCore(options), readGraphRoot(options.graphRoot));
}

/** The public face of a core that answers as `graphRoot`. */
export function openFake(core: Core, graphRoot: string): FakeGraph {
  function requireOrigin(url: string): void {
    if (new URL(url).origin !== graphRoot)
      throw networkError(`it answers ${graphRoot} only, not ${new URL(url).origin}`);
  }

  async function fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    const { signal, url } = request;
    signal.throwIfAborted();
    requireOrigin(url);
    const read = await unlessAborted(() => readRequest(request), signal);
    const delivery = await unlessAborted(() => core.exchange.run(read), signal);
    if (!delivery.answer) return unlessAborted(() => receive(delivery, signal, url), signal);
    const { status } = delivery.answer;
    if (status >= 300 && status < 400 && status !== 304) throw networkError('it answered with a redirect');
    const answer = pageView(delivery.answer);
    if (!answer) throw networkError('its answer had no CORS headers');
    return receive({ ...delivery, answer }, signal, url);
  }

  async function handle(request: Request): Promise<Response> {
    requireOrigin(request.url);
    const delivery = await core.exchange.run(await readRequest(request));
    return unlessAborted(() => receive(delivery, request.signal, request.url), request.signal);
  }

  return {
    graphRoot,
    fetch,
    handle,
    issueToken: (grant) => core.tokens.issue(grant),
    demandClaims: (challenge = {}) => core.tokens.demand(challenge),
    get catalogs() {
      return core.store.catalogs().map((each) => ({ ...each }));
    },
    get accessPackages() {
      return core.store.accessPackages().map((each) => ({ ...each }));
    },
    get assignmentPolicies() {
      return core.holdings.policies.all().map((each) => structuredClone(each));
    },
    get resourceRoleScopes() {
      return core.holdings.roles.all().map((each) => structuredClone(each));
    },
    get assignments() {
      return core.holdings.assignments.all().map((each) => structuredClone(each));
    },
    addAssignmentPolicy: (accessPackageId, others) =>
      structuredClone(core.holdings.policies.add({ ...others, accessPackageId })),
    addResourceRoleScope: (accessPackageId, others) =>
      structuredClone(core.holdings.roles.add({ ...others, accessPackageId })),
    addAssignment: (accessPackageId, others) =>
      structuredClone(core.holdings.assignments.add({ ...others, accessPackageId })),
    removeAssignmentPolicy: (id) => core.holdings.policies.remove(id),
    removeResourceRoleScope: (id) => core.holdings.roles.remove(id),
    removeAssignment: (id) => core.holdings.assignments.remove(id),
    get requests() {
      return core.log.entries();
    },
    fail: (fault) => core.faults.add(fault),
    clearFaults: () => core.faults.clear(),
    reset: () => core.reset(),
  };
}
