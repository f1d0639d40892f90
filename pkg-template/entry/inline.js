// The wasm that stands as a text in the same file.
import { imports, start } from 'optave:imports';
import { unpackerText, wasmText } from 'optave:wasm';

const instance = (bytes, imports) => new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports;

export function instantiate() {
  // The text goes into the unpacker's memory as UTF-8, and its bytes stand there afterwards (build/unpacker.mjs).
  const { m, d } = instance(Uint8Array.from(unpackerText(), (character) => character.charCodeAt()));
  const { written } = new TextEncoder().encodeInto(wasmText(), new Uint8Array(m.buffer));
  return start(instance(new Uint8Array(m.buffer, 0, d(written)), imports));
}
