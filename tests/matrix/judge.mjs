/** Whether an entry did what it should: by what the fake Graph holds, not by what the entry says alone. */
import assert from 'node:assert/strict';

const GUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/**
 * @param {any} result what the scenario gave
 * @param {import('entra-access-packages/testing').FakeAccessPackage[]} made what the fake holds more than before
 */
export function judge(result, made) {
  assert.equal(result.error, undefined, `the entry failed: ${JSON.stringify(result.error)}`);
  const { outcome, planned, created, names, id } = result;
  assert.deepEqual({ outcome, planned, created }, { outcome: 'created', planned: 3, created: 3 });
  const held = made.map(({ displayName }) => displayName).sort();
  assert.equal(held.length, 4, `the fake holds ${held.length} new packages, not 4`);
  assert.deepEqual(held, [...names].sort(), 'each package is there once');
  assert.equal(made.find((each) => each.id === id)?.displayName, names[0], 'the id is that of the first package');
}

/** The result in what a process wrote. */
export function resultIn(stdout) {
  const line = stdout.match(/^\s*result: (\{.*\})\s*$/m)?.[1];
  assert.ok(line, 'no line "result: …" was written');
  return JSON.parse(line);
}

/** An example names the package that it created. */
export function judgeExample(text) {
  assert.match(text, new RegExp(`^created: ${GUID}$`, 'im'));
}

/** An example's page needs nothing of the world in the sandbox. */
export function judgeSandbox({ text, strange, hasFake }) {
  judgeExample(text);
  assert.deepEqual({ strange, hasFake }, { strange: [], hasFake: true });
}

/** Without the sandbox it goes to the tenant of its configuration, asks for what Graph wants, and has no fake with it. */
export function judgeSignIn({ address, hasFake }) {
  assert.equal(address.pathname, '/contoso.onmicrosoft.com/oauth2/v2.0/authorize');
  assert.equal(address.searchParams.get('client_id'), '00000000-0000-0000-0000-000000000000');
  const scopes = address.searchParams.get('scope')?.split(' ') ?? [];
  assert.ok(scopes.includes('https://graph.microsoft.com/EntitlementManagement.ReadWrite.All'), scopes.join(' '));
  assert.equal(hasFake, false, 'the code of the fake was fetched');
}
