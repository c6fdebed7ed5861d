/** The page that measures. It makes its files itself, so that nothing has to be fetched. */
import { readRows } from 'entra-access-packages';
import { makeRows, toCsv, toJson } from './data.mjs';
import { csvPeers, parseAlone } from './peers.mjs';

/** Every memory that a WebAssembly has had. One that nobody uses any more may be gone. */
const memories = [];
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...args) => {
  const result = await instantiate.apply(WebAssembly, args);
  const { memory } = (result.instance ?? result).exports;
  if (memory) memories.push(new WeakRef(memory));
  return result;
};

let files;
const OURS = 'entra-access-packages';
const works = {
  json: { [OURS]: readRows, 'JSON.parse alone': parseAlone },
  csv: { [OURS]: readRows, ...csvPeers },
};

/** Makes the files, and says how large they are and how many rows are bad. */
globalThis.prepare = (count, badPercent) => {
  const rows = makeRows(count, badPercent);
  const encoder = new TextEncoder();
  files = { csv: encoder.encode(toCsv(rows)), json: encoder.encode(toJson(rows)) };
  return { sizes: { csv: files.csv.length, json: files.json.length } };
};

/** The names of what can be measured for a format. */
globalThis.names = (format) => Object.keys(works[format]);

/** Does it once. */
globalThis.measure = async (format, name) => {
  const bytes = files[format];
  const start = performance.now();
  const result = await works[format][name](bytes);
  const ms = performance.now() - start;
  const problems = Array.isArray(result) ? result : result.problems;
  // A memory never shrinks, so that what it has in the end is its peak. One reading has one memory, perhaps of an earlier.
  const memory = Math.max(0, ...memories.map((each) => each.deref()?.buffer.byteLength ?? 0));
  const badRows = name === 'JSON.parse alone' ? undefined : new Set(problems.map(({ row }) => row)).size;
  return { ms, memory, badRows };
};

globalThis.ready = true;
