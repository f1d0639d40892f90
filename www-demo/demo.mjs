// The demo as a server: the sandbox and, on the same origin, every page of this folder under the policy of `csp.mjs`.
import { fileURLToPath } from 'node:url';
import { SECURITY_HEADERS } from './csp.mjs';
import { startSandbox } from './sandbox/index.mjs';

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
export const PACKAGE = folder('../pkg/');

// A person reads along: at the speed of the tests' sandbox an answer would be there before one could see it grow.
const HUMAN_PACE = { answerDelayMs: 450, chunkDelayMs: 40 };

/** Every page of this folder, and what they load. */
export const STATIC = [
  { path: '/', dir: folder('.'), headers: SECURITY_HEADERS },
  { path: '/pkg', dir: PACKAGE, headers: SECURITY_HEADERS },
  { path: '/docs', dir: folder('../target/docs/'), headers: SECURITY_HEADERS },
  // For one's own first steps, where an inline script is no sin.
  { path: '/try', dir: folder('try/') },
];

/** @param {object} [options] those of `startSandbox` */
export const startDemo = (options = {}) =>
  startSandbox({
    ...HUMAN_PACE,
    static: STATIC,
    ...options,
  });
