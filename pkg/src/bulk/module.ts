/** The WebAssembly of bulk work. Each reading, plan and job has an instance of its own, whose memory goes with it. */
import createGlue, { type BulkGlue } from '#bulk-glue';
import bytes from '#bulk-inline';
import type { Kit } from './kit.js';

let compiled: Promise<WebAssembly.Module> | undefined;

/** One instance. After a trap it is of no use any more. */
export class Module {
  readonly #kit: Kit;
  readonly #glue: BulkGlue;

  /** Makes an instance. */
  static async start(kit: Kit): Promise<Module> {
    try {
      compiled ??= WebAssembly.compile(bytes());
      const glue = createGlue();
      await glue.default({ module_or_path: await compiled });
      return new Module(kit, glue);
    } catch (cause) {
      compiled = undefined;
      throw kit.loadError(cause);
    }
  }

  private constructor(kit: Kit, glue: BulkGlue) {
    this.#kit = kit;
    this.#glue = glue;
  }

  /** Calls an export. None of them throws, so whatever comes out of one is a trap. */
  enter<T>(call: (glue: BulkGlue) => T): T {
    try {
      return call(this.#glue);
    } catch (cause) {
      throw new this.#kit.errors.InternalError({ message: 'the WebAssembly trapped', cause });
    }
  }

  /** The value of an export that answers in JSON. */
  ask<T>(call: (glue: BulkGlue) => string): T {
    return JSON.parse(this.enter(call));
  }
}
