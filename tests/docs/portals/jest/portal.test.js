/** @jest-environment ./jsdom-with-fetch.js */
const { createAccessPackageClient } = require('entra-access-packages');
const { createFakeGraph } = require('entra-access-packages/testing');

const catalog = { id: '66584aae-98bb-48cc-9458-7bee5d2a6577' };

test('creates a package', async () => {
  const fake = createFakeGraph();
  const client = createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  const { outcome } = await client.create({ displayName: 'sales reps', catalog });
  document.body.textContent = outcome;
  expect(document.body.textContent).toBe('created');
  expect(fake.accessPackages.at(-1)).toMatchObject({ displayName: 'sales reps', catalogId: catalog.id });
});
