/** Instances of the WebAssembly, of which one that nobody uses any more is used again: its memory is there already. */
import bytes from '#bulk-inline';
import { FORGET } from './asks.js';
import { Core } from './core.js';

/** The largest memory that is kept for the next one, in bytes. */
const KEPT_MAX = 64 * 1024 * 1024;

/** How long it is kept, in milliseconds. */
const KEPT_MS = 30_000;

let compiled: Promise<WebAssembly.Module> | undefined;
let kept: { instance: Core; timer: ReturnType<typeof setTimeout> } | undefined;

/** Calls back with the instance of an owner that is gone. */
const owners = new FinalizationRegistry<Core>(keep);

/** Gives an instance to an owner, through which alone it may be used: it is used again once the owner cannot be. */
export async function lend(owner: object): Promise<Core> {
  const instance = take() ?? (await make());
  owners.register(owner, instance);
  return instance;
}

async function make(): Promise<Core> {
  try {
    compiled ??= WebAssembly.compile(bytes());
    return await Core.start(await compiled);
  } catch (cause) {
    compiled = undefined;
    throw cause;
  }
}

function take(): Core | undefined {
  const instance = kept?.instance;
  clearTimeout(kept?.timer);
  kept = undefined;
  return instance;
}

function keep(instance: Core): void {
  if (instance.isBroken || instance.size > KEPT_MAX) return;
  try {
    instance.ask(FORGET, '', 0);
  } catch {
    return;
  }
  take();
  const timer = setTimeout(take, KEPT_MS);
  // Node is not kept alive by it.
  (timer as { unref?(): void }).unref?.();
  kept = { instance, timer };
}
