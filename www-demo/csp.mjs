// The strictest policy that the SDK and the widget run under. Yours differs in `connect-src` alone: there stand the
// origins of your tenant and of your token URL.

const POLICY = {
  'default-src': "'none'",
  // WebAssembly needs 'wasm-unsafe-eval'; no script of the page may be inline.
  'script-src': "'self' 'wasm-unsafe-eval'",
  // No inline style either: the widget's sheets are constructed, the page's are linked.
  'style-src': "'self'",
  'img-src': "'self' data:",
  // Not every browser counts a WebSocket to the same host as 'self'.
  'connect-src': "'self' ws://127.0.0.1:*",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  // Where the browser knows it, no text can become markup or script anywhere in the page.
  'require-trusted-types-for': "'script'",
  'trusted-types': "'none'",
};

export const SECURITY_HEADERS = {
  'content-security-policy': Object.entries(POLICY)
    .map(([directive, value]) => `${directive} ${value}`)
    .join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};
