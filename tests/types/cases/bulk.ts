/** Plans, jobs and reports. */
import {
  type AccessPackageClient,
  type Job,
  type Plan,
  type Report,
  type RowVerdict,
  readRows,
  reportToCsv,
} from 'entra-access-packages';

export async function compiles(client: AccessPackageClient, file: File, stream: ReadableStream<Uint8Array>) {
  await readRows(await file.arrayBuffer());
  await readRows(new Uint8Array(1) as Uint8Array);
  const rows = await readRows(file, { format: 'csv', separator: ';', ignore: ['owner'] });
  rows.row(1)?.problems[0]?.path satisfies string[] | undefined;
  await client.plan(stream);
  await client.plan([{ displayName: 'n', catalog: { id: 'x' } }], { offline: true });
  const plan: Plan = await client.plan(rows, { catalogId: 'x', onProgress: ({ phase }) => phase === 'asking' });
  const job: Job = client.apply(plan, { journal: true, concurrency: 4 });
  for await (const event of job) {
    switch (event.type) {
      case 'row':
        event.row.verdict satisfies RowVerdict;
        break;
      case 'state':
        if (event.state === 'paused' && event.reason === 'interactionRequired') job.resume();
        break;
      case 'throttled':
        event.row satisfies number;
        break;
      default:
        event satisfies never;
    }
  }
  const report: Report = await job.report;
  report.counts.created satisfies number;
  if (report.rows[0]?.error?.code === 'ERR_GRAPH' || report.rows[0]?.error?.code === 'AnyOther')
    await reportToCsv(report);
  for await (const { outcome, because } of client.undo(report.undo)) {
    if (outcome === 'kept') because satisfies ('policy' | 'role' | 'assignment' | 'changed')[] | undefined;
  }
}

export async function doesNotCompile(client: AccessPackageClient, job: Job, report: Report) {
  await readRows(7); // TS2345
  await readRows('x', { format: 'xlsx' }); // TS2322
  await readRows('x', { separator: '|' }); // TS2322
  await client.plan([{ displayName: 'n' }]); // TS2741 TS2322 TS2345
  client.apply({}); // TS2345 TS2740
  client.apply(report); // TS2345 TS2739
  job.state = 'paused'; // TS2540
  if (job.state === 'done') return; // TS2367
  if (report.ended === 'finished') return; // TS2367
  report.counts.dropped; // TS2339
  client.undo(report); // TS2345 TS2740
  for await (const event of job) if (event.type === 'row') event.until; // TS2339
}
