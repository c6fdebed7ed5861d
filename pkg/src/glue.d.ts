/** The bytes of the WebAssembly as text, in the default entry; see `scripts/build/inline.mjs`. */
declare module '#inline' {
  const bytes: (() => Uint8Array<ArrayBuffer>) | undefined;
  export default bytes;
}

/** The package's version, put in by the build. */
declare const __VERSION__: string;

/**
 * The module for bulk work as wasm-bindgen made it, as a factory: each call makes a copy with an instance of its own
 * (`scripts/build/glue.mjs`, `src/wasm/bulk.rs`).
 */
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
