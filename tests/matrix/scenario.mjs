/** What every entry of the matrix does with the package: one create, then three rows of CSV as a plan and a job. */

/** The catalog of Microsoft's documented example, which the fake Graph has. */
const SALES = '66584aae-98bb-48cc-9458-7bee5d2a6577';

/**
 * @param {typeof import('entra-access-packages')} library
 * @param {{ graphRoot?: string, token: string, fetch?: typeof fetch }} service
 * @returns {Promise<object>} plain data: `outcome` and `id` of the create, `planned` and `created` of the job, `names`
 */
export async function run(library, service) {
  const client = library.createAccessPackageClient(service);
  const mark = Math.random().toString(36).slice(2);
  const first = `sales reps ${mark}`;
  const rows = [1, 2, 3].map((number) => `row ${number} of ${mark}`);
  try {
    const { outcome, accessPackage } = await client.create({
      displayName: first,
      description: 'outside sales representatives',
      isHidden: false,
      catalog: { id: SALES },
    });
    const csv = ['displayName,catalog', ...rows.map((name) => `${name},${SALES}`)].join('\n');
    const plan = await client.plan(csv);
    const report = await client.apply(plan).report;
    return {
      outcome,
      id: accessPackage.id,
      planned: plan.counts.create,
      created: report.counts.created,
      names: [first, ...rows],
    };
  } catch (error) {
    return { error: { name: error.name, code: error.code, message: error.message } };
  }
}

/**
 * The same on a fake in this process, which test runners have no network for; `held` is what it has more than before.
 *
 * @param {typeof import('entra-access-packages')} library
 * @param {typeof import('entra-access-packages/testing')} testing
 */
export async function runOnFake(library, { createFakeGraph }) {
  const fake = createFakeGraph();
  const before = new Set(fake.accessPackages.map(({ id }) => id));
  const result = await run(library, { token: fake.issueToken(), fetch: fake.fetch });
  const made = fake.accessPackages.filter(({ id }) => !before.has(id));
  return { ...result, held: made.map(({ id, displayName }) => ({ id, displayName })) };
}
