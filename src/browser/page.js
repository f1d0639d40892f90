// What the page and the browser say about themselves. Everything here may be missing: workers have no document,
// sandboxed frames no storage, strict hosts throw.

export function attempt(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const SESSION_KEY = 'optave.sessionId';

// What is not there is undefined, null or empty.

/** The session id that was kept for this tab's session. */
export const recallSession = () => attempt(() => sessionStorage.getItem(SESSION_KEY));

export const keepSession = (id) => attempt(() => sessionStorage.setItem(SESSION_KEY, id));

export const documentLanguage = () => attempt(() => document.documentElement.lang);

export const metaTokenUrl = () => attempt(() => document.querySelector('meta[name="optave-token-url"]').content);

/** Asks for platform version and device model, where the browser tells them on request only. */
export const deviceDetails = async () =>
  globalThis.navigator?.userAgentData?.getHighEntropyValues?.(['model', 'platformVersion']);

/** Where the visitor is, as "lat,lon" with four decimals; without a prompt, only where that was granted before. */
export async function position(mayPrompt) {
  const { geolocation, permissions } = globalThis.navigator ?? {};
  if (!geolocation) return undefined;
  if (!mayPrompt && (await permissions?.query({ name: 'geolocation' }))?.state !== 'granted') return undefined;
  const { coords } = await new Promise((resolve, reject) => geolocation.getCurrentPosition(resolve, reject));
  return `${coords.latitude.toFixed(4)},${coords.longitude.toFixed(4)}`;
}

/** Scheme and host of a URL; relative ones start at the page. */
export function urlParts(url) {
  const { protocol, hostname } =
    (typeof url === 'string' && attempt(() => new URL(url, globalThis.location?.href))) || {};
  return [protocol ?? '', hostname ?? ''];
}

/** A URL with these parameters set, undefined ones left out, and whatever else it had. */
export function withParameters(url, parameters) {
  const address = new URL(url);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) address.searchParams.set(name, value);
  }
  address.hash = '';
  return address.href;
}
