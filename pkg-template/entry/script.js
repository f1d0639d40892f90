// The classic script: one global, with what the default entry exports.
import { OptaveClient, OptaveError, OptaveRequest } from './index.js';

globalThis.Optave = {
  OptaveClient,
  OptaveJavaScriptSDK: OptaveClient,
  OptaveError,
  OptaveRequest,
  default: OptaveClient,
};
