import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { example, guid, open, sales } from './support.mjs';

const create = (call, sent) => call('POST', 'accessPackages', { json: example, ...sent });
const isThere = (fake) => fake.accessPackages.some((each) => each.displayName === example.displayName);
const failedToFetch = { name: 'TypeError', message: 'Failed to fetch' };

test('an answer in place of the service: nothing is committed, and the next request is served', async () => {
  const { fake, call } = open();
  fake.fail({ answer: { status: 503 } });
  const { status, json, headers } = await create(call);
  assert.deepEqual([status, json.error.code], [503, 'ServiceUnavailable']);
  assert.equal(json.error.innerError['request-id'], headers.get('request-id'));
  assert.equal(isThere(fake), false);
  assert.equal((await create(call)).status, 201);
});

test('an answer after the commit: the caller sees a failure of what was done', async () => {
  const { fake, call } = open();
  fake.fail({ answer: { status: 504 }, commit: 'before' });
  assert.equal((await create(call)).status, 504);
  assert.equal(isThere(fake), true);
  assert.equal((await create(call)).status, 409);
});

test('a commit that comes later than the failure', async () => {
  const { fake, call } = open();
  fake.fail({ answer: { status: 502 }, commit: { afterMs: 30 } });
  assert.equal((await create(call)).status, 502);
  assert.equal(isThere(fake), false);
  await sleep(80);
  assert.equal(isThere(fake), true);
});

test('a reset forgets the commits that are due and drops the requests that wait', async () => {
  const { fake, call } = open();
  fake.fail({ answer: { status: 502 }, commit: { afterMs: 20 } });
  await create(call);
  fake.fail({ delayMs: 20 });
  const waiting = create(call);
  await sleep(1);
  fake.reset();
  await assert.rejects(waiting, failedToFetch);
  await sleep(60);
  assert.equal(isThere(fake), false);
});

test('faults that are taken back strike nothing any more, and what has begun comes to its end', async () => {
  const { fake, call } = open();
  fake.fail({ answer: { status: 502 }, commit: { afterMs: 20 } });
  fake.fail({ answer: { status: 503 }, times: Infinity });
  fake.fail({ answer: { status: 418 }, match: { path: 'catalogs' }, times: 2 });
  fake.fail({ answer: { status: 504 }, delayMs: 20, match: { path: 'accessPackages', method: 'GET' } });
  assert.equal((await create(call)).status, 502);
  assert.equal((await call('GET', 'catalogs')).status, 418);
  const struck = call('GET', 'accessPackages');
  while (fake.requests.length < 3) await sleep(1);
  fake.clearFaults();
  assert.equal((await struck).status, 504);
  assert.equal((await call('GET', 'catalogs')).status, 200);
  while (!isThere(fake)) await sleep(5);
  assert.equal((await create(call)).status, 409, 'the packages, and the commit that was due, are still there');
  assert.equal(fake.requests.length, 5);
  fake.fail({ answer: { status: 503 } });
  assert.equal((await create(call)).status, 503, 'later faults strike');
});

for (const [commit, expected] of [
  ['never', false],
  ['before', true],
]) {
  test(`a reset with commit ${commit} rejects as fetch does`, async () => {
    const { fake, call } = open();
    fake.fail({ delivery: 'reset', commit });
    await assert.rejects(create(call), failedToFetch);
    assert.equal(isThere(fake), expected);
    assert.equal(fake.requests.at(-1).status, 'reset');
  });
}

test('a hang settles only when the signal is aborted', async () => {
  const { fake, call } = open();
  fake.fail({ delivery: 'hang', commit: 'before' });
  const controller = new AbortController();
  const waiting = create(call, { signal: controller.signal });
  assert.equal(await Promise.race([waiting, sleep(30, 'waiting')]), 'waiting');
  controller.abort('enough');
  await assert.rejects(waiting, (reason) => reason === 'enough');
  assert.equal(isThere(fake), true);
  assert.equal(fake.requests.at(-1).status, 'pending');
});

test('an answer without CORS headers is a network failure to a page, and an answer to the service', async () => {
  const { fake, call } = open();
  fake.fail({ delivery: 'withoutCors', times: 2 });
  await assert.rejects(create(call), failedToFetch);
  assert.equal(isThere(fake), true);
  assert.equal(fake.requests.at(-1).status, 201);
  const { url } = fake.requests.at(-1);
  const response = await fake.handle(new Request(url, { method: 'POST' }));
  assert.equal(response.headers.has('Access-Control-Allow-Origin'), false);
});

test('a cut body fails while it is read, after the commit', async () => {
  const { fake } = open();
  fake.fail({ delivery: 'cut' });
  const response = await post(fake);
  assert.equal(response.status, 201);
  await assert.rejects(response.text(), TypeError);
  assert.equal(isThere(fake), true);
});

test('a stalled body gives half, and fails with the reason of an abort', async () => {
  const { fake } = open();
  fake.fail({ delivery: 'stall' });
  const controller = new AbortController();
  const response = await post(fake, controller.signal);
  const reading = response.text();
  assert.equal(await Promise.race([reading, sleep(30, 'waiting')]), 'waiting');
  controller.abort(new Error('enough'));
  await assert.rejects(reading, /enough/);
});

function post(fake, signal) {
  return fake.fetch(`${fake.graphRoot}/v1.0/identityGovernance/entitlementManagement/accessPackages`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${fake.issueToken()}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(example),
    signal,
  });
}

test('429 has the documented body, and Retry-After in whatever form is asked for', async () => {
  for (const [retryAfter, seen] of [
    [undefined, null],
    [7, '7'],
    ['soon', 'soon'],
    ['', ''],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 'Wed, 21 Oct 2026 07:28:00 GMT'],
    [['1', '120'], '1, 120'],
  ]) {
    const { fake, call } = open();
    fake.fail({ answer: { status: 429, retryAfter } });
    const { status, headers, json } = await create(call);
    assert.equal(status, 429);
    assert.equal(headers.get('Retry-After'), seen);
    assert.equal(json.error.code, 'TooManyRequests');
    assert.deepEqual([json.error.innerError.code, json.error.innerError.status], ['429', '429']);
  }
});

const bodies = [
  [
    'HTML',
    { status: 502, body: '<h1>Bad gateway</h1>', contentType: 'text/html' },
    '<h1>Bad gateway</h1>',
    'text/html',
  ],
  ['nothing', { status: 504, body: null }, '', null],
  ['empty text', { status: 500, body: '' }, '', /^application\/json/],
  ['an object', { status: 400, body: { error: { code: '' } } }, '{"error":{"code":""}}', /^application\/json/],
];
for (const [what, answer, text, type] of bodies) {
  test(`a fault may answer with ${what}`, async () => {
    const { fake, call } = open();
    fake.fail({ answer });
    const seen = await create(call);
    assert.deepEqual([seen.status, seen.text], [answer.status, text]);
    const contentType = seen.headers.get('Content-Type');
    if (type instanceof RegExp) assert.match(contentType, type);
    else assert.equal(contentType, type);
  });
}

test('a success status with a commit keeps the body of the service, also under another content type', async () => {
  const { fake, call } = open();
  fake.fail({ answer: { status: 201, contentType: 'text/plain' }, commit: 'before' });
  const { headers, text } = await create(call);
  assert.equal(headers.get('Content-Type'), 'text/plain');
  assert.equal(JSON.parse(text).id, fake.accessPackages.at(-1).id);
});

test('code, message, innerError and headers can be chosen, and headers left out', async () => {
  const { fake, call } = open();
  const challenge = 'Bearer error="insufficient_claims", claims="e30="';
  fake.fail({
    answer: {
      status: 401,
      code: 'InvalidAuthenticationToken',
      message: 'Continuous access evaluation',
      innerError: { code: 'TokenIssuedBeforeRevocationTimestamp' },
      headers: { 'WWW-Authenticate': challenge, 'request-id': null },
    },
  });
  const { headers, json } = await create(call);
  assert.equal(headers.get('WWW-Authenticate'), challenge);
  assert.equal(headers.get('request-id'), null);
  assert.match(json.error.innerError['request-id'], guid);
  assert.equal(json.error.innerError.code, 'TokenIssuedBeforeRevocationTimestamp');
  assert.equal(json.error.message, 'Continuous access evaluation');
});

test('delays hold back the work, or only its answer', async () => {
  const { fake, call } = open();
  fake.fail({ delayMs: 40 });
  fake.fail({ answerDelayMs: 40, match: { method: 'PATCH', path: 'accessPackages/*' } });
  const late = create(call);
  await sleep(10);
  assert.equal(isThere(fake), false);
  const { json } = await late;
  assert.equal(isThere(fake), true);
  const changing = call('PATCH', `accessPackages/${json.id}`, { json: { displayName: 'changed' } });
  await sleep(10);
  assert.equal(isThere(fake), false);
  assert.equal((await changing).status, 204);
});

for (const delivery of ['reset', 'streamReset', 'hang']) {
  test(`a commit may come after the failure that is a ${delivery}`, async () => {
    const { fake, call } = open();
    fake.fail({ delivery, commit: { afterMs: 250 } });
    const signal = AbortSignal.timeout(20);
    await assert.rejects(create(call, { signal }));
    assert.equal(isThere(fake), false);
    assert.equal('created' in fake.requests[0], false);
    while (!isThere(fake)) await sleep(5);
    assert.equal(fake.requests[0].created, fake.accessPackages.at(-1).id);
    assert.equal(fake.requests[0].status, delivery === 'hang' ? 'pending' : 'reset');
  });
}

test('the record tells which request made a package, whatever its caller was told', async () => {
  const { fake, call } = open();
  const change = { displayName: 'changed' };
  await call('GET', 'catalogs');
  fake.fail({ answer: { status: 504 }, commit: 'before' });
  await create(call);
  await create(call);
  fake.fail({ answer: { status: 429, retryAfter: 2 }, commit: 'before' });
  await create(call, { json: { ...example, ...change } });
  const [first, second] = fake.accessPackages.slice(-2).map(({ id }) => id);
  await call('PATCH', `accessPackages/${first}`, { json: { description: 'x' } });
  assert.deepEqual(
    fake.requests.map(({ status, created }) => [status, created]),
    [
      [200, undefined],
      [504, first],
      [409, undefined],
      [429, second],
      [204, undefined],
    ],
  );
});

test('a fault finds requests by name, by body and by query', async () => {
  const { fake, call } = open();
  const post = (displayName) =>
    create(call, { json: { ...example, displayName, description: `about "${displayName}"` } });
  const look = (query) => call('GET', `accessPackages?${query}`);
  const status = async (answer) => (await answer).status;
  fake.fail({ answer: { status: 500 }, match: { name: 'reps' } });
  fake.fail({ answer: { status: 501 }, match: { method: 'POST', body: 'about \\"owners' } });
  fake.fail({ answer: { status: 502 }, match: { body: /"displayName":"MANAGERS"/gi } });
  fake.fail({ answer: { status: 503 }, match: { method: 'GET', query: /displayName eq 'O''Brien & co'/y }, times: 2 });
  fake.fail({ answer: { status: 504 }, match: { method: 'GET', query: "$filter=displayName eq 'O''Brien & co'" } });
  fake.fail({ answer: { status: 505 }, match: { query: /^$/, method: 'GET' } });

  assert.equal(await status(post('sales reps')), 201);
  assert.equal(await status(post('reps')), 500);
  assert.equal(await status(post('reps')), 201);
  assert.equal(await status(post('owners')), 501);
  assert.equal(await status(post('managers')), 502);
  const query = `$top=1&${new URLSearchParams({ $filter: "displayName eq 'O''Brien & co'" })}`;
  assert.equal(await status(look('$top=1')), 200);
  assert.equal(await status(look(query)), 503);
  assert.equal(await status(look(query.replaceAll('+', '%20'))), 503);
  assert.equal(await status(look(query)), 504);
  assert.equal(await status(look('')), 505);
  assert.equal(await status(look(query)), 200);
});

test('a body that is no JSON has no name, and strikes only by its text', async () => {
  const { fake, call } = open();
  fake.fail({ answer: { status: 500 }, match: { name: '{' } });
  fake.fail({ answer: { status: 501 }, match: { body: '{' } });
  assert.equal((await call('POST', 'accessPackages', { text: '{' })).status, 501);
});

test('a fault strikes only what it matches, as often as it says, in the order of the queue', async () => {
  const { fake, call } = open();
  const status = async (method, path) => (await call(method, path)).status;
  fake.fail({ answer: { status: 500 }, match: { method: 'get', path: 'catalogs' }, times: 2 });
  fake.fail({ answer: { status: 501 }, match: { path: /CATALOGS\/[^/]+$/gi }, times: Infinity });
  fake.fail({ answer: { status: 502 }, match: { path: '/v1.0/identityGovernance/*/catalogs' } });
  assert.equal(await status('GET', 'accessPackages'), 200);
  assert.equal(await status('GET', `catalogs/${sales}`), 501);
  assert.equal(await status('GET', `catalogs/${sales}`), 501);
  assert.equal(await status('GET', 'catalogs'), 500);
  assert.equal(await status('GET', 'catalogs'), 500);
  assert.equal(await status('GET', 'catalogs'), 502);
  assert.equal(await status('GET', 'catalogs'), 200);
});

test('a fault with a commit does not make the service accept what it refuses', async () => {
  const { fake, call } = open();
  fake.fail({ answer: { status: 504 }, commit: 'before' });
  assert.equal((await create(call, { token: 'unknown' })).status, 504);
  assert.equal(isThere(fake), false);
});

const wrong = [
  [undefined, /a fault must be an object/],
  [{ status: 503 }, /a fault has no property "status"/],
  [{ answer: {} }, /"answer.status" must be from 200 to 599/],
  [{ answer: { status: 199 } }, /"answer.status"/],
  [{ answer: { status: 500, retryafter: 1 } }, /"answer" has no property "retryafter"/],
  [{ answer: { status: 500, headers: { 'a b': 'x' } } }, /a b/],
  [{ answer: { status: 500, body: { n: 1n } } }, /BigInt/],
  [{ delivery: 'lost' }, /"delivery" must be one of/],
  [{ delivery: 'reset', answer: { status: 500 } }, /takes no "answer"/],
  [{ commit: 'never' }, /"commit" needs an "answer"/],
  [{ delivery: 'cut', commit: { afterMs: 1 } }, /"commit" needs an "answer"/],
  [{ delivery: 'reset', commit: 'after' }, /"commit" must be/],
  [{ delivery: 'reset', commit: { afterMs: '1' } }, /"commit.afterMs" must be/],
  [{ times: 0 }, /"times" must be/],
  [{ delayMs: -1 }, /"delayMs" must be/],
  [{ answerDelayMs: 2 ** 31 }, /"answerDelayMs" must be/],
  [{ match: { url: 'x' } }, /"match" has no property "url"/],
  [{ match: { path: 7 } }, /"match.path" must be/],
  [{ match: { query: 7 } }, /"match.query" must be a string or a RegExp/],
  [{ match: { body: null } }, /"match.body" must be a string or a RegExp/],
  [{ match: { name: /x/ } }, /"match.name" must be a string/],
  [{ match: { method: 7 } }, /"match.method" must be a string/],
  [{ delivery: 'streamReset', answer: { status: 500 } }, /takes no "answer"/],
  [{ delivery: 'reset', commit: { aftrMs: 1 } }, /"commit" has no property "aftrMs"/],
];
for (const [fault, message] of wrong) {
  test(`a wrong fault is a TypeError: ${message.source}`, () => {
    assert.throws(() => open().fake.fail(fault), { name: 'TypeError', message });
  });
}

test('headers and bodies that no answer can carry are refused where the fault is queued', () => {
  const { fake } = open();
  for (const answer of [
    { status: 429, headers: { 'Retry-After': 5 } },
    { status: 429, headers: { 'X-A': 'a\u0001b' } },
    { status: 429, headers: { 'X-A': ['a', 'b\n'] } },
    { status: 429, headers: { 'Transfer-Encoding': 'chunked' } },
    { status: 429, retryAfter: 'a\r\nb' },
    { status: 429, code: 5 },
    { status: 429, body: () => 1 },
  ]) {
    assert.throws(() => fake.fail({ answer }), TypeError, JSON.stringify(answer));
  }
});
