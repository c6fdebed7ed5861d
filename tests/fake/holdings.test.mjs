import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serveFakeGraph } from '../../pkg/dist/testing.js';
import { loadDescription, watch } from './description.mjs';
import { caller, filter, guid, open, root } from './support.mjs';

const staff = '5a0c7f3e-9b21-4d68-8e4f-1c6d2b9a7e03';
const managers = 'd4e8b1a6-2f73-4c95-a0b8-3e7f5d6c9a14';
const all = '$expand=assignmentPolicies,resourceRoleScopes,catalog';
const ofStaff = filter(`accessPackage/id eq '${staff}'`);

/** A fake in which one package has all that a package can have. */
function openUsed(options) {
  const opened = open(options);
  const { fake } = opened;
  const policy = fake.addAssignmentPolicy(staff, { displayName: 'Employees' });
  const role = fake.addResourceRoleScope(staff);
  const assignment = fake.addAssignment(staff);
  return { ...opened, policy, role, assignment };
}

/** The ids in a list. */
const ids = (list) => list.map((each) => each.id);

test('what hangs on a package is shown where it is asked for, and nowhere else', async () => {
  const { call, policy, role, assignment } = openUsed();
  const { json: plain } = await call('GET', `accessPackages/${staff}`);
  assert.ok(!('assignmentPolicies' in plain || 'resourceRoleScopes' in plain));
  const { json: one } = await call('GET', `accessPackages/${staff}?${all}`);
  assert.deepEqual([ids(one.assignmentPolicies), ids(one.resourceRoleScopes)], [[policy.id], [role.id]]);
  assert.equal(one.assignmentPolicies[0].displayName, 'Employees');
  assert.equal(one.catalog.displayName, 'General');
  assert.match(role.id, /^[\da-f-]{36}_[\da-f-]{36}$/);
  assert.match(assignment.id, guid);
  const { json: list } = await call('GET', 'accessPackages?$expand=assignmentPolicies');
  assert.deepEqual(
    list.value.map((each) => each.assignmentPolicies.length),
    [1, 0, 0, 0, 0],
  );
  const { json: other } = await call('GET', `accessPackages/${managers}?${all}`);
  assert.deepEqual([other.assignmentPolicies, other.resourceRoleScopes], [[], []]);
});

test('roles show what they are of in the documented form', async () => {
  const { call, role } = openUsed();
  const bare = await call('GET', `accessPackages/${staff}?$expand=resourceRoleScopes`);
  assert.deepEqual(Object.keys(bare.json.resourceRoleScopes[0]), ['id', 'createdDateTime']);
  const full = await call('GET', `accessPackages/${staff}?$expand=resourceRoleScopes($expand=role,scope),catalog`);
  assert.deepEqual(full.json.resourceRoleScopes[0].role, role.role);
  assert.deepEqual(full.json.resourceRoleScopes[0].scope, role.scope);
  assert.ok(full.json.catalog);
  for (const wrong of ['resourceRoleScopes($expand=owner)', 'catalog($expand=role)', 'catalog,', 'catalog(', '']) {
    assert.equal((await call('GET', `accessPackages/${staff}?$expand=${wrong}`)).status, 400, wrong);
  }
});

test('each kind has a list of its own', async () => {
  const { call, policy, role, assignment } = openUsed();
  for (const [path, id] of [
    [`accessPackages/${staff}/assignmentPolicies`, policy.id],
    [`accessPackages/${staff}/resourceRoleScopes`, role.id],
    ['assignmentPolicies', policy.id],
    ['assignments', assignment.id],
    [`assignments?${ofStaff}&$expand=accessPackage`, assignment.id],
  ]) {
    assert.deepEqual(ids((await call('GET', path)).json.value), [id], path);
  }
  const { json } = await call('GET', `assignments?${ofStaff}&$expand=accessPackage`);
  assert.deepEqual([json.value[0].accessPackage.id, json.value[0].state], [staff, 'delivered']);
  assert.equal((await call('GET', `accessPackages/${staff}/catalog`)).json.displayName, 'General');
  const none = filter(`accessPackage/id eq '${managers}'`);
  assert.deepEqual((await call('GET', `assignments?${none}`)).json.value, []);
  assert.equal((await call('GET', 'accessPackages/11111111-9b21-4d68-8e4f-1c6d2b9a7e03/catalog')).status, 404);
});

test('a package with assignments cannot be deleted, one without them takes along what hangs on it', async () => {
  for (const status of [undefined, 409]) {
    const { fake, call, assignment } = openUsed({ assignedStatus: status });
    const refused = await call('DELETE', `accessPackages/${staff}`);
    assert.equal(refused.status, status ?? 400);
    assert.equal(fake.accessPackages.length, 5);
    assert.ok(fake.removeAssignment(assignment.id));
    assert.ok(!fake.removeAssignment(assignment.id));
    assert.equal((await call('DELETE', `accessPackages/${staff}`)).status, 204);
    assert.deepEqual([fake.assignmentPolicies, fake.resourceRoleScopes, fake.assignments], [[], [], []]);
  }
});

test('what is added later can be taken away, what was there at the beginning comes back with a reset', async () => {
  const { fake, policy, role } = openUsed({
    assignmentPolicies: [{ accessPackageId: managers }],
    resourceRoleScopes: [{ accessPackageId: managers }],
    assignments: [{ accessPackageId: managers, state: 'expired', expiredDateTime: '2026-01-01T00:00:00Z' }],
  });
  assert.deepEqual(
    [fake.assignmentPolicies.length, fake.resourceRoleScopes.length, fake.assignments.length],
    [2, 2, 2],
  );
  assert.ok(fake.removeAssignmentPolicy(policy.id) && fake.removeResourceRoleScope(role.id));
  fake.addAssignmentPolicy(staff).displayName = 'a copy';
  fake.assignmentPolicies[0].displayName = 'a copy';
  assert.ok(fake.assignmentPolicies.every((each) => each.displayName === 'Everybody'));
  fake.reset();
  const packages = [fake.assignmentPolicies, fake.resourceRoleScopes, fake.assignments].flat();
  assert.deepEqual(
    packages.map((each) => each.accessPackageId),
    [managers, managers, managers],
  );
  assert.equal(fake.assignments[0].state, 'expired');
});

test('only what the caller may read is listed', async () => {
  const { fake } = openUsed();
  const general = '8f3e1f4a-2c0b-4c5e-9d7a-51b0c7a9e210';
  const asReader = (catalogId) =>
    caller(fake.fetch, fake.graphRoot, fake.issueToken({ roles: [{ role: 'catalogReader', catalogId }] }));
  const own = asReader(general);
  const other = asReader('66584aae-98bb-48cc-9458-7bee5d2a6577');
  assert.equal((await own('GET', 'assignments')).json.value.length, 1);
  assert.equal((await other('GET', 'assignments')).json.value.length, 0);
  assert.equal((await other('GET', `accessPackages/${staff}/assignmentPolicies`)).status, 403);
});

test('forms of the question can be refused or ignored', async () => {
  const refused = async (expand, path) => (await openUsed({ expand }).call('GET', path)).status;
  assert.equal(await refused({ several: 'refused' }, `accessPackages/${staff}?${all}`), 400);
  assert.equal(await refused({ several: 'refused' }, `accessPackages/${staff}?$expand=catalog`), 200);
  for (const name of ['assignmentPolicies', 'resourceRoleScopes', 'catalog']) {
    assert.equal(await refused({ [name]: 'refused' }, `accessPackages/${staff}?$expand=${name}`), 400, name);
  }
  assert.equal(await refused({ accessPackage: 'refused' }, 'assignments?$expand=accessPackage'), 400);
  const ignoring = openUsed({ expand: { several: 'ignored' }, filters: { packageEquals: 'ignored' } });
  const { json } = await ignoring.call('GET', `accessPackages/${staff}?${all}`);
  assert.ok(!('catalog' in json));
  const none = filter(`accessPackage/id eq '${managers}'`);
  assert.equal((await ignoring.call('GET', `assignments?${none}`)).json.value.length, 1);
  assert.equal((await openUsed({ filters: 'refused' }).call('GET', `assignments?${ofStaff}`)).status, 400);
});

test('what cannot be is an error', () => {
  const { fake, policy } = openUsed();
  assert.throws(() => fake.addAssignment('11111111-9b21-4d68-8e4f-1c6d2b9a7e03'), /"accessPackageId"/);
  assert.throws(() => fake.addAssignmentPolicy(staff, { id: policy.id }), /is there/);
  assert.throws(() => fake.addAssignmentPolicy(staff, { name: 'x' }), /has no property "name"/);
  assert.throws(() => fake.addAssignmentPolicy(staff, { allowedTargetScope: 'x' }), /allowedTargetScope/);
  assert.throws(() => fake.addAssignment(staff, { state: 'gone' }), /state/);
  assert.throws(() => open({ assignments: [{ accessPackageId: 'x' }] }), /accessPackageId/);
  assert.throws(() => open({ assignedStatus: 200 }), /assignedStatus/);
});

test('policies and roles are as Microsoft describes them', async (t) => {
  const description = await loadDescription();
  if (!description) return t.skip("Microsoft's OpenAPI description is not here");
  const { fake } = openUsed();
  const { fetch, seen } = watch(fake.fetch, description);
  const call = caller(fetch, fake.graphRoot, fake.issueToken());
  await call('GET', `accessPackages/${staff}?${all}`);
  await call('GET', `accessPackages/${staff}?$expand=resourceRoleScopes($expand=role,scope)`);
  await call('GET', `accessPackages/${staff}/resourceRoleScopes?$expand=role,scope`);
  await call('GET', `assignmentPolicies?$expand=accessPackage,catalog&${ofStaff}`);
  fake.addAssignment(staff);
  await call('DELETE', `accessPackages/${staff}`);
  assert.deepEqual(seen.problems, []);
  assert.equal(seen.exchanges, 5);
});

test('other processes can give a package what it has, and take it away', async () => {
  const server = await serveFakeGraph({ control: true });
  try {
    const control = async (method, path, body) => {
      const response = await fetch(`${server.origin}/_fake/${path}`, { method, body: body && JSON.stringify(body) });
      return [response.status, await response.json()];
    };
    for (const [name, list] of [
      ['assignmentPolicy', 'assignmentPolicies'],
      ['resourceRoleScope', 'resourceRoleScopes'],
      ['assignment', 'assignments'],
    ]) {
      const [status, added] = await control('POST', name, { accessPackageId: staff });
      assert.equal(status, 200);
      const [, state] = await control('GET', 'state');
      assert.deepEqual(state[list], [added]);
      assert.deepEqual(await control('DELETE', name, { id: added.id }), [200, true]);
      assert.deepEqual(await control('DELETE', name, { id: added.id }), [200, false]);
      assert.equal((await control('POST', name, { accessPackageId: root }))[0], 400);
    }
  } finally {
    await server.close();
  }
});
