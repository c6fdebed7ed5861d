/**
 * What a caller's functions throw or reject with may be anything: it is handed on as it is and never looked into, least of
 * all to find out whether the WebAssembly has trapped.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXAMPLE, forgetRealm, sharedState } from './consumer.mjs';
import { collect, lib, open } from './service.mjs';

/** What looked at a value, while one is there that must not be looked at. */
const looked = [];

/** A Proxy that notes and refuses each question. */
function untouchable(target) {
  const handler = new Proxy(
    {},
    {
      get: (_, trap) => () => {
        looked.push(trap);
        throw new Error(`${trap} of a caller's value`);
      },
    },
  );
  return new Proxy(target, handler);
}

function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** Properties that note and refuse that they are read. */
function guarded(target, ...names) {
  for (const name of names) {
    Object.defineProperty(target, name, {
      get() {
        looked.push(name);
        throw new Error(`${name} of a caller's value`);
      },
    });
  }
  return target;
}

const VALUES = {
  'a Proxy that answers nothing': () => untouchable({}),
  'a Proxy of an Error that answers nothing': () => untouchable(new Error('x')),
  'a Proxy that is revoked': revoked,
  'an object that does not say whether it is a trap': () => guarded({}, 'isTrap', 'message', 'cause'),
  'an object that says that it is a trap': () => ({ isTrap: true, message: 'forged', cause: 'forged' }),
  'an Error that says that it is a trap': () =>
    Object.assign(new Error('forged', { cause: 'forged' }), { isTrap: true }),
  'an object without a prototype': () => Object.create(null),
  undefined: () => undefined,
};

/** What a promise rejects with, in a list: whatever is alone in a promise is asked for its `then`. */
function rejected(promise) {
  return promise.then(
    () => assert.fail('it did not reject'),
    (reason) => [reason],
  );
}

/** Each way for a value to come in, and as what it has to come out. */
const WAYS = {
  'getToken rejects': {
    call: ({ connect }, value) => connect({ getToken: () => Promise.reject(value) }).create(EXAMPLE),
    told: ['TokenError', 'ERR_TOKEN', 'failed'],
  },
  'getToken throws': {
    call: ({ connect }, value) =>
      connect({
        getToken() {
          throw value;
        },
      }).create(EXAMPLE),
    told: ['TokenError', 'ERR_TOKEN', 'failed'],
  },
  'fetch rejects': {
    call: ({ connect, fake }, value) => connect({ fetch: onPost(fake, () => Promise.reject(value)) }).create(EXAMPLE),
    told: ['NetworkError', 'ERR_NETWORK', 'connectionLost'],
  },
  'fetch throws': {
    call: ({ connect, fake }, value) =>
      connect({
        fetch: onPost(fake, () => {
          throw value;
        }),
      }).create(EXAMPLE),
    told: ['NetworkError', 'ERR_NETWORK', 'connectionLost'],
  },
  'fetch gives an answer that breaks off': {
    call: ({ connect, fake }, value) => {
      const answer = { status: 201, headers: new Headers(), text: () => Promise.reject(value) };
      return connect({ fetch: onPost(fake, async () => answer) }).create(EXAMPLE);
    },
    told: ['NetworkError', 'ERR_NETWORK', 'connectionLost'],
  },
  'fetch gives an answer whose status throws': {
    call: ({ connect, fake }, value) => {
      const answer = {
        get status() {
          throw value;
        },
      };
      return connect({ fetch: onPost(fake, async () => answer) }).create(EXAMPLE);
    },
    told: ['NetworkError', 'ERR_NETWORK', 'connectionLost'],
  },
  'fetch rejects a delete': {
    call: ({ connect, fake }, value) =>
      connect({ fetch: () => Promise.reject(value), timeoutMs: 100 }).delete(fake.accessPackages[0].id),
    told: ['OutcomeUnknownError', 'ERR_OUTCOME_UNKNOWN', 'connectionLost'],
  },
  'fetch rejects a list': {
    call: ({ connect }, value) => {
      const { listCatalogs } = connect({ fetch: () => Promise.reject(value), timeoutMs: 900 });
      return collect(listCatalogs());
    },
    told: ['NetworkError', 'ERR_NETWORK', 'connectionLost'],
  },
  'the input throws': {
    call: ({ client }, value) =>
      client.create({
        ...EXAMPLE,
        get displayName() {
          throw value;
        },
      }),
    told: ['ValidationError', 'ERR_VALIDATION', undefined],
  },
};

/** A `fetch` whose creates end otherwise. */
const onPost = (fake, other) => (url, init) => (init.method === 'POST' ? other() : fake.fetch(url, init));

for (const [way, { call, told }] of Object.entries(WAYS)) {
  test(`${way}: a typed error with the very value as its cause, whatever it is`, async () => {
    for (const [what, make] of Object.entries(VALUES)) {
      const value = make();
      looked.length = 0;
      const service = open();
      const [error] = await rejected(call(service, value));
      assert.deepEqual([error.name, error.code, error.reason], told, what);
      assert.ok(error instanceof lib[told[0]] && lib.isAccessPackageError(error), what);
      assert.ok(error.cause === value, `${what} is the cause`);
      assert.deepEqual(looked, [], what);
      assert.equal(sharedState().instance.trap, undefined, what);
      assert.equal((await service.client.create(EXAMPLE)).outcome, 'created', what);
    }
  });
}

test('an abort ends a call with its very reason, whatever it is', async () => {
  for (const [what, make] of Object.entries(VALUES)) {
    // An abort without a reason makes one.
    if (what === 'undefined') continue;
    const value = make();
    const { connect, fake, client } = open();
    const { id } = fake.accessPackages[0];
    for (const call of [
      (client, options) => client.get(id, options),
      (client, options) => client.create(EXAMPLE, options),
      (client, options) => client.update(id, { isHidden: true }, options),
      (client, options) => client.delete(id, options),
    ]) {
      const controller = new AbortController();
      const getToken = async () => {
        controller.abort(value);
        return fake.issueToken();
      };
      const [reason] = await rejected(call(connect({ getToken }), { signal: controller.signal }));
      assert.ok(reason === value, `${what}: ${call}`);
    }
    assert.equal(sharedState().instance.trap, undefined, what);
    assert.equal((await client.create(EXAMPLE)).outcome, 'created', what);
  }
});

test('a text for a problem that cannot be had: what is thrown instead comes out as it is', async () => {
  await lib.init();
  for (const [what, make] of Object.entries(VALUES)) {
    const value = make();
    const message = () => {
      throw value;
    };
    let thrown;
    try {
      lib.validateAccessPackage({}, { message });
    } catch (reason) {
      thrown = [reason];
    }
    assert.ok(thrown?.[0] === value, what);
  }
});

test('a job whose tokens end waits for somebody who signs in, whatever the callback rejects with', async () => {
  for (const [what, make] of Object.entries(VALUES)) {
    const { connect, fake } = open();
    let give = async () => fake.issueToken();
    const client = connect({ getToken: () => give() });
    const rows = [1, 2].map((at) => ({ ...EXAMPLE, displayName: `row ${at}` }));
    const plan = await client.plan(rows);
    give = () => Promise.reject(make());
    const job = client.apply(plan);
    for await (const event of job) {
      if (event.type !== 'state' || event.state !== 'paused') continue;
      assert.equal(event.reason, 'tokenFailed', what);
      give = async () => fake.issueToken();
      job.resume();
    }
    assert.equal((await job.report).counts.created, 2, what);
  }
});

test('whatever a listener throws, the call goes on', async () => {
  for (const make of Object.values(VALUES)) {
    const value = make();
    looked.length = 0;
    const onEvent = () => {
      throw value;
    };
    assert.equal((await open().connect({ onEvent }).create(EXAMPLE)).outcome, 'created');
    assert.deepEqual(looked, []);
  }
});

test('a source of the WebAssembly that rejects: a LoadError with the very value as its cause', async () => {
  for (const [what, make] of Object.entries(VALUES)) {
    const value = make();
    looked.length = 0;
    forgetRealm();
    const [error] = await rejected(lib.init(Promise.reject(value)));
    assert.deepEqual([error.code, error.reason], ['ERR_LOAD', 'network'], what);
    assert.ok(error.cause === value, what);
    assert.deepEqual(looked, [], what);
    assert.equal((await open().client.create(EXAMPLE)).outcome, 'created', what);
  }
});
