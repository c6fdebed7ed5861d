/**
 * The two worst cases, for the published clients and for ours: the service creates the package, and then answers 504.
 *
 * What the others do is asserted too, so that "they do, we don't" cannot become untrue unnoticed.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAccessPackageClient } from 'entra-access-packages';
import { serveFakeGraph } from 'entra-access-packages/testing';
import { PEERS } from './peers.mjs';

const INPUT = {
  displayName: 'sales reps',
  description: 'outside sales representatives',
  isHidden: false,
  catalog: { id: '66584aae-98bb-48cc-9458-7bee5d2a6577' },
};

/** Runs a create whose first answer gets lost after the work was done, and tells what the service saw and holds. */
async function loseAnswer(nameUniqueness, create) {
  const server = await serveFakeGraph({ nameUniqueness });
  server.fake.fail({ answer: { status: 504 }, commit: 'before' });
  try {
    const to = { origin: server.origin, token: server.fake.issueToken() };
    const [ending] = await Promise.allSettled([create(to, INPUT)]);
    const { requests, accessPackages } = server.fake;
    return {
      ending,
      posts: requests.filter(({ method }) => method === 'POST').map(({ status }) => status),
      ids: accessPackages.filter(({ displayName }) => displayName === INPUT.displayName).map(({ id }) => id),
    };
  } finally {
    await server.close();
  }
}

/** Ours. */
const create = async ({ origin, token }, input) =>
  createAccessPackageClient({ graphRoot: origin, token, settleMs: 1_000 }).create(input);

// The waits are the peers' own, a few seconds each: all of them run at once.
describe('names may repeat: made twice by', { concurrency: true }, () => {
  for (const { name, retries, create } of PEERS) {
    test(`${name}, ${retries}`, async () => {
      const { ending, posts, ids } = await loseAnswer('none', create);
      assert.deepEqual(posts, [504, 201]);
      assert.equal(ids.length, 2, 'two packages');
      assert.equal(ending.status, 'fulfilled', 'and the caller is told of success');
      assert.ok(ids.includes(ending.value), 'with one id');
    });
  }
});

describe('names are unique: its own package is called a conflict by', { concurrency: true }, () => {
  for (const { name, retries, create, statusOf } of PEERS) {
    test(`${name}, ${retries}`, async () => {
      const { ending, posts, ids } = await loseAnswer('caseInsensitive', create);
      assert.deepEqual(posts, [504, 409]);
      assert.equal(ids.length, 1, 'the package is there');
      assert.equal(ending.status, 'rejected', 'and the caller is told of a failure');
      assert.equal(statusOf(ending.reason), 409);
    });
  }
});

describe('ours, as it comes', { concurrency: true }, () => {
  for (const nameUniqueness of ['none', 'caseInsensitive']) {
    test(`makes one package, and says that it is the caller's (nameUniqueness: ${nameUniqueness})`, async () => {
      const { ending, posts, ids } = await loseAnswer(nameUniqueness, create);
      assert.deepEqual(posts, [504]);
      assert.equal(ids.length, 1);
      assert.equal(ending.status, 'fulfilled', ending.reason);
      const { outcome, accessPackage, duplicates } = ending.value;
      assert.deepEqual([outcome, accessPackage.id, duplicates], ['adopted', ids[0], []]);
    });
  }
});
