declare global {
  /** What the classic script gives the page. */
  const Optave: typeof import('./index.js');
}
export {};
