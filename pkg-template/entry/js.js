// The default entry without WebAssembly, for pages that refuse it: the same core, as plain JavaScript.
import { strictJs as strict } from 'optave:beside';
import { defineClient } from './client.js';
import { instantiate } from './plain.js';

export const OptaveClient = /* @__PURE__ */ defineClient(instantiate, strict);
export { OptaveClient as OptaveJavaScriptSDK, OptaveClient as default };
export { OptaveError } from '../../src/browser/error.js';
export { OptaveRequest } from '../../src/browser/request.js';
