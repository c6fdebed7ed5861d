// @vitest-environment jsdom
import { createAccessPackageClient } from 'entra-access-packages';
import { createFakeGraph } from 'entra-access-packages/testing';
import { expect, test, vi } from 'vitest';
import { showForm } from './portal.js';

const catalogId = '66584aae-98bb-48cc-9458-7bee5d2a6577';

function open() {
  const fake = createFakeGraph();
  const client = createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  showForm(document.body, client, catalogId);
  const [input, button] = document.querySelectorAll('input, button');
  const submit = (name) => {
    input.value = name;
    button.click();
  };
  const said = (text) => vi.waitFor(() => expect(document.querySelector('output').textContent).toBe(text));
  return { fake, submit, said };
}

test('creates a package', async () => {
  const { fake, submit, said } = open();
  submit('sales reps');
  await said('Created.');
  expect(fake.accessPackages.at(-1)).toMatchObject({ displayName: 'sales reps', catalogId });
});

test('asks for another name where one is taken', async () => {
  const { submit, said } = open();
  submit('Sales managers'); // the fake begins with a few
  await said('Please choose another name.');
});

test('an answer that was lost is looked for', async () => {
  const { fake, submit, said } = open();
  fake.fail({ answer: { status: 504 }, commit: 'before' });
  submit('sales reps');
  await said('It is there.');
});
