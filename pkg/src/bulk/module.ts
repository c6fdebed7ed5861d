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

  /** Nothing that the core does throws, so whatever comes out of it is a trap. */
  #enter(call: (glue: BulkGlue) => string): string {
    try {
      return call(this.#instance.glue);
    } catch (cause) {
      this.#instance.isBroken = true;
      throw new this.#kit.errors.InternalError({ message: 'the WebAssembly trapped', cause });
    }
  }

  /** Asks, or tells, what is one of `asks.ts`. */
  say(what: number, ...values: (string | number | boolean | null | undefined)[]): string {
    return this.#enter((glue) => glue.ask(what, values.join('\0'), performance.now()));
  }

  /** The value of what is answered in JSON. */
  ask<T>(what: number, ...values: (string | number | boolean | undefined)[]): T {
    return JSON.parse(this.say(what, ...values));
  }

  /** Goes on reading with these bytes. Gives the problem of the source as JSON, if one was found. */
  push(bytes: Uint8Array): string {
    return this.#enter((glue) => glue.push(bytes));
  }
}
