/**
 * A running copy of the WebAssembly. It keeps nothing between two entries: whatever an entry leaves in its memory, tokens
 * too, is overwritten.
 */
import { answer, type Border, type Place, put, read, toBytes } from './border.js';
import { iso } from './iso.js';

/** Whom the core asks (`src/wasm/host.rs`). */
export interface Host {
  number(fact: number): number;
  set(fact: number, value: number): void;
  /**
   * What the core says is read only by whoever needs it, before anything else is done: in most steps it was said before.
   * `kind` stands for its name.
   */
  act(kind: number, read: () => Said): void;
  ask(kind: number, read: () => Said): Uint8Array;
  /** What it throws to end an entry. */
  readonly ended: unknown;
}

/** What the core says to the host: its name, and what belongs to it as JSON. */
export type Said = [name: string, what: string];

/** What is exported (`src/wasm/calls.rs`). */
interface Exports extends Border {
  /** The pointer of the stack that the core has in its memory: what is thrown through the core leaves it where it is. */
  readonly stack: WebAssembly.Global<'i32'>;
  /** Carries out a call. Text goes in and comes out. */
  run(at: number, length: number): Place;
  /** Overwrites what the last entry left. */
  wipe(): void;
}

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
  #exports!: Exports;
  /** Who is asked. */
  #host: Host | undefined;

  /** Makes an instance without waiting. Browsers may refuse that for large modules on a page's main thread. */
  static startSync(module: WebAssembly.Module): Instance {
    const instance = new Instance();
    return instance.#begin(new WebAssembly.Instance(module, instance.#imports()));
  }

  /** Makes an instance. */
  static async start(module: WebAssembly.Module): Promise<Instance> {
    const instance = new Instance();
    return instance.#begin(await WebAssembly.instantiate(module, instance.#imports()));
  }

  /**
   * Enters the core with a call, for a host if it asks for anything, and gives what comes out.
   *
   * @throws What the host threw to end the entry; else a {@link Trap}.
   */
  enter(call: Uint8Array, host?: Host): string {
    const { stack, wipe } = this.#exports;
    const top = stack.value;
    this.#host = host;
    try {
      return read(this.#exports, this.#exports.run(...put(this.#exports, call)));
    } catch (thrown) {
      stack.value = top;
      if (host && thrown === host.ended) throw thrown;
      this.trap = new Trap('the WebAssembly trapped', { cause: thrown });
      throw this.trap;
    } finally {
      this.#host = undefined;
      wipe();
    }
  }

  #begin({ exports }: WebAssembly.Instance): Instance {
    this.#exports = exports as unknown as Exports;
    // Some other module fails here, and not in the first call.
    this.#exports.wipe();
    return this;
  }

  #imports(): WebAssembly.Imports {
    const asked = () => this.#host as Host;
    const text = (places: number[]) => read(this.#exports, places as Place);
    const said = (places: number[]) => (): Said => [text(places), text(places.slice(2))];
    const host = {
      number: (fact: number) => asked().number(fact),
      set: (fact: number, value: number) => asked().set(fact, value),
      // These two nobody is asked for: JavaScript has the tables of Unicode, and the calendar.
      fold: (to: number, ...places: number[]) => answer(this.#exports, to, toBytes(text(places).toLowerCase())),
      iso: (to: number, millis: number) => answer(this.#exports, to, toBytes(iso(millis))),
      // Each name is a constant of the module, at a place of its own.
      act: (...places: number[]) => asked().act(places[0] as number, said(places)),
      ask: (to: number, ...places: number[]) =>
        answer(this.#exports, to, asked().ask(places[0] as number, said(places))),
    };
    return { host };
  }
}
