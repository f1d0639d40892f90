// Strict validation without WebAssembly, for pages that refuse it.
import { starter } from './checker.js';
import { instantiate } from './plain.js';

export const start = /* @__PURE__ */ starter(instantiate);
