/** Tabs of one origin in one process: realms that share nothing but Web Locks. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';

/** Web Locks as far as the package uses them. @see https://w3c.github.io/web-locks/ */
export class Locks {
  #held = [];
  #pending = [];
  #delayMs;

  /** @param {number} [delayMs] how long the browser takes to answer */
  constructor(delayMs = 0) {
    this.#delayMs = delayMs;
  }

  /** What a tab has of it. @param {string} clientId */
  of(clientId) {
    const request = async (name, options, callback) => {
      await this.#reach();
      return this.#request(name, options, callback, clientId);
    };
    return { request, query: () => this.query() };
  }

  async request(name, options, callback) {
    return this.of('').request(name, options, callback);
  }

  /** Requests and queries reach the browser in the order in which they were made. */
  async #reach() {
    if (this.#delayMs > 0) await new Promise((later) => setTimeout(later, this.#delayMs));
  }

  #request(name, options, callback, clientId) {
    const { mode = 'exclusive', ifAvailable = false, signal } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const request = { name, mode, clientId, callback, resolve, reject };
      if (ifAvailable && !this.#isFree(request)) return resolve(callback(null));
      this.#pending.push(request);
      signal?.addEventListener('abort', () => {
        if (!this.#pending.includes(request)) return;
        this.#pending.splice(this.#pending.indexOf(request), 1);
        reject(signal.reason);
      });
      this.#grant();
    });
  }

  async query() {
    await this.#reach();
    const told = (requests) => requests.map(({ name, mode, clientId }) => ({ name, mode, clientId }));
    return { held: told(this.#held), pending: told(this.#pending) };
  }

  #isFree({ name, mode }) {
    const others = [...this.#held, ...this.#pending].filter((request) => request.name === name);
    return others.every((request) => mode === 'shared' && request.mode === 'shared');
  }

  /** Takes away all that a tab holds and waits for: it is closed. @param {string} clientId */
  close(clientId) {
    this.#pending = this.#pending.filter((request) => request.clientId !== clientId);
    this.#held = this.#held.filter((request) => request.clientId !== clientId);
    this.#grant();
  }

  #grant() {
    for (const request of [...this.#pending]) {
      const { name, mode, callback } = request;
      const holders = this.#held.filter((holder) => holder.name === name);
      const fits = holders.every((holder) => mode === 'shared' && holder.mode === 'shared');
      const first = this.#pending.find((other) => other.name === name) === request;
      if (!fits || !first) continue;
      this.#pending.splice(this.#pending.indexOf(request), 1);
      this.#held.push(request);
      // Granted later, never while it is asked for.
      queueMicrotask(async () => {
        try {
          request.resolve(await callback({ name, mode }));
        } catch (error) {
          request.reject(error);
        } finally {
          this.#held = this.#held.filter((holder) => holder !== request);
          this.#grant();
        }
      });
    }
  }
}

/** What the package finds in a page, beside the language itself. */
const OF_PAGES = [
  ...['AbortController', 'AbortSignal', 'DOMException', 'Request', 'Response', 'TextDecoder', 'TextEncoder', 'URL'],
  ...['atob', 'clearTimeout', 'performance', 'queueMicrotask', 'setTimeout'],
];

/**
 * The package, loaded in a new realm.
 *
 * @param {string} installed
 * @param {{ navigator: object | undefined, fetch: typeof globalThis.fetch }} globals of the page
 */
export async function openTab(installed, globals) {
  const source = await readFile(path.join(installed, 'dist', 'index.cjs'), 'utf8');
  const module = { exports: {} };
  const page = Object.fromEntries(OF_PAGES.map((name) => [name, globalThis[name]]));
  runInContext(source, createContext({ ...page, ...globals, module, exports: module.exports }));
  return module.exports;
}
