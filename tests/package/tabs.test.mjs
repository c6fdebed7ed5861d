/** The same create in two tabs: Web Locks bring them together, and a note tells the second what the first did. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { EXAMPLE, makeConsumer, rejection } from './consumer.mjs';
import { never, open, stepOf, until } from './service.mjs';
import { Locks, openTab } from './tabs.mjs';

let installed;

before(async () => {
  ({ installed } = await makeConsumer());
});

/** A service where names may repeat, and two tabs with a client each. */
async function twoTabs(options = {}, navigator = { locks: new Locks(), onLine: true }, more = {}) {
  const service = open({ nameUniqueness: 'none', ...options });
  const { graphRoot, fetch } = service.fake;
  const tab = async (clientId) => {
    const locks = navigator?.locks?.of?.(clientId) ?? navigator?.locks;
    const lib = await openTab(installed, { navigator: navigator && { ...navigator, locks }, fetch, ...more });
    await lib.init();
    const make = (more) =>
      lib.createAccessPackageClient({ token: service.fake.issueToken(), graphRoot, settleMs: 2_000, ...more });
    return { lib, make, client: make() };
  };
  return { ...service, locks: navigator?.locks, tab, first: await tab('first'), second: await tab('second') };
}

/** So many creates wait for the one that is in the room. */
const waitingAre = (locks, count) => until(async () => (await locks.query()).pending.length === count);

test('at the same time: one create, and both tabs get the same package', async () => {
  const { first, second, posts, named } = await twoTabs();
  const events = [];
  const [one, two] = await Promise.all([
    first.client.create(EXAMPLE),
    second.client.create(EXAMPLE, { onEvent: (event) => events.push(stepOf(event)) }),
  ]);
  assert.deepEqual([one.outcome, two.outcome], ['created', 'created']);
  assert.equal(one.accessPackage.id, two.accessPackage.id);
  assert.deepEqual([posts(), named(EXAMPLE.displayName).length], [1, 1]);
  assert.deepEqual(events, ['queued', 'created']);
});

test('at the same time with other content: the second is a conflict with what the first made', async () => {
  const { first, second, posts } = await twoTabs();
  const [one, error] = await Promise.all([
    first.client.create(EXAMPLE),
    rejection(second.client.create({ ...EXAMPLE, description: 'other' })),
  ]);
  assert.deepEqual([error.code, error.existing.id, posts()], ['ERR_CONFLICT', one.accessPackage.id, 1]);
});

test('a tab that is closed in the middle: the other settles what that may have made before it sends', async () => {
  // What is sent is carried out late, or was not sent at all.
  for (const [delayMs, outcome] of [
    [600, 'ERR_CONFLICT'],
    [undefined, 'created'],
  ]) {
    const { fake, first, second, locks, posts, named } = await twoTabs({ replicationLagMs: 400 });
    if (delayMs !== undefined) fake.fail({ delayMs });
    const dying =
      delayMs === undefined ? first.make({ token: undefined, getToken: never, timeoutMs: 8_000 }) : first.client;
    dying.create(EXAMPLE).catch(() => {});
    await until(async () => (await locks.query()).held.length === 1 && (delayMs === undefined || posts() === 1));
    const waiting = second.client.create(EXAMPLE).catch((error) => error);
    await until(async () => (await locks.query()).pending.length === 1);
    locks.close('first');
    const end = await waiting;
    const { id } = end.accessPackage ?? end.existing;
    assert.deepEqual([end.outcome ?? end.code, named(EXAMPLE.displayName).map((each) => each.id)], [outcome, [id]]);
    assert.equal(posts(), 1);
  }
});

test('the second of three tabs, which had waited, is closed too: the third settles what that may have made', async () => {
  const { fake, tab, first, second, locks, posts, named } = await twoTabs({ replicationLagMs: 400 });
  const third = await tab('third');
  let refuse;
  const getToken = () => new Promise((_, reject) => (refuse = reject));
  const failing = rejection(first.make({ token: undefined, getToken }).create(EXAMPLE));
  await until(() => refuse);
  fake.fail({ delayMs: 600 });
  second.client.create(EXAMPLE).catch(() => {});
  await waitingAre(locks, 1);
  const waiting = rejection(third.client.create(EXAMPLE));
  await waitingAre(locks, 2);
  refuse(new Error('no token'));
  await failing;
  await until(() => posts() === 1);
  locks.close('second');
  const { code, existing } = await waiting;
  assert.deepEqual([code, named(EXAMPLE.displayName).map(({ id }) => id)], ['ERR_CONFLICT', [existing.id]]);
  assert.equal(posts(), 1);
});

test('who gives up while it settles what a closed tab left: the next one settles it, in whatever tab', async () => {
  for (const isSameTab of [false, true]) {
    const { fake, tab, first, second, locks, posts, named } = await twoTabs({ replicationLagMs: 400 });
    const third = isSameTab ? second : await tab('third');
    fake.fail({ delayMs: 1_200 });
    first.client.create(EXAMPLE).catch(() => {});
    await until(() => posts() === 1);
    const controller = new AbortController();
    let settles;
    const onEvent = (event) => (settles ||= stepOf(event) === 'waiting ambiguous');
    const giving = rejection(second.client.create(EXAMPLE, { signal: controller.signal, onEvent }));
    await waitingAre(locks, 1);
    locks.close('first');
    await until(() => settles);
    // It came when the first was gone.
    const next = rejection(third.client.create(EXAMPLE));
    if (!isSameTab) await waitingAre(locks, 1);
    controller.abort('enough');
    assert.equal(await giving, 'enough');
    const { code, existing } = await next;
    assert.deepEqual([code, named(EXAMPLE.displayName).map(({ id }) => id)], ['ERR_CONFLICT', [existing?.id]]);
    assert.equal(posts(), 1);
  }
});

test('the third hears of what the second made behind a closed tab, also where nothing is expected to appear late', async () => {
  const { tab, first, second, locks, posts, named } = await twoTabs({ replicationLagMs: 400 });
  const third = await tab('third');
  first
    .make({ token: undefined, getToken: never })
    .create(EXAMPLE)
    .catch(() => {});
  await until(async () => (await locks.query()).held.length === 1);
  const create = ({ make }) => make({ settleMs: 0 }).create(EXAMPLE, { verify: false });
  const one = create(second);
  await waitingAre(locks, 1);
  const two = create(third);
  await waitingAre(locks, 2);
  locks.close('first');
  const [{ accessPackage }, other] = await Promise.all([one, two]);
  assert.deepEqual([other.accessPackage.id, posts()], [accessPackage.id, 1]);
  assert.equal(named(EXAMPLE.displayName).length, 1);
});

test('a tab that leaves without having made anything says so: the other does not wait for what will not come', async () => {
  const { first, second, locks, posts } = await twoTabs();
  let refuse;
  const getToken = () => new Promise((_, reject) => (refuse = reject));
  const failing = rejection(first.make({ token: undefined, getToken }).create(EXAMPLE));
  await until(() => refuse);
  const events = [];
  const waiting = second.client.create(EXAMPLE, { onEvent: (event) => events.push(stepOf(event)) });
  await until(async () => (await locks.query()).pending.length === 1);
  refuse(new Error('no token'));
  assert.deepEqual([(await failing).code, (await waiting).outcome, posts()], ['ERR_TOKEN', 'created', 1]);
  assert.ok(!events.some((event) => event.includes('waiting')), events.join());
});

test('the second just after the first, before the service shows it: a conflict with it, nothing is sent', async () => {
  const { first, second, locks, posts } = await twoTabs({ replicationLagMs: 400 });
  // With the look behind it, it would end when the service shows what it made.
  const one = await first.client.create(EXAMPLE, { verify: false });
  await until(async () => (await locks.query()).held.every(({ name }) => name.includes('"made"')));
  const error = await rejection(second.client.create(EXAMPLE));
  assert.deepEqual([error.code, error.existing?.id, posts()], ['ERR_CONFLICT', one.accessPackage.id, 1]);
});

test('the first gave up in doubt: the second finds what it made late, and sends nothing', async () => {
  const { fake, first, second, posts, named } = await twoTabs();
  fake.fail({ delivery: 'hang', commit: { afterMs: 300 } });
  const controller = new AbortController();
  const one = first.client.create(EXAMPLE, { signal: controller.signal });
  const two = second.client.create(EXAMPLE);
  await until(() => posts() === 1);
  controller.abort();
  assert.equal((await rejection(one)).code, 'ERR_OUTCOME_UNKNOWN');
  assert.equal((await two).outcome, 'adopted');
  assert.deepEqual([posts(), named(EXAMPLE.displayName).length], [1, 1]);
});

test('who waits for another tab may give up', async () => {
  const { first, second, locks } = await twoTabs();
  const holding = new AbortController();
  const one = first.make({ token: undefined, getToken: never }).create(EXAMPLE, { signal: holding.signal });
  const controller = new AbortController();
  const two = second.client.create(EXAMPLE, { signal: controller.signal });
  await until(async () => (await locks.query()).pending.length === 1);
  setTimeout(() => controller.abort('enough'), 5);
  assert.equal(await rejection(two), 'enough');
  const late = await rejection(second.client.create(EXAMPLE, { timeoutMs: 20 }));
  assert.deepEqual([late.code, late.reason], ['ERR_NETWORK', 'timedOut']);
  holding.abort();
  await rejection(one);
  assert.equal((await second.client.create(EXAMPLE)).outcome, 'created');
});

test('who gives up before the browser has answered does not keep the lock', async () => {
  const { first, second, locks } = await twoTabs({}, { locks: new Locks(40), onLine: true });
  const controller = new AbortController();
  const call = first.client.create(EXAMPLE, { signal: controller.signal });
  setTimeout(() => controller.abort('enough'), 5);
  assert.equal(await rejection(call), 'enough');
  assert.equal((await second.client.create(EXAMPLE, { timeoutMs: 10_000 })).outcome, 'created');
  // What is held in the end is a note.
  await until(async () => (await locks.query()).held.every(({ name }) => name.includes('"made"')));
});

test('the note for other tabs tells what was asked for and made, and no token; the room is left', async () => {
  const { first, locks } = await twoTabs();
  const { accessPackage } = await first.client.create(EXAMPLE);
  await until(async () => (await locks.query()).held.every(({ name }) => name.includes(accessPackage.id)));
  const { held, pending } = await locks.query();
  assert.deepEqual([held.length, pending], [1, []]);
  assert.match(held[0].name, /^entra-access-packages "https:\/\/graph-\d+\.example\/66584aae/);
  assert.doesNotMatch(held[0].name, /Bearer|eyJ/);
});

test('a name with a line break is not taken for a note of the name before it', async () => {
  const { first, second, locks, named } = await twoTabs({ replicationLagMs: 400 });
  const [short, long] = ['a', 'a\n2025 and more'];
  // With the look behind them, they would end when the service shows what they made.
  await Promise.all([
    first.client.create({ ...EXAMPLE, displayName: long }, { verify: false }),
    second.client.create({ ...EXAMPLE, displayName: short }, { verify: false }),
  ]);
  await until(async () => (await locks.query()).held.every(({ name }) => name.includes('"made"')));
  assert.equal(
    (await first.client.create({ ...EXAMPLE, displayName: short }, { ifExists: 'return' })).outcome,
    'existing',
  );
  assert.deepEqual([named(short).length, named(long).length], [1, 1]);
  await until(async () => (await locks.query()).held.every(({ name }) => name.includes('"made"')));
});

test('a note that is none of ours is none, and its room is left', async () => {
  const { first, locks } = await twoTabs();
  await first.client.create(EXAMPLE);
  const { held } = await locks.query();
  const room = held[0].name.split('\n')[0];
  locks.request(`${room}\n9999999999999999{`, {}, () => new Promise(() => {}));
  assert.equal((await first.client.create(EXAMPLE, { ifExists: 'return' })).outcome, 'existing');
  assert.equal((await first.client.create(EXAMPLE, { ifExists: 'return' })).outcome, 'existing');
});

test('on a server with Web Locks, none is held when the create is done: it would keep the process alive', async () => {
  const { first, locks } = await twoTabs({}, undefined, { process: { versions: { node: '24.0.0' } } });
  assert.equal((await first.client.create(EXAMPLE)).outcome, 'created');
  await until(async () => (await locks.query()).held.length === 0);
});

test('what was deleted in this tab may be made again in it', async () => {
  const { first } = await twoTabs();
  const client = first.make({ settleMs: 60_000 });
  const { accessPackage } = await client.create(EXAMPLE);
  await client.delete(accessPackage.id);
  const began = Date.now();
  assert.equal((await client.create(EXAMPLE)).outcome, 'created');
  assert.ok(Date.now() - began < 20_000);
});

for (const [what, navigator] of [
  ['a browser without them', { onLine: true }],
  ['a page without a navigator', undefined],
  [
    'a page that is not given them',
    {
      locks: {
        request: () => Promise.reject(new DOMException('not here', 'SecurityError')),
        query: () => Promise.reject(new DOMException('not here', 'SecurityError')),
      },
    },
  ],
]) {
  test(`without Web Locks a create goes on alone: ${what}`, async () => {
    const { first, posts } = await twoTabs({}, navigator);
    const [one, two] = await Promise.all([first.client.create(EXAMPLE), first.client.create(EXAMPLE)]);
    assert.equal(one.accessPackage.id, two.accessPackage.id, 'within the page they are shared all the same');
    assert.equal(posts(), 1);
  });
}
