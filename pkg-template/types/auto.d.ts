import type { OptaveClient, OptaveOptions } from './index.js';

/** Makes a client over WebAssembly where the page allows it, else over plain JavaScript; only one of them is loaded. */
export declare function createClient(options: OptaveOptions): Promise<OptaveClient>;
