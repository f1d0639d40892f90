// The entry for pages that refuse WebAssembly: the same as the default entry, in plain JavaScript.
export * from './index.js';
export { default } from './index.js';
