/** The WebAssembly of bulk work. Each reading, plan and job has one of its own. */
import type { Core } from './core.js';
import { lend } from './instances.js';
import type { Kit } from './kit.js';

/** What somebody works with. After a trap it is of no use any more. */
export class Module {
  readonly #kit: Kit;
  #core!: Core;

  /** Makes one. */
  static async start(kit: Kit): Promise<Module> {
    const module = new Module(kit);
    try {
      module.#core = await lend(module);
      return module;
    } catch (cause) {
      throw kit.loadError(cause);
    }
  }

  private constructor(kit: Kit) {
    this.#kit = kit;
  }

  /** Nothing that the core does throws, so whatever comes out of it is a trap. */
  #enter(call: (core: Core) => string): string {
    try {
      return call(this.#core);
    } catch (cause) {
      this.#core.isBroken = true;
      throw new this.#kit.errors.InternalError({ message: 'the WebAssembly trapped', cause });
    }
  }

  /** Asks, or tells, what is one of `asks.ts`. */
  say(what: number, ...values: (string | number | boolean | null | undefined)[]): string {
    // What is between values is in none: a catalog could be taken for another one.
    const text = values.map((value) => String(value ?? '').replaceAll('\0', '\ufffd')).join('\0');
    return this.#enter((core) => core.ask(what, text, performance.now()));
  }

  /** The value of what is answered in JSON. */
  ask<T>(what: number, ...values: (string | number | boolean | undefined)[]): T {
    return JSON.parse(this.say(what, ...values));
  }

  /** Goes on reading with these bytes. Gives the problem of the source as JSON, if one was found. */
  push(bytes: Uint8Array): string {
    return this.#enter((core) => core.push(bytes));
  }
}
