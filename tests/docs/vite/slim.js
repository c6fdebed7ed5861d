import { createAccessPackageClient, init } from 'entra-access-packages/slim';
import wasm from 'entra-access-packages/wasm?url';

await init(wasm);
export const open = createAccessPackageClient;
