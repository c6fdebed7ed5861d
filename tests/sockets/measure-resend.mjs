/**
 * Measures how often a browser sends a create a second time by itself when its connection drops after the service did
 * the work, and what lowers that: `node tests/sockets/measure-resend.mjs [drops]`.
 *
 * The browser is the one that the environment names; see `engine.mjs`. It is no test: its figures are for deciding.
 */
import { makeCertificate } from './certificate.mjs';
import { engine, runInPage } from './engine.mjs';
import { judge, readTruth } from './oracle.mjs';
import { serve } from './servers.mjs';

const DROPS = Number(process.argv[2] ?? 1_000);

/** What is compared. Resets of one stream are HTTP/2's; a streamed body is HTTP/2's and Chromium's. */
const VARIANTS = ['http/1.1', 'h2'].flatMap((protocol) => [
  ...(protocol === 'h2' ? [{ protocol, subject: 'bare', keepAlive: true, delivery: 'streamReset' }] : []),
  { protocol, subject: 'bare', keepAlive: true },
  { protocol, subject: 'bare', keepAlive: false },
  { protocol, subject: 'package', verify: false, keepAlive: true },
  { protocol, subject: 'package', verify: true, keepAlive: true },
  { protocol, subject: 'package', verify: true, keepAlive: false },
  ...(protocol === 'h2' && engine === 'chromium'
    ? [
        { protocol, subject: 'bare', keepAlive: true, streamed: true },
        { protocol, subject: 'package', verify: false, keepAlive: true, streamed: true },
        { protocol, subject: 'package', verify: true, keepAlive: true, streamed: true },
      ]
    : []),
]);

const certificate = await makeCertificate();
const opened = await Promise.all(
  VARIANTS.map(async (variant, at) => {
    const { protocol, keepAlive, delivery = 'reset' } = variant;
    const server = await serve({ tls: certificate, protocol, keepAlive, nameUniqueness: 'none' });
    const mark = 'abcdefghijklmnop'[at];
    const creates = Array.from({ length: DROPS }, (_, each) => ({ mark: `${mark}${String(each).padStart(4, '0')}x` }));
    // A fault strikes one request: the second, which the browser sends, gets its answer.
    for (const { mark } of creates) {
      server.fake.fail({
        delivery,
        commit: 'before',
        match: { method: 'POST', path: 'accessPackages', body: mark },
      });
    }
    return { ...variant, mark, creates, server };
  }),
);

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

console.log(`${engine}, ${DROPS} dropped connections each, names may repeat`);
console.table(
  opened.map(({ protocol, delivery, subject, verify, keepAlive, streamed, mark, creates, server }) => {
    const truthOf = readTruth(server.fake);
    const judged = creates.map((create, at) =>
      judge({ ...create, settles: false, call: {} }, truthOf(create), results[mark][at]),
    );
    const sum = (key) => judged.reduce((total, each) => total + each[key], 0);
    return {
      ...{
        protocol,
        lost: delivery ?? 'connection',
        client: subject,
        looks: verify ?? '',
        body: streamed ? 'stream' : 'text',
      },
      connections: keepAlive ? 'kept' : 'one request each',
      'POSTs lost': server.fake.requests.filter(({ status }) => status === 'reset').length,
      'first on reused': judged.filter(({ reused }) => reused).length,
      ...{ 're-sent': sum('resent'), doubles: sum('doubles'), 'of these told': sum('reported') },
      'success told': results[mark].filter(({ outcome }) => outcome).length,
    };
  }),
);
await Promise.all(opened.map(({ server }) => server.close()));
