// The entry with the wasm in a file of its own: compiled while it arrives, cached by itself, checked against its hash.
import { strict } from 'optave:beside';
import { wasmIntegrity, wasmUrl } from 'optave:file';
import { imports } from 'optave:imports';
import { OptaveError } from '../../src/browser/error.js';
import { allowsWebAssembly } from './allows.js';
import { defineClient } from './client.js';
import { refused } from './refused.js';

let loading;
let exports;

const kind = (value) => Object.prototype.toString.call(value).slice(8, -1);

const unreachable = (from, cause) =>
  new OptaveError('The WebAssembly module could not be loaded', {
    category: 'WEBSOCKET',
    code: 'CONNECTION_ERROR',
    details: [String(from)],
    suggestions: ['Serve optave.wasm of this very version at that address, or tell init() where it is.'],
    retryable: true,
    cause,
  });

/** A file on disk, which `fetch` does not read: Node alone has it. */
const readFile = (url) => globalThis.process.getBuiltinModule('node:fs').readFileSync(url);

async function fetched(source) {
  try {
    if (source.protocol === 'file:') return readFile(source);
    const response = await fetch(source, { integrity: wasmIntegrity });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response;
  } catch (cause) {
    throw unreachable(source.url ?? source, cause);
  }
}

async function instantiate(given) {
  const isData = (value) =>
    ArrayBuffer.isView(value) || /^(ArrayBuffer|SharedArrayBuffer|WebAssembly\.Module|Response)$/.test(kind(value));
  const source = isData(given) ? given : await fetched(given);
  const isResponse = kind(source) === 'Response';
  try {
    // Browsers compile while it arrives only what is declared to be wasm.
    if (isResponse && source.headers.get('content-type') === 'application/wasm') {
      return (await WebAssembly.instantiateStreaming(source, imports)).instance;
    }
    const data = isResponse ? await source.arrayBuffer() : source;
    const made = await WebAssembly.instantiate(data, imports);
    return made.instance ?? made;
  } catch (cause) {
    throw allowsWebAssembly() ? unreachable(source.url, cause) : refused(cause);
  }
}

export default function init(source) {
  return (loading ??= (async () => {
    try {
      ({ exports } = await instantiate((await source) ?? wasmUrl()));
    } catch (error) {
      loading = undefined;
      throw error;
    }
  })());
}

function begin() {
  if (exports) return exports;
  throw new OptaveError('WebAssembly is not loaded yet', {
    category: 'VALIDATION',
    code: 'INVALID_CONFIG',
    suggestions: ['await init() before the first client is made.'],
    retryable: false,
  });
}

export const OptaveClient = /* @__PURE__ */ defineClient(begin, strict);
export { OptaveClient as OptaveJavaScriptSDK, init };
export { OptaveError } from '../../src/browser/error.js';
export { OptaveRequest } from '../../src/browser/request.js';
