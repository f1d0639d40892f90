// Strict validation: a WebAssembly module of its own, loaded when a client first wants it.
import { starter } from './checker.js';
import { instantiate } from './inline.js';

export const start = /* @__PURE__ */ starter(instantiate);
