// What a page is told in which the WebAssembly does not start.
import { OptaveError } from '../../src/browser/error.js';
import { allowsWebAssembly } from './allows.js';

const FORBIDDEN = [
  'This page does not allow WebAssembly',
  "Add 'wasm-unsafe-eval' to script-src in the page's Content-Security-Policy, or import optave-web-sdk/js or optave-web-sdk/auto instead.",
];
// As where a page has the whole file pasted into it, or serves it in another encoding.
const CHANGED = [
  'The WebAssembly in this script was changed on its way',
  'Load index.js from an address of its own, as UTF-8 and unchanged; or use optave-web-sdk/script-js.',
];

export function refused(cause) {
  const isChanged = allowsWebAssembly() && cause instanceof WebAssembly.CompileError;
  const [message, suggestion] = isChanged ? CHANGED : FORBIDDEN;
  return new OptaveError(message, {
    category: 'AUTHENTICATION',
    code: 'UNSUPPORTED_IN_BROWSER',
    suggestions: [suggestion],
    retryable: false,
    cause,
  });
}
