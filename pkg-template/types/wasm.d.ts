export * from './index.js';

/** Loads the WebAssembly, once; resolves when clients can be made. */
export declare function init(source?: unknown): Promise<void>;
export default init;
