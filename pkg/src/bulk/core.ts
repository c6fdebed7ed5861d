/**
 * A running copy of the WebAssembly of bulk work (`src/wasm/bulk.rs`). It keeps what it is told until it is told to forget
 * it.
 */
import { answer, type Border, type Place, put, read, toBytes } from '../border.js';

interface Exports extends Border {
  ask(what: number, at: number, length: number, now: number): Place;
  push(at: number, length: number): Place;
  free(at: number, length: number, align: number): void;
}

/** A copy. */
export class Core {
  /** After a trap it is of no use any more. */
  isBroken = false;
  #exports!: Exports;

  /** Makes one. */
  static async start(module: WebAssembly.Module): Promise<Core> {
    const core = new Core();
    const host = {
      // What JavaScript makes of it, which has the tables of Unicode.
      lower: (to: number, ...text: number[]) =>
        answer(core.#exports, to, toBytes(read(core.#exports, text as Place).toLowerCase())),
    };
    core.#exports = (await WebAssembly.instantiate(module, { host })).exports as unknown as Exports;
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
    this.#exports.free(...place, 1);
    return text;
  }
}
