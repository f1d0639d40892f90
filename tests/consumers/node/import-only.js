// Imports or requires an entry and does nothing with it: prints what that has changed, and ends by itself.
//
//   node import-only.js <entry> import|require
import { createRequire } from 'node:module';

const [, , entry, how] = process.argv;
// Not there for the package; but Node needs it for some of its own globals.
globalThis.WebAssembly = new Proxy(WebAssembly, {
  get(all, name) {
    if (new Error().stack.includes('optave-web-sdk')) throw new Error('WebAssembly is used before there is a client');
    return Reflect.get(all, name);
  },
});

const describe = (key) => Object.getOwnPropertyDescriptor(globalThis, key);
// Some of its globals Node makes when they are first looked at.
Reflect.ownKeys(globalThis).forEach(describe);
await new Promise(setImmediate);
const known = new Map(Reflect.ownKeys(globalThis).map((key) => [key, describe(key)]));
// Behind a getter Node makes its own globals when they are first looked at.
const isChanged = (key) =>
  !known.has(key) || (!known.get(key).get && !Object.is(known.get(key).value, describe(key).value));

const names = Object.keys(how === 'require' ? createRequire(import.meta.url)(entry) : await import(entry));

const changed = Reflect.ownKeys(globalThis).filter(isChanged).map(String);
const pending = process.getActiveResourcesInfo().filter((name) => /Timeout|Immediate|TCP|Worker/.test(name));
console.log(JSON.stringify({ names: names.sort(), changed, pending }));
