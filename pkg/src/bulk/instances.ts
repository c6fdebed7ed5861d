/** Instances of the WebAssembly, of which one that nobody uses any more is used again: its memory is there already. */
import createGlue, { type BulkGlue } from '#bulk-glue';
import bytes from '#bulk-inline';
import { FORGET } from './asks.js';

/** One that can be used. */
export interface Instance {
  readonly glue: BulkGlue;
  readonly memory: WebAssembly.Memory;
  /** After a trap it is of no use any more. */
  isBroken: boolean;
}

/** The largest memory that is kept for the next one, in bytes. */
const KEPT_MAX = 64 * 1024 * 1024;

/** How long it is kept, in milliseconds. */
const KEPT_MS = 30_000;

let compiled: Promise<WebAssembly.Module> | undefined;
let kept: { instance: Instance; timer: ReturnType<typeof setTimeout> } | undefined;

/** Calls back with the instance of an owner that is gone. */
const owners = new FinalizationRegistry<Instance>(keep);

/** Gives an instance to an owner, through which alone it may be used: it is used again once the owner cannot be. */
export async function lend(owner: object): Promise<Instance> {
  const instance = take() ?? (await make());
  owners.register(owner, instance);
  return instance;
}

async function make(): Promise<Instance> {
  try {
    compiled ??= WebAssembly.compile(bytes());
    const glue = createGlue();
    const { memory } = await glue.default({ module_or_path: await compiled });
    return { glue, memory, isBroken: false };
  } catch (cause) {
    compiled = undefined;
    throw cause;
  }
}

function take(): Instance | undefined {
  const instance = kept?.instance;
  clearTimeout(kept?.timer);
  kept = undefined;
  return instance;
}

function keep(instance: Instance): void {
  if (instance.isBroken || instance.memory.buffer.byteLength > KEPT_MAX) return;
  try {
    instance.glue.ask(FORGET, '', 0);
  } catch {
    return;
  }
  take();
  const timer = setTimeout(take, KEPT_MS);
  // Node is not kept alive by it.
  (timer as { unref?(): void }).unref?.();
  kept = { instance, timer };
}
