// The default entry without WebAssembly, for pages that refuse it: the same core, as plain JavaScript.
import { imports, start } from 'optave:imports';
import { instantiate } from 'optave:plain';
import { defineClient, starter } from './client.js';

const strict = () => import('./strict-js.js');

export const OptaveClient = /* @__PURE__ */ defineClient(
  /* @__PURE__ */ starter(() => start(instantiate(imports))),
  strict,
);
export { OptaveClient as OptaveJavaScriptSDK, OptaveClient as default };
export { OptaveError } from '../../src/browser/error.js';
export { OptaveRequest } from '../../src/browser/request.js';
