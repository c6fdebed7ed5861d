/**
 * A running copy of the WebAssembly. It keeps nothing between two entries: whatever an entry leaves in its memory, tokens
 * too, is overwritten.
 */
import createGlue, { type Exports, type Glue, type Host } from '#glue';

/** What is thrown when the WebAssembly trapped. `cause` is what JavaScript says of the trap. */
export class Trap extends Error {
  /** Tells it in each copy of this package, one of which may have made the instance. */
  readonly isTrap = true;
}

/** Whether it was a trap. */
export function isTrap(error: unknown): error is Trap {
  return (error as Partial<Trap> | undefined)?.isTrap === true;
}

/** One instance. */
export class Instance {
  /** The trap that it had: then it serves nobody new, though nothing is left of the trap. */
  trap: Trap | undefined;
  readonly #glue: Glue;
  #exports!: Exports;
  /** Who is asked. */
  #host: Host | undefined;

  /** Makes an instance without waiting. Browsers may refuse that for large modules on a page's main thread. */
  static startSync(module: WebAssembly.Module): Instance {
    const instance = new Instance();
    instance.#exports = instance.#glue.initSync({ module });
    return instance;
  }

  /** Makes an instance. */
  static async start(module: WebAssembly.Module): Promise<Instance> {
    const instance = new Instance();
    instance.#exports = await instance.#glue.default({ module_or_path: module });
    return instance;
  }

  private constructor() {
    const host = () => this.#host as Host;
    this.#glue = createGlue({
      number: (fact) => host().number(fact),
      set: (fact, value) => host().set(fact, value),
      fold: (text) => host().fold(text),
      act: (name, what) => host().act(name, what),
      ask: (name, what) => host().ask(name, what),
    });
  }

  /**
   * Calls an export for a host, and gives what it gives.
   *
   * @throws What the host threw, which ends the entry; else a {@link Trap}.
   */
  enter(call: (glue: Glue) => string, host?: Host): string {
    const { __stack_pointer: stack } = this.#exports;
    const top = stack.value;
    this.#host = host;
    try {
      return call(this.#glue);
    } catch (thrown) {
      // What was thrown through the core has left its stack as it was.
      stack.value = top;
      if (thrown === host?.ended) throw thrown;
      this.trap = new Trap('the WebAssembly trapped', { cause: thrown });
      throw this.trap;
    } finally {
      this.#host = undefined;
      this.#glue.wipe();
    }
  }
}
