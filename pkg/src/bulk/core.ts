/**
 * A running copy of the WebAssembly of bulk work (`src/wasm/bulk.rs`). It keeps what it is told until it is told to forget
 * it.
 */
import { answer, type Border, importsOf, type Place, put, read, toBytes } from '../border.js';

interface Exports extends Border {
  ask(what: number, at: number, length: number, now: number): Place;
  push(at: number, length: number): Place;
  __wbindgen_free(at: number, length: number, align: number): void;
}

/** A copy. */
export class Core {
  /** After a trap it is of no use any more. */
  isBroken = false;
  #exports!: Exports;

  /** Makes one. */
  static async start(module: WebAssembly.Module): Promise<Core> {
    const core = new Core();
    const imports = importsOf(module, {
      init() {},
      // What JavaScript makes of it, which has the tables of Unicode.
      lower: (to, ...text) =>
        answer(core.#exports, to as number, toBytes(read(core.#exports, text as Place).toLowerCase())),
    });
    core.#exports = (await WebAssembly.instantiate(module, imports)).exports as unknown as Exports;
    core.#exports.__wbindgen_start();
    return core;
  }

  /** How many bytes of memory it has. */
  get size(): number {
    return this.#exports.memory.buffer.byteLength;
  }

  /** Asks, or tells, what has that number in `asks.ts`, with values that NULs separate, at that moment. */
  ask(what: number, values: string, now: number): string {
    return this.#take(this.#exports.ask(what, ...put(this.#exports, toBytes(values)), now));
  }

  /** Goes on reading with these bytes. Gives the problem of the source as JSON, if one was found. */
  push(bytes: Uint8Array): string {
    return this.#take(this.#exports.push(...put(this.#exports, bytes)));
  }

  #take(place: Place): string {
    const text = read(this.#exports, place);
    this.#exports.__wbindgen_free(...place, 1);
    return text;
  }
}
