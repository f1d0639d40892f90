// What a page is told that does not let WebAssembly run.
import { OptaveError } from '../../src/browser/error.js';

export const refused = (cause) =>
  new OptaveError('This page does not allow WebAssembly', {
    category: 'AUTHENTICATION',
    code: 'UNSUPPORTED_IN_BROWSER',
    suggestions: [
      "Add 'wasm-unsafe-eval' to script-src in the page's Content-Security-Policy, or import optave-web-sdk/js or optave-web-sdk/auto instead.",
    ],
    retryable: false,
    cause,
  });
