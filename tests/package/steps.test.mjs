/** A call step by step: what the core is given again in each step has to stay small, and nobody may be called from within it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXAMPLE } from './consumer.mjs';
import { CATALOG, lib, open } from './service.mjs';

const PAGES = 30;
const PAGE = 100;

/** Runs something, and gives what all text weighs that goes into the WebAssembly meanwhile. */
async function countText(run) {
  const { encode } = TextEncoder.prototype;
  let count = 0;
  TextEncoder.prototype.encode = function (text) {
    count += text.length;
    return encode.call(this, text);
  };
  try {
    await run();
  } finally {
    TextEncoder.prototype.encode = encode;
  }
  return count;
}

test('a look through many pages reads each of them once, and finds what is on any of them', async () => {
  const names = Array.from({ length: PAGES * PAGE }, (_, at) => `package ${at}`);
  const accessPackages = names.map((displayName) => ({ displayName, catalogId: CATALOG }));
  const { fake, client, connect } = open({ filters: 'ignored', pageSize: PAGE, accessPackages });
  let pages = 0;
  const fetch = async (...args) => {
    const response = await fake.fetch(...args);
    pages += (await response.clone().text()).length;
    return response;
  };
  const counted = await countText(() => connect({ fetch }).create(EXAMPLE, { timeoutMs: 60_000 }));
  assert.ok(fake.requests.length > 2 * PAGES, `${fake.requests.length} requests`);
  // Once each, and what is short as often as there are steps: tokens, heads.
  assert.ok(counted < 4 * pages, `${counted} went in of ${pages}`);

  const last = names.at(-1);
  const { outcome, accessPackage } = await client.create({ ...EXAMPLE, displayName: last }, { ifExists: 'return' });
  assert.deepEqual([outcome, accessPackage.displayName], ['existing', last]);
});

test('whoever is told of a step may call the package', async () => {
  const { client, connect } = open();
  const found = [];
  const onEvent = ({ type }) => {
    if (type === 'sending') found.push(lib.validateAccessPackage({ displayName: '' }).issues.length);
    if (type === 'lookingUp') found.push(client.prepare(EXAMPLE));
  };
  assert.equal((await connect({ onEvent }).create(EXAMPLE)).outcome, 'created');
  const [first, second, third] = await Promise.all(found);
  assert.deepEqual([first.method, second, third.method], ['POST', 2, 'POST']);
});

test('facts are those of the moment in which they are asked for', async () => {
  const { fake, connect } = open();
  const { attempts } = await connect().create(EXAMPLE);
  const told = attempts.map(({ clientRequestId }) => clientRequestId);
  assert.equal(new Set(told).size, 3);
  assert.deepEqual(
    told,
    fake.requests.map(({ headers }) => headers['client-request-id']),
  );
  const times = attempts.map(({ startedAt }) => Date.parse(startedAt));
  assert.deepEqual(times, [...times].sort());
});

/** A service whose lists are rewritten as text on their way. */
function rewritten(rewrite) {
  const service = open({ filters: 'ignored', accessPackages: [{ displayName: 'other', catalogId: CATALOG }] });
  const fetch = async (...args) => {
    const response = await service.fake.fetch(...args);
    const { status, headers } = response;
    const text = await response.text();
    return new Response(text && args[1].method === 'GET' ? rewrite(text) : text, { status, headers });
  };
  return { ...service, client: service.connect({ fetch }) };
}

for (const [what, rewrite] of [
  ['has a list of another name that is none', (text) => text.replace(/}$/, ',"accessPackages":null}')],
  ['is nested deeper than can be written', (text) => text.replace(/}$/, `,"x":${'['.repeat(2e4)}${']'.repeat(2e4)}}`)],
  ['has its list twice', (text) => text.replace(/^{/, `{"value":[{"id":"1","displayName":"${EXAMPLE.displayName}"}],`)],
]) {
  test(`a page that ${what} is read all the same`, async () => {
    const { client, posts } = rewritten(rewrite);
    assert.equal((await client.create(EXAMPLE)).outcome, 'created');
    assert.equal(posts(), 1);
  });
}
