// The wasm that stands as a text in the same file.
import { imports } from 'optave:imports';
import { unpackerText, wasmText } from 'optave:wasm';

const instance = (bytes, imports) => new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports;
const bytesOf = (text) => Uint8Array.from(text, (character) => character.charCodeAt());

export function instantiate() {
  if (typeof TextEncoder === 'undefined') return instance(bytesOf(wasmText()), imports);
  // The text goes into the unpacker's memory as UTF-8, and its bytes stand there afterwards (build/unpacker.mjs).
  const { m, d } = instance(bytesOf(unpackerText()));
  const { written } = new TextEncoder().encodeInto(wasmText(), new Uint8Array(m.buffer));
  return instance(new Uint8Array(m.buffer, 0, d(written)), imports);
}
