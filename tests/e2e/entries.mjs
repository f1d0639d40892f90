// The entries of the package that a page can use, by the names of their files.
export const ENTRIES = [
  { entry: 'index', needsWasm: true, isModule: true },
  { entry: 'js', needsWasm: false, isModule: true },
  { entry: 'auto', needsWasm: false, isModule: true },
  { entry: 'wasm', needsWasm: true, isModule: true },
  { entry: 'script', needsWasm: true, isModule: false },
];
