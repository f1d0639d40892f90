// The default entry: everything in one module, the wasm as a string. Importing it does nothing.
import { imports, start } from 'optave:imports';
import { wasmText } from 'optave:wasm';
import { defineClient, starter } from './client.js';

const begin = /* @__PURE__ */ starter(() => {
  const bytes = new Uint8Array(wasmText.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = wasmText.charCodeAt(index);
  start(new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports);
});

export const OptaveClient = /* @__PURE__ */ defineClient(begin);
export { OptaveClient as OptaveJavaScriptSDK, OptaveClient as default };
export { OptaveError } from '../../src/browser/error.js';
export { OptaveRequest } from '../../src/browser/request.js';
