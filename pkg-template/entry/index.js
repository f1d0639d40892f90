// The default entry: everything in one file, the wasm as a string. Importing it does nothing.
import { strict } from 'optave:beside';
import { defineClient } from './client.js';
import { instantiate } from './inline.js';
import { refused } from './refused.js';

function begin() {
  try {
    return instantiate();
  } catch (cause) {
    throw refused(cause);
  }
}

export const OptaveClient = /* @__PURE__ */ defineClient(begin, strict);
export { OptaveClient as OptaveJavaScriptSDK, OptaveClient as default };
export { OptaveError } from '../../src/browser/error.js';
export { OptaveRequest } from '../../src/browser/request.js';
