// WebAssembly where the page allows it, else the plain JavaScript; the other one is never loaded.

import { allowsWebAssembly } from './allows.js';

export async function createClient(options) {
  const { OptaveClient } = await (allowsWebAssembly() ? import('./index.js') : import('./js.js'));
  return new OptaveClient(options);
}

/** For `instanceof`: errors are made by whichever half was loaded, and both call them by this name. */
export class OptaveError extends Error {
  static [Symbol.hasInstance](value) {
    return value instanceof Error && value.name === 'OptaveError';
  }
}
