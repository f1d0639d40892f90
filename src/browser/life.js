// The life of a page: network, visibility, the back-forward cache. What it means for the connection is decided in Rust.

// The order of Rust's `Life`.
const OFFLINE = 0;
const ONLINE = 1;
const HIDDEN = 2;
const VISIBLE = 3;
const RESUMED = 4;
const CACHED = 5;
const RESTORED = 6;

/**
 * Tells of every turn in the page's life; answers a function that ends it. Never `unload` or `beforeunload`: they keep
 * pages out of the back-forward cache. A worker has no document, and only the network.
 */
export function followLife(tell) {
  const { document } = globalThis;
  const followed = [
    [globalThis, 'offline', () => tell(OFFLINE)],
    [globalThis, 'online', () => tell(ONLINE)],
    [document, 'visibilitychange', () => tell(document.hidden ? HIDDEN : VISIBLE)],
    [document, 'resume', () => tell(RESUMED)],
    [globalThis, 'pagehide', ({ persisted }) => persisted && tell(CACHED)],
    [globalThis, 'pageshow', ({ persisted }) => persisted && tell(RESTORED)],
  ].filter(([target]) => target?.addEventListener);
  for (const [target, name, listener] of followed) target.addEventListener(name, listener);
  if (globalThis.navigator?.onLine === false) tell(OFFLINE);
  if (document?.hidden) tell(HIDDEN);
  return () => {
    for (const [target, name, listener] of followed) target.removeEventListener(name, listener);
  };
}
