// Which addresses may become a link. A list of what is allowed, never of what is not: there are more ways to spell
// `javascript:` than anybody can list.

const ALLOWED = new Set(['https:', 'mailto:']);

/** @returns {string | undefined} the address in its canonical form, or nothing */
export function safeUrl(value) {
  if (typeof value !== 'string') return undefined;
  try {
    const url = new URL(value);
    // A name before the host is there to deceive: https://bank.example@evil.example
    return ALLOWED.has(url.protocol) && !url.username && !url.password ? url.href : undefined;
  } catch {
    return undefined;
  }
}
