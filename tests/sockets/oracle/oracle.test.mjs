/** The oracle tells right from wrong: each rule of it, on a small record of a server. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge, readTruth } from '../oracle.mjs';

const NAME = 'a0001x of a test';
const CREATE = { mark: 'a0001x', name: NAME, twin: false, settles: true, call: { timeoutMs: 60_000 } };

const at = (second) => `2026-11-23T10:00:0${second}.000Z`;
const post = (id, second, status, created) => ({
  ...{
    method: 'POST',
    url: 'https://graph.microsoft.com/',
    body: JSON.stringify({ displayName: NAME }),
    status,
    created,
  },
  ...{ time: at(second), headers: { 'client-request-id': id } },
});
const look = (id, second, status = 200) => ({
  ...{ method: 'GET', url: `https://graph.microsoft.com/?$filter=${encodeURIComponent(NAME)}`, body: '', status },
  ...{ time: at(second), headers: { 'client-request-id': id } },
});
const stored = (id, second) => ({ id, displayName: NAME, createdDateTime: at(second) });
const sent = (clientRequestId, result = 'succeeded') => ({ clientRequestId, result });

/** What the oracle says of this. */
function verdict({ requests, packages, told, create = {} }) {
  const planned = { ...CREATE, ...create };
  return judge(planned, readTruth({ requests, accessPackages: packages })(planned), told).wrong;
}

describe('nothing is wrong', () => {
  test('with a create as it should be', () => {
    const requests = [look('l1', 1), post('p1', 2, 201, 'id-1'), look('l2', 3)];
    const told = { outcome: 'created', id: 'id-1', attempts: [sent('l1'), sent('p1'), sent('l2')] };
    assert.deepEqual(verdict({ requests, packages: [stored('id-1', 2)], told }), []);
  });

  test('with a package that was found after its answer was lost', () => {
    const requests = [post('p1', 1, 504, 'id-1'), look('l1', 2)];
    const told = { outcome: 'adopted', id: 'id-1', attempts: [sent('p1', 'serverError'), sent('l1')] };
    assert.deepEqual(verdict({ requests, packages: [stored('id-1', 1)], told }), []);
  });

  test('with a repeat that a completed look came before', () => {
    const requests = [post('p1', 1, 'reset'), look('l1', 2), post('p2', 3, 201, 'id-2')];
    const told = { outcome: 'created', id: 'id-2', attempts: [sent('p1', 'connectionLost'), sent('l1'), sent('p2')] };
    assert.deepEqual(verdict({ requests, packages: [stored('id-2', 3)], told }), []);
  });

  test('with a double of the browser that was told, or that came after the last look', () => {
    const requests = [post('p1', 1, 'reset', 'id-1'), post('p1', 2, 201, 'id-2'), look('l1', 3)];
    const attempts = [sent('p1'), sent('l1')];
    const told = { outcome: 'created', id: 'id-2', duplicates: ['id-1'], attempts };
    assert.deepEqual(verdict({ requests, packages: [stored('id-1', 1), stored('id-2', 2)], told }), []);
    const late = { outcome: 'created', id: 'id-2', duplicates: [], attempts };
    assert.deepEqual(verdict({ requests, packages: [stored('id-1', 4), stored('id-2', 2)], told: late }), []);
  });

  test('with a double that nobody looked for, because the caller had no time for it', () => {
    const requests = [look('l1', 0), post('p1', 1, 'reset', 'id-1'), post('p1', 2, 201, 'id-2')];
    const told = { outcome: 'created', id: 'id-2', attempts: [sent('l1'), sent('p1')] };
    const create = { settles: false, call: { timeoutMs: 300 } };
    assert.deepEqual(verdict({ requests, packages: [stored('id-1', 1), stored('id-2', 2)], told, create }), []);
  });

  test('with an unknown that nobody could have settled, and a ticket that tells the truth', () => {
    const told = { code: 'ERR_OUTCOME_UNKNOWN', ticket: {}, recheck: { outcome: 'adopted', id: 'id-1' } };
    const create = { settles: false };
    const requests = [post('p1', 1, 'reset', 'id-1')];
    assert.deepEqual(verdict({ requests, packages: [stored('id-1', 1)], told, create }), []);
  });

  test('with a client that tried twice in vain, and says so', () => {
    const requests = [post('p1', 1, 'reset'), look('l1', 2), post('p2', 3, 'reset'), look('l2', 4)];
    const told = {
      code: 'ERR_NETWORK',
      attempts: ['p1', 'l1', 'p2', 'l2'].map((id) => ({ ...sent(id), purpose: id[0] === 'p' ? 'create' : 'lookUp' })),
    };
    assert.deepEqual(verdict({ requests, packages: [], told }), []);
  });

  test('with an abort before anything was sent', () => {
    const create = { settles: false, call: { abortAfterMs: 5 } };
    assert.deepEqual(verdict({ requests: [], packages: [], told: { name: 'AbortError' }, create }), []);
  });

  test('with a conflict with an older twin', () => {
    const told = { code: 'ERR_CONFLICT', existing: 'twin', attempts: [sent('l1')] };
    assert.deepEqual(
      verdict({ requests: [look('l1', 1)], packages: [stored('twin', 0)], told, create: { twin: true } }),
      [],
    );
  });
});

describe('the oracle sees', () => {
  const wrong = (name, expected, world) =>
    test(name, () => assert.ok(verdict(world).includes(expected), `${verdict(world)}`));
  const lost = [post('p1', 1, 504, 'id-1')];
  const packages = [stored('id-1', 1)];

  wrong('a package that this create did not make', 'false adopted', {
    ...{ requests: lost, packages: [...packages, stored('another', 0)] },
    told: { outcome: 'adopted', id: 'another' },
  });
  wrong('a success without a package', 'false created', {
    ...{ requests: [post('p1', 1, 504)], packages: [] },
    told: { outcome: 'created', id: 'id-1' },
  });
  wrong('an error that says that nothing was created', 'false "not created": ERR_NETWORK', {
    ...{ requests: lost, packages },
    told: { code: 'ERR_NETWORK' },
  });
  wrong('an own package that is called a conflict', 'false "not created": ERR_CONFLICT', {
    ...{ requests: [...lost, post('p2', 2, 409)], packages },
    told: { code: 'ERR_CONFLICT', existing: 'id-1' },
  });
  wrong('an abort that hides what was done', 'false "not created": AbortError', {
    ...{ requests: lost, packages, create: { settles: false, call: { abortAfterMs: 5 } } },
    told: { name: 'AbortError' },
  });
  wrong('an abort that hides what was sent', 'aborted in silence', {
    ...{ requests: [post('p1', 1, 504)], packages: [], create: { settles: false, call: { abortAfterMs: 5 } } },
    told: { name: 'AbortError' },
  });
  wrong('a client that gives up at once', 'ERR_NETWORK, although it was not tried again', {
    ...{ requests: [post('p1', 1, 'reset')], packages: [] },
    told: { code: 'ERR_NETWORK' },
  });
  wrong('an unknown that could have been settled', 'unknown (serverError)', {
    ...{ requests: lost, packages },
    told: { code: 'ERR_OUTCOME_UNKNOWN', reason: 'serverError', ticket: {} },
  });
  wrong('an unknown without a ticket', 'unknown without a ticket', {
    ...{ requests: lost, packages, create: { settles: false } },
    told: { code: 'ERR_OUTCOME_UNKNOWN' },
  });
  wrong('a recheck that says that nothing was created', 'recheck: false notCreated', {
    ...{ requests: lost, packages, create: { settles: false } },
    told: { code: 'ERR_OUTCOME_UNKNOWN', ticket: {}, recheck: { outcome: 'notCreated' } },
  });
  wrong('a recheck that takes another package', 'recheck: false adopted', {
    ...{ requests: lost, packages, create: { settles: false } },
    told: { code: 'ERR_OUTCOME_UNKNOWN', ticket: {}, recheck: { outcome: 'adopted', id: 'another' } },
  });
  wrong('a recheck that does not settle', 'recheck does not settle: ERR_OUTCOME_UNKNOWN serverError', {
    ...{ requests: lost, packages, create: { settles: false } },
    told: {
      ...{ code: 'ERR_OUTCOME_UNKNOWN', ticket: {} },
      recheck: { code: 'ERR_OUTCOME_UNKNOWN', reason: 'serverError' },
    },
  });
  wrong('a blind repeat', 'sent again without a completed look', {
    ...{ requests: [post('p1', 1, 504), post('p2', 2, 201, 'id-2')], packages: [stored('id-2', 2)] },
    told: { outcome: 'created', id: 'id-2', attempts: [sent('p1', 'serverError'), sent('p2')] },
  });
  wrong('a repeat after a look that failed', 'sent again without a completed look', {
    ...{
      requests: [post('p1', 1, 504), look('l1', 2, 503), post('p2', 3, 201, 'id-2')],
      packages: [stored('id-2', 2)],
    },
    told: { outcome: 'created', id: 'id-2', attempts: [sent('p1'), sent('l1', 'serverError'), sent('p2')] },
  });
  wrong('a repeat after a look whose answer did not arrive', 'sent again without a completed look', {
    ...{ requests: [post('p1', 1, 504), look('l1', 2), post('p2', 3, 201, 'id-2')], packages: [stored('id-2', 2)] },
    told: { outcome: 'created', id: 'id-2', attempts: [sent('p1'), sent('l1', 'connectionLost'), sent('p2')] },
  });
  wrong('a second package by a second request', 'created twice by the client', {
    ...{ requests: [...lost, look('l1', 2), post('p2', 3, 201, 'id-2')], packages: [...packages, stored('id-2', 3)] },
    told: { outcome: 'created', id: 'id-2', duplicates: ['id-1'] },
  });
  wrong('a double of the browser in silence', 'a double that the caller was not told of', {
    requests: [post('p1', 1, 'reset', 'id-1'), post('p1', 2, 201, 'id-2'), look('l1', 3)],
    packages: [stored('id-1', 1), stored('id-2', 2)],
    told: { outcome: 'created', id: 'id-2', duplicates: [] },
  });
  wrong('a double of the browser that nobody looked for', 'a double that the caller was not told of', {
    requests: [look('l1', 0), post('p1', 1, 'reset', 'id-1'), post('p1', 2, 201, 'id-2')],
    packages: [stored('id-1', 1), stored('id-2', 2)],
    told: { outcome: 'created', id: 'id-2' },
  });
  wrong('a request that no attempt tells of', 'a request that no attempt tells of', {
    ...{ requests: [post('p1', 1, 201, 'id-1')], packages },
    told: { outcome: 'created', id: 'id-1', attempts: [] },
  });
  wrong('a request although the name was taken', 'sent although the name was taken', {
    ...{ requests: [post('p1', 1, 409)], packages: [stored('twin', 0)], create: { twin: true } },
    told: { code: 'ERR_CONFLICT', existing: 'twin' },
  });
});
