/** The fake's entry beside the package's. */
import { createAccessPackageClient } from 'entra-access-packages';
import { createFakeGraph, serveFakeGraph } from 'entra-access-packages/testing';

export async function compiles() {
  const fake = createFakeGraph();
  const client = createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  for (const { id } of fake.accessPackages) await client.get(id);
  fake.fail({ answer: { status: 504 }, commit: 'before' });
  return serveFakeGraph;
}

export function doesNotCompile() {
  createFakeGraph({ nameUniqueness: 'sometimes' }); // TS2322 TS2820
  createFakeGraph().fail({ answer: { status: '504' } }); // TS2322
}
