// The entry whose WebAssembly is a file of its own: `await init()`, then everything as in the default entry.
export * from './index.js';

/**
 * Loads and compiles the WebAssembly, while it is still on its way where the browser can. Calls after the first one share
 * its result; after one that failed, the next tries again. To be awaited before the first client or
 * static.
 *
 * @throws {OptaveError} By rejection. `CONNECTION_ERROR` if it does not come or is not the file of this version,
 *   `UNSUPPORTED_IN_BROWSER` where the page allows no WebAssembly.
 * @param source Where it comes from: an address, a request, a response, its bytes, or the compiled module; or a promise of
 *   one of these. Default: `optave.wasm` beside this module.
 *
 * @example
 * await init();
 * const client = new OptaveClient({ websocketUrl, tokenUrl, organizationId });
 */
export declare function init(source?: WasmSource | PromiseLike<WasmSource>): Promise<void>;
export default init;

/** What the WebAssembly can be loaded from. */
export type WasmSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;
