// Content-Security-Policies of hosts, by the path under which the test pages are served with each.
const sockets = "connect-src 'self' ws://127.0.0.1:*";

export const POLICIES = {
  // WebAssembly is refused.
  '/strict': `default-src 'self'; script-src 'self'; ${sockets}`,
  // WebAssembly is allowed, and nothing else that is not the host's own.
  '/wasm-only': `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; ${sockets}`,
  // No text becomes code or markup; the one policy is that of the page, for the script it adds.
  '/typed': `script-src 'self' 'wasm-unsafe-eval'; ${sockets}; require-trusted-types-for 'script'; trusted-types page`,
  // Requests to the host itself, and no WebSocket.
  '/no-sockets': "script-src 'self' 'wasm-unsafe-eval'; connect-src http://127.0.0.1:*",
  // No requests at all.
  '/no-requests': "script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'",
};
