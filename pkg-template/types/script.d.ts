// The classic script, `<script src="…/script.js">`: what it makes stands in the global `Optave`. Give it to TypeScript with
// `/// <reference types="optave-web-sdk/script" />`, or under `types` in tsconfig.json.
import * as optave from './index.js';

declare global {
  /** What `script.js` of optave-web-sdk makes. Its types have no other home: import them from `optave-web-sdk`. */
  const Optave: {
    /** The class of clients. */
    readonly OptaveClient: typeof optave.OptaveClient;
    /** The same class under the name that users of the vendor's SDK know. */
    readonly OptaveJavaScriptSDK: typeof optave.OptaveJavaScriptSDK;
    /** The class of every failure. */
    readonly OptaveError: typeof optave.OptaveError;
    /** The class of requests. */
    readonly OptaveRequest: typeof optave.OptaveRequest;
  };
}
