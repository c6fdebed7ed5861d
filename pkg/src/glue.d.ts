/** The bytes of the WebAssembly as text, in the default entry; see `scripts/build/inline.mjs`. */
declare module '#inline' {
  const bytes: (() => Uint8Array<ArrayBuffer>) | undefined;
  export default bytes;
}

/** The package's version, put in by the build. */
declare const __VERSION__: string;

declare module '#bulk-inline' {
  export default function bytes(): Uint8Array<ArrayBuffer>;
}
