/**
 * What crosses the border to the WebAssembly: numbers, and text or bytes by their places in its memory.
 *
 * How they do is the convention of the version of wasm-bindgen that is pinned in `Cargo.toml`; the JavaScript that it would
 * write for this is five times as long, because it knows much more.
 */

/** The place of a text in the memory, and how many bytes it has. */
export type Place = [at: number, length: number];

/** What is exported for the border itself, under the names that `scripts/build/names.mjs` gives. */
export interface Border {
  readonly memory: WebAssembly.Memory;
  allocate(length: number, align: number): number;
}

/** Puts bytes into the memory, for a function that is called next. */
export function put(border: Border, bytes: Uint8Array): Place {
  const at = border.allocate(bytes.length, 1);
  new Uint8Array(border.memory.buffer, at).set(bytes);
  return [at, bytes.length];
}

/** A text as it lies in the memory. */
export const toBytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The text that is at a place. */
export function read({ memory }: Border, [at, length]: Place): string {
  // Not one for all: those of Safari end after two gigabytes.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(memory.buffer, at, length));
}

/** Answers, where it was asked to, a function that gives a text. */
export function answer(border: Border, to: number, text: Uint8Array): void {
  const place = put(border, text);
  new Uint32Array(border.memory.buffer, to).set(place);
}
