/** What the pages of these tests share. */

/** What a rejection is, as plain data. */
export const told = (error) => ({
  name: error?.name,
  code: typeof error?.code === 'string' ? error.code : undefined,
  reason: error?.reason,
  status: error?.status,
  message: String(error?.message),
  existing: error?.existing?.id,
  candidates: error?.candidates?.map(({ id }) => id),
  attempts: error?.attempts,
  ticket: error?.ticket,
});

/** What a fulfilled create or recheck is, as plain data. */
export const toldResult = ({ outcome, accessPackage, duplicates, existing, attempts }) => ({
  outcome,
  id: accessPackage?.id,
  displayName: accessPackage?.displayName,
  duplicates: duplicates?.map(({ id }) => id),
  existing: existing?.id,
  attempts,
});

/** How a call ended, and how long it took. */
export async function ending(call) {
  const start = performance.now();
  const ended = await call().then(toldResult, told);
  return { ...ended, ms: performance.now() - start };
}

/** Runs a task for each item, so many at a time. */
export async function inLanes(items, lanes, task) {
  const queue = [...items];
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await task(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Runs the page, and posts what it gives, or why it failed. */
export async function runPage(run) {
  const settings = await (await fetch('/settings.json')).json();
  const end = await run(settings).then(
    (results) => ({ results }),
    (error) => ({ failure: `${error?.stack ?? error}` }),
  );
  await fetch('/end', { method: 'POST', body: JSON.stringify(end) });
}
