// The entries of the package that a page can use, by the names of their files.
export const ENTRIES = [{ entry: 'index', needsWasm: true, isModule: true }];
