/**
 * A running copy of the WebAssembly. It keeps nothing between two entries: whatever an entry leaves in its memory, tokens
 * too, is overwritten.
 *
 * Only numbers and text cross the border. How they do is the convention of the version of wasm-bindgen that is pinned in
 * `Cargo.toml`; the JavaScript that it would write for this is five times as long, because it knows much more.
 */

import { toBytes } from './encode.js';

/** Whom the core asks (`src/wasm/host.rs`). */
export interface Host {
  number(fact: number): number;
  set(fact: number, value: number): void;
  fold(text: string): string;
  /** What the core says is read only by whoever needs it, before anything else is done: in most steps it was said before. */
  act(read: () => Said): void;
  ask(read: () => Said): Uint8Array;
  /** What it throws to end an entry. */
  readonly ended: unknown;
}

/** What the core says to the host: its name, and what belongs to it as JSON. */
export type Said = [name: string, what: string];

/** What can be entered (`src/wasm/calls.rs`): text goes in and comes out. */
export type Entry = 'validate' | 'prepare' | 'run';

/** Text in the memory of the WebAssembly: its place, and how many bytes it has. */
type Place = [at: number, length: number];

interface Exports extends Record<Entry, (at: number, length: number) => Place> {
  readonly memory: WebAssembly.Memory;
  /** The pointer of the stack that the core has in its memory: what is thrown through the core leaves it where it is. */
  readonly __stack_pointer: WebAssembly.Global<'i32'>;
  __wbindgen_start(): void;
  __wbindgen_malloc(length: number, align: number): number;
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
  /** One for each entry: those of Safari end after two gigabytes. */
  #decoder!: TextDecoder;

  /** Makes an instance without waiting. Browsers may refuse that for large modules on a page's main thread. */
  static startSync(module: WebAssembly.Module): Instance {
    const instance = new Instance();
    return instance.#begin(new WebAssembly.Instance(module, instance.#imports(module)));
  }

  /** Makes an instance. */
  static async start(module: WebAssembly.Module): Promise<Instance> {
    const instance = new Instance();
    return instance.#begin(await WebAssembly.instantiate(module, instance.#imports(module)));
  }

  /**
   * Enters the core for a host, with text, and gives what comes out.
   *
   * @throws What the host threw to end the entry; else a {@link Trap}.
   */
  enter(entry: Entry, text: Uint8Array, host?: Host): string {
    const { __stack_pointer: stack, wipe } = this.#exports;
    const top = stack.value;
    this.#host = host;
    this.#decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    try {
      return this.#read(...this.#exports[entry](...this.#write(text)));
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
    this.#exports.__wbindgen_start();
    return this;
  }

  #imports(module: WebAssembly.Module): WebAssembly.Imports {
    const host = () => this.#host as Host;
    const answer = (to: number, text: Uint8Array) => {
      const place = this.#write(text);
      new Uint32Array(this.#exports.memory.buffer, to).set(place);
    };
    const said = (places: number[]) => (): Said => {
      const [name, length, ...what] = places as [...Place, ...Place];
      return [this.#read(name, length), this.#read(...what)];
    };
    const functions: Record<string, (...numbers: number[]) => unknown> = {
      number: (fact) => host().number(fact as number),
      set: (fact, value) => host().set(fact as number, value as number),
      fold: (to, ...text) => answer(to as number, toBytes(host().fold(this.#read(...(text as Place))))),
      act: (...places) => host().act(said(places)),
      ask: (to, ...places) => answer(to as number, host().ask(said(places))),
      // For values of JavaScript, of which none goes in.
      init() {},
    };
    const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      imports[from] ??= {};
      // `__wbg_ask_7cf21b8ada70c147`, `__wbindgen_init_externref_table`
      const wanted = functions[name.split('_')[3] as string];
      if (wanted) imports[from][name] = wanted as WebAssembly.ImportValue;
    }
    return imports;
  }

  #read(at: number, length: number): string {
    return this.#decoder.decode(new Uint8Array(this.#exports.memory.buffer, at, length));
  }

  #write(bytes: Uint8Array): Place {
    const at = this.#exports.__wbindgen_malloc(bytes.length, 1);
    new Uint8Array(this.#exports.memory.buffer, at).set(bytes);
    return [at, bytes.length];
  }
}
