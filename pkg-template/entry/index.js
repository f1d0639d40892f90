// The default entry: everything in one file, the wasm as a string. Importing it does nothing.
import { imports, start } from 'optave:imports';
import { unpackerText, wasmText } from 'optave:wasm';
import { defineClient, starter } from './client.js';
import { refused } from './refused.js';

const instance = (bytes, imports) => new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports;

function instantiate() {
  try {
    // The text goes into the unpacker's memory as UTF-8, and its bytes stand there afterwards (build/unpacker.mjs).
    const { m, d } = instance(Uint8Array.from(unpackerText(), (character) => character.charCodeAt()));
    const { written } = new TextEncoder().encodeInto(wasmText(), new Uint8Array(m.buffer));
    return start(instance(new Uint8Array(m.buffer, 0, d(written)), imports));
  } catch (cause) {
    throw refused(cause);
  }
}

export const OptaveClient = /* @__PURE__ */ defineClient(/* @__PURE__ */ starter(instantiate));
export { OptaveClient as OptaveJavaScriptSDK, OptaveClient as default };
export { OptaveError } from '../../src/browser/error.js';
export { OptaveRequest } from '../../src/browser/request.js';
