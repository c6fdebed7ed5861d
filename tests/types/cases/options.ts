/** Options, events and outcomes: everything that is one of several says which. */
import {
  type AccessPackageClient,
  type AccessPackageEvent,
  type Attempt,
  type Cloud,
  clouds,
  createAccessPackageClient,
  init,
  initSync,
} from 'entra-access-packages';

export async function compiles(client: AccessPackageClient, bytes: Uint8Array, response: Promise<Response>) {
  createAccessPackageClient({ token: 'x' });
  createAccessPackageClient({ getToken: () => 'x', cloud: 'usGovL4', timeoutMs: 1, settleMs: 0, fetch });
  createAccessPackageClient({
    getToken: async ({ scopes, claims, forceRefresh, reason, signal }) => {
      reason satisfies 'initial' | 'retry' | 'unauthorized' | 'claimsChallenge';
      return scopes.join() + (claims ?? '') + forceRefresh + signal.aborted;
    },
    onEvent({ type, reason, until, ticket, code }: AccessPackageEvent) {
      if (type === 'waiting' && reason === 'throttled') until satisfies string | undefined;
      if (code === 'ERR_OUTCOME_UNKNOWN') void ticket?.sentAt;
    },
  });
  await init();
  await init(response);
  await init(new URL('https://example.org/x.wasm'));
  initSync(bytes);
  const cloud: Cloud = 'china';
  clouds[cloud].scope satisfies string;
  for await (const { id } of client.list({ signal: AbortSignal.timeout(1), timeoutMs: 5 })) id satisfies string;
  for await (const { state } of client.listCatalogs()) if (state === 'published' || state === 'a later one') return;
  const { outcome, duplicates, attempts } = await client.create({ displayName: 'n', catalog: { id: 'x' } });
  outcome satisfies 'created' | 'adopted' | 'existing';
  duplicates satisfies object[] | undefined;
  attempts satisfies Attempt[];
  (await client.delete('x')).outcome satisfies 'deleted' | 'absent';
}

export async function doesNotCompile(client: AccessPackageClient, event: AccessPackageEvent, attempt: Attempt) {
  createAccessPackageClient(); // TS2554
  createAccessPackageClient({}); // TS2345
  createAccessPackageClient({ token: 'x', getToken: () => 'x' }); // TS2345 TS2322 TS2379
  createAccessPackageClient({ getToken: () => 7 }); // TS2322 TS2345
  createAccessPackageClient({ token: 'x', cloud: 'germany' }); // TS2322 TS2345
  createAccessPackageClient({ token: 'x', timeout: 5 }); // TS2345 TS2561
  client.create({ displayName: 'n', catalog: { id: 'x' } }, { ifExists: 'adopt' }); // TS2322
  client.create({ displayName: 'n', catalog: { id: 'x' } }, { signal: new AbortController() }); // TS2741 TS2739 TS2740 TS2322
  client.list({ catalog: 'x' }); // TS2345 TS2561
  if (event.type === 'sent') return; // TS2367
  if (event.reason === 'because') return; // TS2367
  if (event.code === 'ERR_NONE') return; // TS2367
  if (attempt.result === 'ok') return; // TS2367
  if (attempt.purpose === 'post') return; // TS2367
  const { outcome } = await client.recheck({}); // TS2345 TS2739
  if (outcome === 'created') return; // TS2367
  for (const each of client.list()) void each; // TS2488 TS2504
}
