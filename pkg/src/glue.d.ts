/**
 * The module that wasm-bindgen generated, as a factory: each call makes a copy with an instance of its own.
 * `scripts/build/glue.mjs` makes it.
 */
declare module '#glue' {
  /** `[value, error, attempts, cause, body]`; see `src/wasm/settlement.rs`. */
  export type Settlement = [value?: string, error?: string, attempts?: string, cause?: unknown, body?: unknown];

  export interface Glue {
    default(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
    initSync(options: { module: WebAssembly.Module }): unknown;
    validate(input: unknown): Settlement;
    prepare(call: object): Settlement;
    start(number: number, call: object): Settlement | undefined;
    resume(number: number, ok: boolean, answer: unknown): Settlement | undefined;
  }

  export default function createGlue(): Glue;
}

/** The bytes of the WebAssembly as text; see `scripts/build/inline.mjs`. */
declare module '#inline' {
  export default function bytes(): Uint8Array<ArrayBuffer>;
}

/** The package's version, put in by the build. */
declare const __VERSION__: string;
