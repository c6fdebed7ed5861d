/** One call for each way in which calls go and end, and all that they told: for comparing it with the types. */
import { EXAMPLE } from './consumer.mjs';
import { before, CATALOG, collect, open } from './service.mjs';

const reads = { method: 'GET' };
const ACRS = { access_token: { acrs: { essential: true, value: 'c1' } } };

let told;

/** Runs them, once. */
export function scenarios() {
  told ??= run();
  return told;
}

async function run() {
  const all = { events: [], attempts: [], asked: [], errors: [], results: [], tickets: [] };

  /** A service with a client that notes everything. */
  const begin = (options, clientOptions) => {
    const service = open(options);
    const getToken = (request) => {
      all.asked.push(request);
      const { claims } = request;
      return service.fake.issueToken(claims ? { claims: JSON.parse(claims) } : {});
    };
    const onEvent = (event) => {
      all.events.push(event);
      if (event.ticket) all.tickets.push(event.ticket);
    };
    return { ...service, client: service.connect({ getToken, onEvent, timeoutMs: 60_000, ...clientOptions }) };
  };

  /** Notes how a call ends. */
  const end = async (operation, call) => {
    try {
      const value = await call;
      if (value.attempts) all.results.push({ operation, value });
      all.attempts.push(...(value.attempts ?? []));
      return value;
    } catch (error) {
      all.errors.push(error);
      all.attempts.push(...(error.attempts ?? []));
      if (error.ticket) all.tickets.push(error.ticket);
      return error;
    }
  };
  const create = ({ client }, options) => end('create', client.create(EXAMPLE, options));

  /** A create in doubt that nobody can settle: no look behind it is allowed. */
  const lose = async (fault, options) => {
    const service = open();
    const fetch = before(service.fake.fetch, 'POST', () => {
      service.fake.fail(fault);
      service.fake.fail({ answer: { status: 403 }, times: Infinity, match: reads });
    });
    const client = service.connect({ fetch, timeoutMs: 5_000, onEvent: (event) => all.events.push(event) });
    const error = await end('create', client.create(EXAMPLE, options?.()));
    service.fake.clearFaults();
    return { ...service, error };
  };

  const paths = [
    async () => {
      const service = begin();
      await Promise.all([create(service), create(service)]);
      await create(service, { ifExists: 'return' });
      await create(service);
    },
    async () => {
      const service = begin({ claimsChallenge: { claims: ACRS, applies: 'writes' } });
      await create(service);
    },
    async () => {
      const service = begin();
      service.fake.fail({ answer: { status: 401 } });
      service.fake.fail({ answer: { status: 429, retryAfter: 1 } });
      service.fake.fail({ answer: { status: 504 }, commit: 'before' });
      await create(service);
    },
    async () => {
      const service = begin({}, { settleMs: 1_200 });
      service.fake.fail({ answer: { status: 504 } });
      await create(service);
    },
    async () => {
      const service = begin({}, { settleMs: 2_400 });
      service.fake.fail({ answer: { status: 409 } });
      await create(service);
    },
    async () => {
      const service = begin();
      service.fake.fail({ answer: { status: 403 } });
      await create(service);
      service.fake.fail({ answer: { status: 429, retryAfter: 300 } });
      await create(service);
    },
    async () => {
      const service = begin();
      await end('create', service.client.create({}));
      await end('create', service.connect({ token: '' }).create(EXAMPLE));
      service.fake.fail({ answer: { status: 201, body: null }, times: Infinity });
      await create(service);
    },
    async () => {
      const service = begin({}, { timeoutMs: 1_000 });
      service.fake.fail({ delivery: 'hang' });
      await create(service);
    },
    async () => {
      const { error, connect, named } = await lose({ answer: { status: 504 }, commit: 'before' });
      const client = connect({ onEvent: (event) => all.events.push(event) });
      await end('recheck', client.recheck(error.ticket));
      // As if they had been there before.
      const knownIds = named(EXAMPLE.displayName).map(({ id }) => id);
      await end('recheck', client.recheck({ ...error.ticket, knownIds }));
      await end('recheck', connect({ getToken: () => Promise.reject(new Error('no')) }).recheck(error.ticket));
    },
    () => lose({ delivery: 'reset' }),
    () => lose({ answer: { status: 201, body: null } }),
    () => lose({ answer: { status: 409 } }),
    () => lose({ answer: { status: 429, retryAfter: 1 } }),
    () => lose({ delivery: 'hang' }),
    () => lose({ delivery: 'hang' }, () => ({ signal: AbortSignal.timeout(200) })),
    async () => {
      const { client, fake, intrude } = begin();
      const { id } = await intrude(EXAMPLE);
      fake.fail({ answer: { status: 503 }, match: { ...reads, path: 'catalogs' } });
      await collect(client.listCatalogs());
      await collect(client.list());
      await client.getCatalog(CATALOG);
      await client.get(id);
      fake.fail({ answer: { status: 504 }, match: { method: 'PATCH' } });
      await end('update', client.update(id, { isHidden: true }));
      await end('delete', client.delete(id));
      await end('delete', client.delete(id));
      await collect(client.undo([{ row: 1, accessPackageId: id, ...EXAMPLE, catalogId: CATALOG, verdict: 'created' }]));
      await end('get', client.get(id));
    },
    async () => {
      const { client, fake } = begin();
      fake.fail({ answer: { status: 503 }, match: reads });
      fake.fail({ delivery: 'reset', match: reads });
      fake.fail({ answer: { status: 200, body: '<p>', contentType: 'text/html' }, match: reads });
      await end('getCatalog', client.getCatalog(CATALOG));
    },
    async () => {
      const { client, fake } = begin({}, { timeoutMs: 300 });
      fake.fail({ delivery: 'reset', match: reads, times: Infinity });
      await end('getCatalog', client.getCatalog(CATALOG));
    },
  ];
  await Promise.all(paths.map((path) => path()));
  return all;
}
