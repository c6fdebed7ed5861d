/**
 * What a module imports and exports, under the names that the facade has for it (`pkg/src/border.ts`): wasm-bindgen's have a
 * hash in them, and those of its own beginnings and ends, which nobody here calls, keep code alive.
 */

/** The name of an import, `__wbg_ask_7cf21b8ada70c147`: the middle of it is the function's in Rust. */
const IMPORT = /^__wbg_(\w+)_[0-9a-f]{16}$/;

/** From where the facade's functions are imported. */
const HOST = 'host';

/** wasm-bindgen's own exports that the facade uses, and its names for them. */
const RENAMED = { __stack_pointer: 'stack', __wbindgen_malloc: 'allocate', __wbindgen_free: 'free' };

/** The others of its own, by how they begin. */
const OWN = '__';

/** Sections of a module, by their numbers. <https://webassembly.github.io/spec/core/binary/modules.html#sections> */
const IMPORTS = 2;
const EXPORTS = 7;
const FUNCTION = 0;

/**
 * Which exports of a module nobody calls.
 *
 * @param {Uint8Array} wasm
 * @param {readonly string[]} unused further ones
 */
export function idleExports(wasm, unused) {
  const names = WebAssembly.Module.exports(new WebAssembly.Module(wasm)).map(({ name }) => name);
  return names.filter((name) => unused.includes(name) || (name.startsWith(OWN) && !(name in RENAMED)));
}

/**
 * Gives a module the names of the facade.
 *
 * @param {Uint8Array} wasm
 * @returns {Uint8Array}
 */
export function rename(wasm) {
  const from = new Reader(wasm);
  const parts = [from.take(8)];
  while (!from.isAtEnd) {
    const id = from.byte();
    const content = new Reader(from.take(from.number()));
    const renamed = id === IMPORTS ? renameImports(content) : id === EXPORTS ? renameExports(content) : content.rest();
    parts.push([id], numberOf(renamed.length), renamed);
  }
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function renameImports(content) {
  const count = content.number();
  const written = [...numberOf(count)];
  for (let at = 0; at < count; at++) {
    content.text();
    const name = content.text();
    if (content.byte() !== FUNCTION) throw new Error(`the module imports ${name}, which is no function`);
    const [, known] = IMPORT.exec(name) ?? [];
    if (!known) throw new Error(`the module imports ${name}, which the facade does not know`);
    written.push(...textOf(HOST), ...textOf(known), FUNCTION, ...numberOf(content.number()));
  }
  return written;
}

function renameExports(content) {
  const count = content.number();
  const written = [...numberOf(count)];
  for (let at = 0; at < count; at++) {
    const name = content.text();
    written.push(...textOf(RENAMED[name] ?? name), content.byte(), ...numberOf(content.number()));
  }
  return written;
}

/** Reads what a module is made of. */
class Reader {
  #bytes;
  #at = 0;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
  }

  get isAtEnd() {
    return this.#at >= this.#bytes.length;
  }

  byte() {
    return this.#bytes[this.#at++];
  }

  take(length) {
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  rest() {
    return this.take(this.#bytes.length - this.#at);
  }

  /** A whole number in LEB128. */
  number() {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      number += (byte & 127) * 2 ** shift;
      if (byte < 128) return number;
    }
  }

  text() {
    return new TextDecoder().decode(this.take(this.number()));
  }
}

/** A whole number in LEB128. */
function numberOf(number) {
  const bytes = [];
  for (let rest = number; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

function textOf(text) {
  const bytes = new TextEncoder().encode(text);
  return [...numberOf(bytes.length), ...bytes];
}
