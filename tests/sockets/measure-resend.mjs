/**
 * Measures how often a browser sends a create a second time by itself when its connection drops after the service did
 * the work, and what lowers that: `node tests/sockets/measure-resend.mjs [drops]`.
 *
 * The browser is the one that the environment names; see `engine.mjs`. It is no test: its figures are for deciding.
 */
import { serveFakeGraph } from 'entra-access-packages/testing';
import { makeCertificate } from './certificate.mjs';
import { engine, runInPage } from './engine.mjs';
import { judge, readTruth } from './oracle.mjs';

const DROPS = Number(process.argv[2] ?? 1_000);

/** What is compared. A reset of one stream is HTTP/2's. */
const TEXT = ['http/1.1', 'h2'].flatMap((protocol) => [
  { protocol, subject: 'bare', keepAlive: true },
  { protocol, subject: 'bare', keepAlive: false },
  { protocol, subject: 'package', verify: false, keepAlive: true },
  { protocol, subject: 'package', verify: true, keepAlive: true },
  { protocol, subject: 'package', verify: true, keepAlive: false },
  ...(protocol === 'h2' ? [{ protocol, subject: 'bare', keepAlive: true, delivery: 'streamReset' }] : []),
]);

/**
 * The same with a streamed body, which is Chromium's, and HTTP/2's only. In a page of its own: Chromium 156 loses its
 * network service when it wants to send a stream again, and with it the requests of all others.
 */
const STREAMED = [
  { protocol: 'h2', subject: 'bare', keepAlive: true, streamed: true },
  { protocol: 'h2', subject: 'package', verify: false, keepAlive: true, streamed: true },
  { protocol: 'h2', subject: 'package', verify: true, keepAlive: true, streamed: true },
];

const certificate = await makeCertificate();

/** Starts the service of one variant, in which the first request of each create is dropped once its work is done. */
async function open(variant, at) {
  const { protocol, keepAlive, delivery = 'reset' } = variant;
  const server = await serveFakeGraph({ tls: certificate, protocols: [protocol], keepAlive, nameUniqueness: 'none' });
  const mark = 'abcdefghijklmnop'[at];
  const creates = Array.from({ length: DROPS }, (_, each) => ({ mark: `${mark}${String(each).padStart(4, '0')}x` }));
  for (const { mark } of creates) {
    server.fake.fail({ delivery, commit: 'before', match: { method: 'POST', path: 'accessPackages', body: mark } });
  }
  return { ...variant, mark, creates, server };
}

/** One line of the table. */
function summarise({ protocol, delivery, subject, verify, keepAlive, streamed, creates, server }, results) {
  const truthOf = readTruth(server.fake);
  const judged = creates.map((create, at) =>
    judge({ ...create, settles: false, call: {} }, truthOf(create), results[at]),
  );
  const sum = (key) => judged.reduce((total, each) => total + each[key], 0);
  const count = (test) => judged.filter(test).length;
  return {
    ...{ protocol, lost: delivery ? 'stream' : 'connection', client: subject, looks: verify ?? '' },
    ...{ body: streamed ? 'stream' : 'text', connections: keepAlive ? 'kept' : 'fresh' },
    arrived: count(({ reused }) => reused !== undefined),
    'on reused': count(({ reused }) => reused),
    ...{ 're-sent': sum('resent'), doubles: sum('doubles'), 'of these told': sum('reported') },
    'success told': results.filter(({ outcome }) => outcome).length,
  };
}

async function measure(variants) {
  const opened = await Promise.all(variants.map(open));
  const results = await runInPage({
    script: new URL('measure-page.mjs', import.meta.url),
    settings: {
      variants: opened.map(({ server, mark, subject, verify, streamed }) => ({
        ...{ origin: server.origin, token: server.fake.issueToken(), count: DROPS },
        ...{ mark, subject, verify, streamed },
      })),
    },
    timeoutMs: 30 * 60_000,
  });
  console.table(opened.map((variant) => summarise(variant, results[variant.mark])));
  await Promise.all(opened.map(({ server }) => server.close()));
}

console.log(`${engine}, ${DROPS} creates each whose answer is dropped, names may repeat`);
await measure(TEXT);
if (engine === 'chromium') await measure(STREAMED);
