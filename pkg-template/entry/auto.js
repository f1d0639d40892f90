// WebAssembly where the page allows it, else the plain JavaScript; the other one is never loaded.
import { index, js } from 'optave:beside';
import { OptaveError as Exact } from '../../src/browser/error.js';
import { allowsWebAssembly } from './allows.js';

const load = () => (allowsWebAssembly() ? index() : js());

const unloadable = (cause) =>
  new Exact('The SDK could not be loaded', {
    category: 'WEBSOCKET',
    code: 'CONNECTION_ERROR',
    suggestions: [
      'Serve index.js and js.js beside auto.js. A service worker loads nothing later: import optave-web-sdk or optave-web-sdk/js there.',
    ],
    retryable: true,
    cause,
  });

export async function createClient(options) {
  const { OptaveClient } = await load().catch((cause) => {
    throw unloadable(cause);
  });
  return new OptaveClient(options);
}

/** For `instanceof`: errors are made by whichever half was loaded, and all of them go by this name. */
export class OptaveError extends Error {
  static [Symbol.hasInstance](value) {
    return value instanceof Error && value.name === 'OptaveError';
  }
}
