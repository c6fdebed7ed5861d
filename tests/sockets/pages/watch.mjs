/**
 * Watches what a page could leave behind: the memory of WebAssembly, timers, listeners, locks. It has to come before
 * what it watches. A listener whose target is garbage is none.
 */

/** Every memory of every instance. */
const memories = new Set();

function noteMemory(instance) {
  for (const value of Object.values(instance.exports)) if (value instanceof WebAssembly.Memory) memories.add(value);
}

function watchMemory() {
  // A proxy and no subclass: what is made elsewhere has to stay an instance of it.
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, args) {
      const instance = new target(...args);
      noteMemory(instance);
      return instance;
    },
  });
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await original.apply(WebAssembly, args);
      noteMemory(made.instance ?? made);
      return made;
    };
  }
}

const timers = new Set();
let timersEver = 0;

function watchTimers() {
  const { setTimeout, clearTimeout } = globalThis;
  globalThis.setTimeout = (callback, ...rest) => {
    const id = setTimeout(
      (...args) => {
        timers.delete(id);
        callback(...args);
      },
      ...rest,
    );
    timers.add(id);
    timersEver += 1;
    return id;
  };
  globalThis.clearTimeout = (id) => {
    timers.delete(id);
    clearTimeout(id);
  };
  globalThis.setInterval = () => {
    throw new Error('an interval never ends by itself');
  };
}

const listeners = new WeakMap();
const targets = new Set();
let listenersEver = 0;

const keyOf = (type, options) => `${type} ${typeof options === 'object' ? (options?.capture ?? false) : !!options}`;

function watchListeners() {
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const forget = (target, key, listener) => listeners.get(target)?.get(key)?.delete(listener);
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const target = this ?? globalThis;
    const key = keyOf(type, options);
    if (!listeners.has(target)) {
      listeners.set(target, new Map());
      targets.add(new WeakRef(target));
    }
    const byKey = listeners.get(target);
    if (!byKey.has(key)) byKey.set(key, new Set());
    byKey.get(key).add(listener);
    listenersEver += 1;
    if (options?.once) addEventListener.call(target, type, () => forget(target, key, listener), { once: true });
    options?.signal?.addEventListener('abort', () => forget(target, key, listener), { once: true });
    return addEventListener.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    const target = this ?? globalThis;
    forget(target, keyOf(type, options), listener);
    return removeEventListener.call(target, type, listener, options);
  };
}

/** What there is now. */
async function leftovers() {
  const { held, pending } = await navigator.locks.query();
  const kept = [...targets].flatMap((ref) => {
    const target = ref.deref();
    if (!target) targets.delete(ref);
    const byKey = target ? [...listeners.get(target)] : [];
    return byKey
      .filter(([, set]) => set.size > 0)
      .map(([key, set]) => `${target.constructor.name}: ${key} (${set.size})`);
  });
  return {
    memories: [...memories].map(({ buffer }) => buffer.byteLength),
    ...{ timers: timers.size, listeners: kept, locks: held.length + pending.length },
    ...{ timersEver, listenersEver },
  };
}

/** Begins to watch. @returns {typeof leftovers} */
export function watch() {
  watchMemory();
  watchTimers();
  watchListeners();
  return leftovers;
}
