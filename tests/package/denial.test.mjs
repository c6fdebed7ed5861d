/** A 403 that explains itself, from end to end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXAMPLE, rejection } from './consumer.mjs';
import { CATALOG, open, stepOf, tries } from './service.mjs';

const SCOPES = ['EntitlementManagement.ReadWrite.All'];

/** Why a create is refused for somebody with these rights. */
async function denied(grant, options, input = EXAMPLE) {
  const service = open(options);
  const error = await rejection(service.connect({ token: service.fake.issueToken(grant) }).create(input));
  assert.deepEqual([error.code, error.status], ['ERR_GRAPH', 403]);
  for (const { missing, fix } of error.denial.remedies) {
    assert.match(missing, /^(license|permission|consent|role|catalog)$/);
    assert.match(fix, /^[A-Z].*\.$/);
  }
  const { reason, catalog, remedies } = error.denial;
  return { error, service, told: [reason, catalog, remedies.map(({ missing }) => missing).join(' ')] };
}

test('a tenant without the licence: noLicense, and the licence is what is missing', async () => {
  const { error, told } = await denied({}, { licensed: false });
  assert.deepEqual(told, ['noLicense', undefined, 'license']);
  assert.equal(error.graphCode, 'NoLicense');
  assert.ok(!tries(error.attempts).some((each) => each.startsWith('read')), 'no read could tell more');
});

test('NoGovernanceSku: another licence', async () => {
  const { fake, client } = open();
  fake.fail({ answer: { status: 403, code: 'NoGovernanceSku' } });
  const { denial } = await rejection(client.create(EXAMPLE));
  assert.equal(denial.reason, 'noGovernanceSku');
  assert.match(denial.remedies[0].fix, /Governance/);
});

test('a reader of the catalog: the role is missing, and the catalog is readable', async () => {
  const { error, told, service } = await denied({
    scopes: SCOPES,
    roles: [{ catalogId: CATALOG, role: 'catalogReader' }],
  });
  assert.deepEqual(told, ['unauthorized', 'readable', 'role permission consent']);
  assert.match(error.denial.remedies[0].fix, /Access package manager/);
  assert.equal(tries(error.attempts).at(-1), 'read refused succeeded');
  assert.equal(service.posts(), 1);
});

test('a token without the permission to write: the catalog is readable', async () => {
  const { told } = await denied({ scopes: ['EntitlementManagement.Read.All'] });
  assert.deepEqual(told, ['unauthorized', 'readable', 'role permission consent']);
});

test('a token without any permission: nothing is readable, the permission is missing', async () => {
  const { told } = await denied({ scopes: ['User.Read'] });
  assert.deepEqual(told, ['unauthorized', 'unreadable', 'permission consent role']);
});

test('a person without any role: nothing is readable', async () => {
  const { told } = await denied({ scopes: SCOPES, roles: [] });
  assert.deepEqual(told, ['unauthorized', 'unreadable', 'permission consent role']);
});

test('a catalog that Graph does not show: the id may be wrong', async () => {
  const { fake, client } = open();
  fake.fail({ answer: { status: 403 } });
  fake.fail({ answer: { status: 404 }, match: { method: 'GET', path: 'catalogs/*' } });
  const { denial } = await rejection(client.create(EXAMPLE));
  assert.deepEqual([denial.catalog, denial.remedies[0].missing], ['notFound', 'catalog']);
});

test('a reading that fails or is throttled takes nothing from the refusal, and does not delay it', async () => {
  for (const fault of [
    { answer: { status: 500 } },
    { answer: { status: 429, retryAfter: 60 } },
    { delivery: 'reset' },
  ]) {
    const { fake, client, posts } = open();
    fake.fail({ answer: { status: 403 } });
    fake.fail({ ...fault, match: { method: 'GET', path: 'catalogs/*' }, times: Infinity });
    const { denial, status } = await rejection(client.create(EXAMPLE));
    assert.deepEqual([status, denial.reason, denial.catalog, posts()], [403, 'unauthorized', undefined, 1]);
    assert.equal(fake.requests.length, 3, 'one read');
  }
});

test('the reading that explains is told as a step, and asks for no further token', async () => {
  const service = open();
  let asked = 0;
  const getToken = () => {
    asked += 1;
    return service.fake.issueToken({ scopes: ['EntitlementManagement.Read.All'] });
  };
  const events = [];
  await rejection(service.connect({ getToken, onEvent: (event) => events.push(stepOf(event)) }).create(EXAMPLE));
  assert.deepEqual(events, ['lookingUp initial', 'sending initial', 'refused', 'reading refused', 'failed ERR_GRAPH']);
  assert.equal(asked, 2);
});

test('other refusals have no denial', async () => {
  for (const status of [400, 404]) {
    const { fake, client } = open();
    fake.fail({ answer: { status } });
    assert.equal('denial' in (await rejection(client.create(EXAMPLE))), false);
  }
});
