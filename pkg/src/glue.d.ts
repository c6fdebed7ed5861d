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

/** The bytes of the WebAssembly as text, in the default entry; see `scripts/build/inline.mjs`. */
declare module '#inline' {
  const bytes: (() => Uint8Array<ArrayBuffer>) | undefined;
  export default bytes;
}

/** The package's version, put in by the build. */
declare const __VERSION__: string;

/** The module for bulk work, made as `#glue` is; see `src/wasm/bulk.rs`. */
declare module '#bulk-glue' {
  export interface BulkGlue {
    default(options: { module_or_path: WebAssembly.Module }): Promise<{ memory: WebAssembly.Memory }>;
    /** Asks, or tells, what has that number in `bulk/asks.ts`, with values that NULs separate, at that moment. */
    ask(what: number, values: string, now: number): string;
    /** Goes on reading with these bytes. Gives the problem of the source, if one was found. */
    push(bytes: Uint8Array): string;
  }

  export default function createGlue(): BulkGlue;
}

declare module '#bulk-inline' {
  export default function bytes(): Uint8Array<ArrayBuffer>;
}
