/** The WebAssembly of bulk work. Each reading, plan and job has one of its own. */
import type { BulkGlue } from '#bulk-glue';
import { type Instance, lend } from './instances.js';
import type { Kit } from './kit.js';

/** What somebody works with. After a trap it is of no use any more. */
export class Module {
  readonly #kit: Kit;
  #instance!: Instance;

  /** Makes one. */
  static async start(kit: Kit): Promise<Module> {
    const module = new Module(kit);
    try {
      module.#instance = await lend(module);
      return module;
    } catch (cause) {
      throw kit.loadError(cause);
    }
  }

  private constructor(kit: Kit) {
    this.#kit = kit;
  }

  /** Calls an export. None of them throws, so whatever comes out of one is a trap. */
  enter<T>(call: (glue: BulkGlue) => T): T {
    try {
      return call(this.#instance.glue);
    } catch (cause) {
      this.#instance.isBroken = true;
      throw new this.#kit.errors.InternalError({ message: 'the WebAssembly trapped', cause });
    }
  }

  /** The value of an export that answers in JSON. */
  ask<T>(call: (glue: BulkGlue) => string): T {
    return JSON.parse(this.enter(call));
  }
}
