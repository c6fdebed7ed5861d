/** Serves the candidates' pages and a Graph to ask, and tells when requests arrive there. */
import { on, once } from 'node:events';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { brotliCompress } from 'node:zlib';
import { makeCertificate } from '../../sockets/certificate.mjs';
import { withEsbuild } from '../bundle.mjs';
import { candidateOf } from '../candidates/index.mjs';

/** How long a request may take to arrive, in milliseconds. */
const PATIENCE_MS = 20_000;

const compress = promisify(brotliCompress);

/** Now, in milliseconds, by the clock that both threads have. */
export const now = () => Number(process.hrtime.bigint()) / 1e6;

/** What was bundled before: several sections serve the same. @type {Map<string, Promise<[string, Buffer][]>>} */
const bundled = new Map();

/** The page of a candidate: its scripts by their path, as brotli. @returns {Promise<[string, Buffer][]>} */
async function scriptsOf(name) {
  // By their names: a module that is passed on as a whole makes esbuild share its helper for that with our code for many at
  // once, in a script that a page has to fetch after the first one.
  const names = candidateOf(name).ours ? '{ open, init }' : '{ open }';
  const source = `import ${names} from './candidates/${name}.mjs';
    import { start } from './page/start.mjs';
    start(${names});`;
  const scripts = await withEsbuild(source);
  return Promise.all(scripts.map(async ({ name: file, bytes }) => [`/${name}/${file}`, await compress(bytes)]));
}

/** @param {string[]} names the candidates that get a page */
export async function serve(names) {
  const made = names.map((name) => {
    const scripts = bundled.get(name) ?? scriptsOf(name);
    bundled.set(name, scripts);
    return scripts;
  });
  const files = new Map((await Promise.all(made)).flat());
  const thread = new Worker(new URL('thread.mjs', import.meta.url), {
    workerData: { files, tls: await makeCertificate() },
  });
  const [{ origin, graph, token }] = await once(thread, 'message');

  /** @type {{ method: string, at: number }[]} */
  let arrivals = [];
  /** @type {Set<() => void>} */
  const waiting = new Set();
  thread.on('message', (message) => {
    if (!message.arrived) return;
    arrivals.push({ method: message.arrived, at: Number(message.at) / 1e6 });
    for (const each of waiting) each();
  });

  async function ask(what, answer) {
    const messages = on(thread, 'message');
    thread.postMessage(what);
    for await (const [message] of messages) if (answer in message) return message[answer];
  }

  return {
    /** The address of a candidate's page. */
    pageOf: (name, mode) => `${origin}/${name}/?${new URLSearchParams({ mode, graph, token })}`,
    /** Forgets everything. */
    async reset() {
      await ask('reset', 'isReset');
      arrivals = [];
    },
    /** What Graph holds. @returns {Promise<{ id: string, displayName: string }[]>} */
    packages: () => ask('packages', 'packages'),
    /** Waits for a POST; gives when the first request of any kind arrived, and when that. */
    arrival() {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => end(() => reject(new Error('no request has arrived'))), PATIENCE_MS);
        const end = (settle) => {
          clearTimeout(timer);
          waiting.delete(look);
          settle();
        };
        const look = () => {
          const post = arrivals.find(({ method }) => method === 'POST');
          if (post) end(() => resolve({ first: arrivals[0].at, post: post.at }));
        };
        waiting.add(look);
        look();
      });
    },
    close: () => thread.terminate(),
  };
}
