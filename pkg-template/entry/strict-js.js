// Strict validation without WebAssembly, for pages that refuse it.
import { imports, start as begin } from 'optave:imports';
import { instantiate } from 'optave:plain';
import { starter } from './checker.js';

export const start = /* @__PURE__ */ starter(() => begin(instantiate(imports)));
