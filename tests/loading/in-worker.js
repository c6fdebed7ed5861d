/** What both service workers do with the package once they have it. */
globalThis.work = async (lib, { createFakeGraph }, handOver) => {
  const told = ({ code, reason, message }) => ({ code, reason, message });
  const fake = createFakeGraph();
  const client = lib.createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
  // As in cases.mjs, no name is used twice.
  const sales = `sales ${location.pathname.split('/')[1]} ${Date.now()}`;
  const rows = `displayName,catalog\n${sales} leads,Sales\n${sales} trainees,Sales\n`;
  const input = { displayName: `${sales} reps`, catalog: { id: '66584aae-98bb-48cc-9458-7bee5d2a6577' } };
  const create = await client.create(input).then(({ outcome }) => outcome, told);
  const first = await client.plan(rows).then(({ counts }) => counts.create, told);
  await handOver();
  const report = await client.apply(await client.plan(rows), { journal: 'Worker' }).report;
  return {
    create,
    first,
    created: report.counts.created,
    held: fake.accessPackages.filter(({ displayName }) => displayName.startsWith(sales)).length,
  };
};
