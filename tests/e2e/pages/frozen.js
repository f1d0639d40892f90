// Nothing of the language's own can be changed from here on.
for (const name of Object.getOwnPropertyNames(globalThis)) {
  const { value } = Object.getOwnPropertyDescriptor(globalThis, name);
  if (typeof value !== 'function' && name !== 'JSON' && name !== 'Math' && name !== 'Reflect') continue;
  Object.freeze(value);
  if (value.prototype) Object.freeze(value.prototype);
}
for (const sample of [function* () {}, async () => {}, async function* () {}, [][Symbol.iterator], new Map().keys]) {
  Object.freeze(Object.getPrototypeOf(sample));
}
