// Which addresses may become a link or a picture, and how one says where it leads. A list of what is allowed, never of
// what is not: there are more ways to spell `javascript:` than anybody can list.

const ALLOWED = new Set(['https:', 'mailto:']);
// Longer than any address that somebody follows.
const LONGEST = 2048;

/** @param {unknown} value @param {string} [base] */
function parsed(value, base) {
  if (typeof value !== 'string' || value.length > LONGEST) return undefined;
  try {
    const url = new URL(value, base);
    // A name before the host is there to deceive: https://bank.example@evil.example
    return url.username || url.password ? undefined : url;
  } catch {
    return undefined;
  }
}

/** @param {unknown} value @returns {string | undefined} the address in its canonical form, or nothing */
export function safeUrl(value) {
  const url = parsed(value);
  return url && ALLOWED.has(url.protocol) ? url.href : undefined;
}

/** Where a picture may come from: over https, or from the page's own origin. @param {unknown} value */
export function pictureUrl(value) {
  const url = value ? parsed(value, document.baseURI) : undefined;
  return url && (url.protocol === 'https:' || url.origin === location.origin) ? url : undefined;
}

/**
 * The address of a picture in an answer: only from the hosts that the page has named.
 *
 * @param {unknown} value @param {readonly string[]} hosts
 */
export function safeImage(value, hosts) {
  const url = pictureUrl(value);
  // In a text, `includes` would find parts of names.
  return url && Array.isArray(hosts) && hosts.includes(url.host) ? url.href : undefined;
}

/** Where an address leads; of a host in other letters its ASCII form, which passes for no other. @param {string} href */
export function hostOf(href) {
  const { protocol, host, pathname } = new URL(href);
  return protocol === 'mailto:' ? pathname : host;
}

/** Whether a label says by itself where its link leads. @param {string} label @param {string} href */
export function saysHost(label, href) {
  const written = withoutScheme(label.trim()).toLowerCase();
  const host = hostOf(href).toLowerCase();
  return written.startsWith(host) && (written.length === host.length || '/?#'.includes(written[host.length] ?? ''));
}

/** @param {string} address */
export const withoutScheme = (address) => address.replace(/^(?:https:\/\/|mailto:)/iu, '');

/** Without the characters that turn the direction of what stands around them. @param {string} text */
export const withoutControls = (text) => text.replace(DIRECTIONS, '');

export const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const DIRECTIONS = new RegExp(DIRECTION, 'gu');
