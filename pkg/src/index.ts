/**
 * `entra-access-packages`: creates Microsoft Entra access packages through Microsoft Graph from a web page, and
 * tells the truth about the outcome.
 *
 * The WebAssembly is inside and is compiled on first use: no plugin, no asset, no further request.
 *
 * @packageDocumentation
 */
export * from './slim.js';
