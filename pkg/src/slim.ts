/**
 * `entra-access-packages/slim`: the package without the WebAssembly inside. Tell {@link init} where it is; the
 * file is `entra-access-packages/wasm`.
 *
 * @packageDocumentation
 */
export type { BulkCode } from './bulk/code.js';
export { initBulk, readRows, reportToCsv } from './bulk/lazy.js';
export { createAccessPackageClient } from './client.js';
export { clouds } from './clouds.js';
export * from './errors.js';
export { init } from './init.js';
export { accessPackageJsonSchema } from './json-schema.js';
export { type Bytes, initSync, type WasmSource } from './load.js';
export {
  type AccessPackageSchema,
  accessPackageSchema,
  createAccessPackageSchema,
  type JsonSchemaOptions,
  type JsonSchemaTarget,
  type SchemaResult,
} from './schema.js';
export type * from './types.js';
export { validateAccessPackage } from './validate.js';
