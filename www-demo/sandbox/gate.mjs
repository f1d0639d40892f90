// Who may ask. The port is open to this machine alone, but any page in a browser on it can reach it: by its address, or,
// with a name of its own that resolves to 127.0.0.1, even as its own origin. Hence names and origins are looked at.
import { isIPv4 } from 'node:net';
import { cors } from 'hono/cors';

/** Without the port. `[::1]` keeps its brackets. */
const nameOf = (host) => host.replace(/:\d*$/u, '').toLowerCase();

function isLoopback(host) {
  const name = nameOf(host);
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || (name.startsWith('127.') && isIPv4(name))
  );
}

/** As a browser sends it: scheme, name, and the port unless it is the usual one; undefined for what is no origin. */
function asSent(origin) {
  if (origin === 'null') return origin;
  try {
    const { protocol, host, pathname, search, hash, username, password } = new URL(origin);
    const more = (pathname === '/' ? '' : pathname) + search + hash + username + password;
    // No page has a name with "*": whoever writes it means several.
    return host && !host.includes('*') && !more ? `${protocol}//${host}` : undefined;
  } catch {
    return undefined;
  }
}

/** @param {readonly string[]} listed  origins that are let in beside the loopback's */
export function createGate(listed) {
  const wrong = listed.filter((origin) => asSent(origin) === undefined);
  if (wrong.length) {
    const names = wrong.map((origin) => JSON.stringify(origin)).join(', ');
    const are = wrong.length > 1 ? 'are no origins' : 'is no origin';
    throw new TypeError(`startSandbox: ${names} in origins ${are}; write "https://app.example:8443", or "null"`);
  }
  const others = new Set(listed.map(asSent));

  // A program sends no origin. A browser leaves it out where a page asks for what it may not read, as an image is, and
  // says then that the page is of another site. "null" is what any page gets by putting itself into a sandboxed frame, so
  // it is nobody in particular.
  const isTrusted = (origin, site) => {
    if (origin === undefined) return site !== 'cross-site';
    const [, host] = /^[a-z][a-z\d+.-]*:\/\/([^/?#@]+)$/iu.exec(origin) ?? [];
    return others.has(origin) || (host !== undefined && isLoopback(host));
  };

  return {
    /** Why the name is refused by which the sandbox was called, or undefined. */
    hostFault: ({ host = '' }) =>
      isLoopback(host)
        ? undefined
        : `Host ${JSON.stringify(host)} is refused: the sandbox answers to localhost, *.localhost, 127.0.0.0/8 and ` +
          '[::1] alone; use the address that it was started with',
    /** Why a page may not have everything, or undefined. */
    originFault: ({ origin, 'sec-fetch-site': site }) => {
      if (isTrusted(origin, site)) return undefined;
      if (origin === undefined) return 'A page of another site is refused that asks without saying its Origin';
      return (
        `Origin ${JSON.stringify(origin)} is refused: pages of loopback names are let in, and those of the option ` +
        `origins; startSandbox({ origins: [${JSON.stringify(origin)}] }) would let it in`
      );
    },
  };
}

const ALLOWED = ['authorization', 'content-type', 'x-optave-publishable-key'];

/** What Optave answers to any page. */
const PUBLIC = /^\/(api|auth|message)\//u;

/**
 * The gate before all that `app` answers. CORS has credentials for pages that may have everything; for others it has
 * none, and is there where Optave's is.
 *
 * @param {import('hono').Hono} app
 * @param {ReturnType<typeof createGate>} gate
 * @param {string} control  paths that foreign pages get nothing of, not even the preflight
 */
export function guard(app, gate, control) {
  const refuseFor = (faultOf) => (c, next) => {
    const fault = faultOf(c.env.incoming.headers);
    return fault ? c.json({ error: fault }, 403) : next();
  };
  const trusted = cors({ origin: (origin) => origin, credentials: true, allowHeaders: ALLOWED });
  const foreign = cors({ origin: () => '*', allowHeaders: ALLOWED });
  app.use(refuseFor(gate.hostFault));
  app.use(control, refuseFor(gate.originFault));
  app.use((c, next) => {
    if (!gate.originFault(c.env.incoming.headers)) return trusted(c, next);
    return PUBLIC.test(c.req.path) ? foreign(c, next) : next();
  });
}
