/** Jobs and plans in a page: a service with a limit in real time, and a page that stays alive. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeCertificate } from '../sockets/certificate.mjs';
import { inputsOf, namesOf, openJobPages, SALES, serve } from './support.mjs';

let pages;

before(async () => {
  pages = await openJobPages();
});

after(() => pages?.close());

test('a service that takes 40 requests in 2 seconds: all are created, and few are refused', async (context) => {
  const throttling = { limit: 40, windowMs: 2_000, applies: 'writes' };
  // As Graph is reached: over HTTP/2, which has no limit of six connections.
  const tls = await makeCertificate();
  const { server, fake, service } = await serve({ throttling, latencyMs: 100, tls }, 60_000);
  const tab = await pages.openTab();
  const report = await tab.evaluate(
    ([service, inputs]) => globalThis.apply(service, inputs, { verify: false }),
    [service, inputsOf(200, 'limit')],
  );
  const refused = fake.requests.filter(({ status }) => status === 429).length;
  await tab.close();
  await server.close();
  context.diagnostic(`${(report.ms / 1_000).toFixed(2)} s, ${report.requests} requests, ${refused} of them refused`);
  assert.equal(report.counts.created, 200);
  assert.equal(namesOf(fake, 'limit').size, 200);
  assert.ok(refused <= 12, `${refused} were refused`);
});

test('fifty thousand rows are read and planned, and nothing is wrong but what is', async (context) => {
  const { server, service } = await serve({});
  const tab = await pages.openTab();
  const lines = ['displayName,description,isHidden,catalog'];
  for (let at = 1; at <= 50_000; at += 1) {
    lines.push(`row ${at},"What it is for, number ${at}",${at % 20 === 0 ? 'perhaps' : 'no'},${SALES}`);
  }
  const end = await tab.evaluate(
    ([service, text]) => globalThis.planMany(service, text),
    [service, lines.join('\r\n')],
  );
  await tab.close();
  await server.close();
  const longest = Math.max(0, ...end.tasks);
  context.diagnostic(
    `read ${end.read.toFixed(0)} ms, planned ${end.planned.toFixed(0)} ms, tasks over 50 ms: ${end.tasks.length}, the longest ${longest} ms`,
  );
  assert.deepEqual([end.length, end.problems, end.counts.create, end.counts.invalid], [50_000, 2_500, 47_500, 2_500]);
});
