/** A running copy of the WebAssembly that survives its own death: a trap rejects what is pending. */
import createGlue, { type Glue, type Settlement } from '#glue';

/** What is thrown and rejected with when the WebAssembly trapped. `cause` is what JavaScript says of the trap. */
export class Trap extends Error {}

/** One instance. After a trap it is dead, and the next call needs another. */
export class Instance {
  /** The trap that ended it. */
  trap: Trap | undefined;
  readonly #glue: Glue;
  readonly #pending = new Set<(trap: Trap) => void>();

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

  private constructor() {
    const guard = (exports: WebAssembly.Exports) => this.#guard(exports);
    // Stands in for the global `WebAssembly` inside the generated code, so that every entry is guarded.
    class GuardedInstance {
      readonly exports: WebAssembly.Exports;
      constructor(module: WebAssembly.Module, imports: WebAssembly.Imports, instance?: WebAssembly.Instance) {
        this.exports = guard((instance ?? new WebAssembly.Instance(module, imports)).exports);
      }
    }
    this.#glue = createGlue({
      Module: WebAssembly.Module,
      Instance: GuardedInstance,
      instantiate: async (module: WebAssembly.Module, imports: WebAssembly.Imports) =>
        new GuardedInstance(module, imports, await WebAssembly.instantiate(module, imports)),
    });
  }

  /** Calls a synchronous export. */
  enter(call: (glue: Glue) => Settlement): Settlement {
    let settlement: Settlement | undefined;
    let failure: unknown;
    try {
      settlement = call(this.#glue);
    } catch (error) {
      failure = error;
    }
    if (this.trap) throw this.trap;
    if (!settlement) throw new Trap('the call did not settle', { cause: failure });
    return settlement;
  }

  /** Calls the asynchronous export. */
  async run(call: object): Promise<Settlement> {
    let pending: ((trap: Trap) => void) | undefined;
    try {
      return await new Promise<Settlement>((resolve, reject) => {
        pending = reject;
        this.#pending.add(reject);
        this.#glue.run(call).then(resolve, reject);
      });
    } catch (error) {
      throw this.trap ?? error;
    } finally {
      if (pending) this.#pending.delete(pending);
    }
  }

  /**
   * Wraps the exports, which is every way in: the calls of the facade and those that promises make. A trap
   * is told to all who wait and not thrown on, because from a microtask it would end a Node process.
   */
  #guard(exports: WebAssembly.Exports): WebAssembly.Exports {
    const guarded: WebAssembly.Exports = Object.create(null);
    for (const [name, value] of Object.entries(exports)) {
      guarded[name] =
        typeof value !== 'function'
          ? value
          : (...args: unknown[]) => {
              try {
                return value(...args);
              } catch (cause) {
                this.trap ??= new Trap('the WebAssembly trapped', { cause });
                for (const reject of this.#pending) reject(this.trap);
                // The generated code may take a result apart, as a list or as a number; here both work.
                return [];
              }
            };
    }
    return guarded;
  }
}
