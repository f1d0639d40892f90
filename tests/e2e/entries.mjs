// The entries of the package that a page can use, by the names of their files; and tests of the default entry that are
// run with every other one.
import { useEntry } from './helper.mjs';

export const ENTRIES = [
  { entry: 'index', needsWasm: true, isModule: true },
  { entry: 'js', needsWasm: false, isModule: true },
  { entry: 'auto', needsWasm: false, isModule: true },
  { entry: 'wasm', needsWasm: true, isModule: true },
  { entry: 'script', needsWasm: true, isModule: false },
  { entry: 'script-js', needsWasm: false, isModule: false },
];

/** Defines the tests once more, for this entry. */
export async function testEntry(entry) {
  useEntry(entry);
  for (const file of ['requests', 'required', 'errors', 'reconnect', 'rest']) {
    await import(`./${file}.test.mjs?entry=${entry}`);
  }
}
