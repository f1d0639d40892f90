// The package by any of its entries, in one shape: what `import * as sdk from 'optave-web-sdk'` gives.

/** Adds a classic script to the page, also where only a policy may name its URL. */
function addScript(url) {
  const policy = window.trustedTypes?.createPolicy('page', { createScriptURL: (url) => url });
  const script = document.createElement('script');
  script.src = policy ? policy.createScriptURL(url) : url;
  return new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${url} did not load`));
    document.head.append(script);
  });
}

/** `entry` is the name of a file of the package, without `.js`. */
export async function load(entry) {
  if (entry.startsWith('script')) {
    if (!globalThis.Optave) await addScript(`/pkg/${entry}.js`);
    return globalThis.Optave;
  }
  const sdk = await import(`/pkg/${entry}.js`);
  if (entry === 'wasm') await sdk.init();
  if (entry !== 'auto') return sdk;
  // It gives nothing but clients: the classes are those of what it made.
  const client = await sdk.createClient({ websocketUrl: 'wss://example.com' });
  const request = client.interaction({});
  const error = await request.catch((error) => error);
  client.cleanup();
  return { OptaveClient: client.constructor, OptaveRequest: request.constructor, OptaveError: error.constructor };
}
