/** Loading the WebAssembly: once a realm, on first use, again after a failure. */
// The build gives the default entry the bytes, and the others nothing.
import inlined from '#inline';
import { LoadError, type LoadErrorReason } from './errors.js';
import { Instance } from './instance.js';
import { type Realm, realm } from './realm.js';

/** Bytes in memory. (TypeScript's own `BufferSource` has another meaning in each of its versions.) */
export type Bytes = ArrayBuffer | ArrayBufferView;

/** Where the WebAssembly comes from. A promise of any of these will do too. */
export type WasmSource = WebAssembly.Module | Bytes | Response | URL | string;

/** What helps where a file cannot be had. */
const REMEDY = '; put the file there, or import the default entry, which carries it';

/** What is said of a file whose end did not come. */
const BROKEN_OFF = 'the file broke off';

/** What the WebAssembly and its glue cannot do without. The environment `jsdom` of Jest lacks the last two. */
const NEEDED = ['WebAssembly', 'TextDecoder', 'TextEncoder'];

/**
 * Loads the WebAssembly ahead of time as `init` does, without waiting. Meant for workers and for Node: browsers may refuse it on the main thread.
 *
 * @throws {@link LoadError} `ERR_LOAD`
 */
export function initSync(source?: WebAssembly.Module | Bytes): void {
  const shared = realm();
  if (current(shared)) return;
  if (missing()) throw unsupported();
  try {
    const from = shared.module ?? source ?? inlined?.();
    if (!from) throw noSource();
    const module = isModule(from) ? from : new WebAssembly.Module(from as BufferSource);
    Object.assign(shared, { module, instance: Instance.startSync(module) });
  } catch (cause) {
    throw loadError(cause);
  }
}

/** The instance, if one is ready. */
export function ready(): Instance {
  const shared = realm();
  // After a trap the module is still there.
  if (shared.module) initSync();
  const instance = current(shared);
  if (instance) return instance;
  throw new LoadError({
    reason: 'notLoaded',
    message: 'the WebAssembly is not loaded yet: call this after init() has resolved',
  });
}

/** Makes sure that there is an instance. */
export function load(source?: WasmSource | PromiseLike<WasmSource>): Promise<Instance> {
  const shared = realm();
  const instance = current(shared);
  if (instance) {
    // Nobody else would hear of it.
    Promise.resolve(source).catch(() => {});
    return Promise.resolve(instance);
  }
  if (shared.loading && source === undefined) return shared.loading;
  const loading = start(shared, source).finally(() => {
    if (shared.loading === loading) delete shared.loading;
  });
  shared.loading = loading;
  return loading;
}

async function start(shared: Realm, source: WasmSource | PromiseLike<WasmSource> | undefined): Promise<Instance> {
  wakeLocks().catch(() => {});
  try {
    const module = shared.module ?? (await compile(source));
    const instance = await Instance.start(module);
    // Another load may have been faster.
    const first = current(shared);
    if (first) return first;
    Object.assign(shared, { module, instance });
    return instance;
  } catch (cause) {
    throw loadError(cause);
  }
}

/** Browsers take some milliseconds for the first lock of a page, and every create needs one: they can take them now. */
async function wakeLocks(): Promise<void> {
  await navigator.locks.request('entra-access-packages', { ifAvailable: true }, () => {});
}

function current(shared: Realm): Instance | undefined {
  return shared.instance?.trap ? undefined : shared.instance;
}

async function compile(given: WasmSource | PromiseLike<WasmSource> | undefined): Promise<WebAssembly.Module> {
  // Before a source is asked for: nothing could be done with it.
  if (missing()) throw unsupported();
  const source = (await had(given, 'the source could not be had')) ?? inlined?.();
  if (!source) throw noSource();
  if (isModule(source)) return source;
  const isUrl = typeof source === 'string' || tagOf(source) === '[object URL]';
  const response = isUrl
    ? await had(fetchWasm(source as string | URL), `the file could not be fetched${REMEDY}`)
    : source;
  // By what it has, for a Response of another realm.
  if (!('arrayBuffer' in response)) return WebAssembly.compile(response as BufferSource);
  if (!response.ok) throw failure('status', `the file was answered with ${response.status}${REMEDY}`);
  const type = response.headers.get('Content-Type');
  if (/^application\/wasm$/i.test(type ?? '') && response instanceof Response && 'compileStreaming' in WebAssembly) {
    return WebAssembly.compileStreaming(response).catch((cause: unknown) => {
      // The bytes are wrong, or forbidden; anything else is the connection.
      throw cause instanceof WebAssembly.CompileError || cause instanceof EvalError
        ? cause
        : failure('network', BROKEN_OFF, cause);
    });
  }
  const bytes = await had(response.arrayBuffer(), BROKEN_OFF);
  if (bytes.byteLength < 8 || new DataView(bytes).getUint32(0) !== 0x0061736d) {
    throw failure('mime', `the answer is no WebAssembly, its Content-Type is ${type}${REMEDY}`);
  }
  return WebAssembly.compile(bytes);
}

/** What was promised; `what` is said where it does not come. */
async function had<T>(promised: T, what: string): Promise<Awaited<T>> {
  try {
    return await promised;
  } catch (cause) {
    throw failure('network', what, cause);
  }
}

/** Rejects also where there is no `fetch`. */
const fetchWasm = async (url: string | URL): Promise<Response> => fetch(url, { credentials: 'same-origin' });

/** Also for values of other realms. */
const tagOf = (value: unknown): string => Object.prototype.toString.call(value);

function isModule(source: WasmSource): source is WebAssembly.Module {
  return tagOf(source) === '[object WebAssembly.Module]';
}

function missing(): string | undefined {
  return NEEDED.find((name) => !(name in globalThis));
}

function unsupported(cause?: unknown): LoadError {
  const name = missing();
  const remedy = name === 'WebAssembly' ? 'it may be switched off in the settings' : "a test's environment may need it";
  return failure('unsupported', `there is no ${name} here; ${remedy}`, cause);
}

function noSource(): LoadError {
  return failure('noSource', 'call init() with the module, its bytes or its URL first');
}

function failure(reason: LoadErrorReason, what: string, cause?: unknown): LoadError {
  return new LoadError({ reason, message: `the WebAssembly could not be loaded: ${what}`, cause });
}

/** Tells a Content-Security-Policy from bad bytes, for which browsers have nothing but different words. */
export function loadError(cause: unknown): LoadError {
  if (cause instanceof LoadError) return cause;
  if (missing()) return unsupported(cause);
  const { name, message } = cause instanceof Error ? cause : { name: '', message: '' };
  return name === 'EvalError' || /content.security.policy|\bCSP\b|unsafe-eval/i.test(message)
    ? failure('csp', "the Content-Security-Policy needs script-src 'wasm-unsafe-eval'", cause)
    : failure('invalid', 'the bytes are not those of this package', cause);
}
