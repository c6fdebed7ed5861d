/** A tab that carries plans out, and goes on with journals. */
import { createAccessPackageClient, readRows } from '/dist/index.js';

const client = ({ graphRoot, token, settleMs }) =>
  createAccessPackageClient({ graphRoot, getToken: async () => token, settleMs });

const told = (error) => ({ code: error?.code, reason: error?.reason, message: `${error?.message}` });

/** What a report says, without what is long. */
const short = ({ ended, reason, verified, counts, requests, throttled, rows }) => ({
  ...{ ended, reason, verified, counts, requests, throttled },
  odd: rows.filter(({ verdict }) => !['created', 'adopted'].includes(verdict)),
  doubled: rows.filter(({ duplicateIds }) => duplicateIds),
});

/** Plans the inputs and carries the plan out. */
globalThis.apply = async (service, inputs, options) => {
  const own = client(service);
  const plan = await own.plan(inputs);
  const start = performance.now();
  const report = await own.apply(plan, options).report.then(short, told);
  return { ...report, ms: performance.now() - start };
};

/** Carries a plan of some of the rows out, whose database is closed in the middle; cancels it when that stops it. */
globalThis.applyUntilCleared = async (service, inputs) => {
  const own = client(service);
  const { rows, ...plan } = await own.plan([...inputs, ...inputs]);
  const job = own.apply({ ...plan, rows: rows.filter(({ verdict }) => verdict === 'create') }, { journal: true });
  const open = [];
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...args) {
    open.push(this);
    return transaction.apply(this, args);
  };
  let reason;
  for await (const event of job) {
    if (event.type === 'row') for (const db of open.splice(0)) db.close();
    if (event.type !== 'state' || event.state !== 'paused') continue;
    reason = event.reason;
    job.cancel();
  }
  return { reason, report: short(await job.report) };
};

/** Goes on with every journal that is not complete. */
globalThis.goOn = async (service) => {
  const own = client(service);
  const open = (await own.listJournals()).filter(({ ended }) => !ended);
  const reports = await Promise.all(open.map(({ id }) => own.resume(id).report.then(short, told)));
  return { open, reports, left: (await own.listJournals()).filter(({ ended }) => !ended) };
};

globalThis.journals = (service) => client(service).listJournals().catch(told);

globalThis.resume = (service, id) => client(service).resume(id).report.then(short, told);

globalThis.deleteJournal = (service, id) =>
  client(service)
    .deleteJournal(id)
    .then(() => 'deleted', told);

/** Everything that is kept in this browser, as text. */
globalThis.keptText = async () => {
  const texts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    for (const store of db.objectStoreNames) {
      const all = await new Promise((resolve, reject) => {
        const getting = db.transaction(store).objectStore(store).getAll();
        getting.onsuccess = () => resolve(getting.result);
        getting.onerror = () => reject(getting.error);
      });
      texts.push(JSON.stringify(all));
    }
    db.close();
  }
  return texts.join('\n');
};

/** Reads and plans a source of so many rows, and tells the longest tasks meanwhile. */
globalThis.planMany = async (service, text) => {
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
  observer.observe({ entryTypes: ['longtask'] });
  // What came before is not what is measured.
  await new Promise((later) => setTimeout(later, 300));
  tasks.length = 0;
  const blob = new Blob([text]);
  const start = performance.now();
  const rows = await readRows(blob);
  const read = performance.now() - start;
  const plan = await client(service).plan(rows);
  const planned = performance.now() - start;
  await new Promise((later) => setTimeout(later, 300));
  observer.disconnect();
  return { length: rows.length, problems: rows.problems.length, counts: plan.counts, read, planned, tasks };
};

globalThis.ready = true;
