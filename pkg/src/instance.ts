/** A running copy of the WebAssembly that survives its own death: a trap rejects what waits. */
import createGlue, { type Glue, type Settlement } from '#glue';

/** What is thrown and rejected with when the WebAssembly trapped. `cause` is what JavaScript says of the trap. */
export class Trap extends Error {}

/** Tells a trap of this instance, which may be another copy's of this package: `instanceof` would not do. */
export function isTrap(error: unknown, instance: Instance | undefined): error is Trap {
  return error !== undefined && error === instance?.trap;
}

/** A call that the core asks for something, and that has to tell the answer: a value, or what was thrown. */
export interface Asked {
  answer: (ok: boolean, value: unknown) => void;
}

/** One instance. After a trap it is dead, and the next call needs another. */
export class Instance {
  /** The trap that ended it. */
  trap: Trap | undefined;
  readonly #glue: Glue = createGlue();
  readonly #waiting = new Set<(trap: Trap) => void>();
  #last = 0;

  /** Makes an instance without waiting. Browsers may refuse that for large modules on a page's main thread. */
  static startSync(module: WebAssembly.Module): Instance {
    const instance = new Instance();
    instance.#glue.initSync({ module });
    return instance;
  }

  /** Makes an instance. */
  static async start(module: WebAssembly.Module): Promise<Instance> {
    const instance = new Instance();
    await instance.#glue.default({ module_or_path: module });
    return instance;
  }

  private constructor() {}

  /**
   * Calls an export. Exports settle and do not throw, so whatever comes out of one is a trap: it is told to all
   * who wait.
   */
  enter<T>(call: (glue: Glue) => T): T {
    if (this.trap) throw this.trap;
    try {
      return call(this.#glue);
    } catch (cause) {
      this.trap = new Trap('the WebAssembly trapped', { cause });
      for (const reject of this.#waiting) reject(this.trap);
      throw this.trap;
    }
  }

  /** Carries out a call that talks to Graph: lets the core go on with each answer until it settles. */
  run(call: Asked): Promise<Settlement> {
    this.#last += 1;
    const number = this.#last;
    let reject: (trap: Trap) => void;
    return new Promise<Settlement>((resolve, rejected) => {
      reject = rejected;
      this.#waiting.add(reject);
      const go = (into: (glue: Glue) => Settlement | undefined) => {
        try {
          const settlement = this.enter(into);
          if (settlement) resolve(settlement);
        } catch (trap) {
          rejected(trap);
        }
      };
      call.answer = (ok, value) => go((glue) => glue.resume(number, ok, value));
      go((glue) => glue.start(number, call));
    }).finally(() => this.#waiting.delete(reject));
  }
}
