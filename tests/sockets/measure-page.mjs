/** Creates whose connection is dropped, one at a time, each variant against a service of its own. */
import { createAccessPackageClient } from '/dist/index.js';
import { ending, runPage } from '/support.mjs';

const SALES = '66584aae-98bb-48cc-9458-7bee5d2a6577';

/** A `fetch` that streams its body: a browser that has sent a part of a stream cannot send it again. */
const streaming = (url, init) =>
  fetch(url, init?.body ? { ...init, body: new Blob([init.body]).stream(), duplex: 'half', keepalive: false } : init);

/** One request and nothing else. */
const bare = ({ origin, token, streamed }) => ({
  async create(input) {
    const response = await (streamed ? streaming : fetch)(
      `${origin}/v1.0/identityGovernance/entitlementManagement/accessPackages`,
      {
        method: 'POST',
        headers: {
          ...{ Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
          'client-request-id': crypto.randomUUID(),
        },
        body: JSON.stringify(input),
      },
    );
    return { outcome: 'created', accessPackage: await response.json() };
  },
});

/** The package, with or without its looks. */
const ours = ({ origin, token, streamed }) =>
  createAccessPackageClient({
    ...{ graphRoot: origin, token, settleMs: 1_000 },
    ...(streamed ? { fetch: streaming } : {}),
  });

runPage(async ({ variants }) => {
  const results = {};
  globalThis.state = results;
  const measure = async (variant) => {
    const { subject, verify, count, mark } = variant;
    results[mark] = [];
    for (let at = 0; at < count; at += 1) {
      // One client each: the budget for repeats is not what is measured.
      const client = (subject === 'bare' ? bare : ours)(variant);
      const input = { displayName: `${mark}${String(at).padStart(4, '0')}x ${subject}`, catalog: { id: SALES } };
      const { outcome, code, id, duplicates, candidates } = await ending(() => client.create(input, { verify }));
      results[mark].push({ outcome, code, id, duplicates, candidates });
    }
  };
  await Promise.all(variants.map(measure));
  return results;
});
