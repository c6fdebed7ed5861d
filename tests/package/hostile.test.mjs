/** A `fetch` that misbehaves, and answers that nobody should be able to make: the truth all the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXAMPLE, rejection } from './consumer.mjs';
import { lib, open, until } from './service.mjs';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const headers = new Headers();

const HOSTILE = {
  'rejects with nothing': () => Promise.reject(),
  'throws text': () => {
    throw 'text';
  },
  'gives nothing': async () => undefined,
  'gives something else': async () => ({ ok: true }),
  'has a body that is not text': async () => ({ status: 201, headers, text: async () => 7 }),
  'has no text at all': async () => ({ status: 201, headers }),
  'has a status that wraps around to 201': async () => ({ status: 65_737, headers, text: async () => '{"id":"1"}' }),
  'has a status between two': async () => ({ status: 201.5, headers, text: async () => '{"id":"1"}' }),
  'has a status that throws': async () => ({
    get status() {
      throw new Error('status');
    },
    headers,
    text: async () => '',
  }),
  'has a status that is none': async () => ({ status: Number.NaN, headers, text: async () => '' }),
  'has headers that throw': async () => ({
    status: 201,
    headers: { get: () => assert.fail('get') },
    text: async () => '{}',
  }),
  'has headers that are not text': async () => ({ status: 201, headers: { get: () => 7 }, text: async () => '{}' }),
  'is redirected': async () => ({ status: 404, redirected: true, headers, text: async () => '{}' }),
  'shows a redirect': async () => ({ status: 303, headers, text: async () => '' }),
  'has a body that is not JSON': async () => new Response('{"id":', { status: 201, headers: JSON_TYPE }),
  'has a body of the wrong type': async () => new Response('{"id":"1"}', { status: 201 }),
  'has half a character in its body': async () => ({ status: 201, headers, text: async () => '"\ud83d"' }),
  'has a body that no memory should hold': async () =>
    new Response(`{"id":"1","x":"${'x'.repeat(9 * 2 ** 20)}"}`, { status: 201, headers: JSON_TYPE }),
  'nests without end': async () =>
    new Response(`${'['.repeat(50_000)}${']'.repeat(50_000)}`, { status: 201, headers: JSON_TYPE }),
};

for (const [name, answer] of Object.entries(HOSTILE)) {
  test(`a fetch that ${name} cannot hide that a create was done, nor that it was not`, async () => {
    for (const done of [true, false]) {
      const { fake, connect, posts, named } = open();
      let hostile = true;
      const fetch = async (url, init) => {
        if (init.method !== 'POST' || !hostile) return fake.fetch(url, init);
        if (done) await fake.fetch(url, init);
        hostile = false;
        return answer();
      };
      const { outcome } = await connect({ fetch }).create(EXAMPLE);
      assert.equal(outcome, done ? 'adopted' : 'created');
      assert.deepEqual([posts(), named(EXAMPLE.displayName).length], [1, 1]);
    }
  });
}

test('a fetch that misbehaves for good leaves a create unknown, with a ticket', async () => {
  for (const [name, fetch] of Object.entries(HOSTILE)) {
    const { connect } = open();
    const error = await rejection(connect({ fetch, timeoutMs: 150 }).create(EXAMPLE, { verify: false }));
    assert.equal(error.code, 'ERR_OUTCOME_UNKNOWN', `${name}: ${error}`);
    assert.deepEqual(error.ticket.input, EXAMPLE);
  }
});

test('text of Graph is told as it is, and runs nothing', async () => {
  const message = '</script><img src=x onerror=alert(1)> \u202e "quoted" \u0000';
  const { fake, client } = open();
  fake.fail({ answer: { status: 400, code: '<b>', message } });
  const error = await rejection(client.create(EXAMPLE));
  assert.deepEqual([error.graphCode, error.graphMessage], ['<b>', message]);
});

test('a package that says `__proto__` or `constructor` is none of them', async () => {
  const body = `{"id":"1","displayName":"${EXAMPLE.displayName}","__proto__":{"polluted":1},"constructor":7}`;
  const { fake, client } = open();
  fake.fail({ answer: { status: 201, body } });
  const { accessPackage } = await client.create(EXAMPLE);
  assert.deepEqual(accessPackage, { id: '1', displayName: EXAMPLE.displayName });
  assert.equal({}.polluted, undefined);
});

test('errors of ours are told from others, also made by another copy', () => {
  const { isAccessPackageError, GraphError } = lib;
  const error = new GraphError({ message: 'x', answer: { status: 400 } });
  assert.ok(isAccessPackageError(error));
  const hostile = new Proxy(error, { get: () => assert.fail('get') });
  for (const other of [undefined, null, {}, new Error('x'), { code: 'ERR_GRAPH', name: 'GraphError' }, hostile]) {
    assert.equal(isAccessPackageError(other), false);
  }
});

test('many creates at once do not meet', async () => {
  const { client, fake } = open();
  const names = Array.from({ length: 200 }, (_, at) => `name ${at}`);
  const results = await Promise.all(names.map((displayName) => client.create({ ...EXAMPLE, displayName })));
  assert.deepEqual(
    results.map(({ accessPackage }) => accessPackage.displayName),
    names,
  );
  await until(() => fake.requests.length === 600);
});
